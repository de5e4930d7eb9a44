// `npm test [-- PART …]`: works in a bare clone. Installs what is missing, then hands over to test.ts.
import { checkNode, ensureInstalled } from './install.mjs';

// The last line, whatever happens: tests that could not even begin have failed.
let total = { passed: 0, failed: 1 };
process.once('exit', () => console.log(`${total.passed} passed, ${total.failed} failed`));

checkNode();
await ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
const { test } = await import('./test.ts');
total = await test(process.argv.slice(2));
process.exitCode = total.failed > 0 ? 1 : 0;
