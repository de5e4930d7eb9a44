// `npm test`: works in a bare clone. Installs what is missing, then hands over to test.ts.
import { checkNode, ensureInstalled } from './install.mjs';

checkNode();
ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
await import('./test.ts');
