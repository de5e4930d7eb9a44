// `npm start`: works in a bare clone. Installs what is missing, then hands over to start.ts in this same process, so
// that Ctrl-C and signals reach one process only.
import { checkNode, ensureInstalled } from './install.mjs';

checkNode();
await ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
await import('./start.ts');
