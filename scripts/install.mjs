// Runs before anything is installed: plain JavaScript, Node's own modules only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const lockfile = path.join(root, 'package-lock.json');
const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.parcours-installed');

/** What the installed tree depends on: native packages differ by platform and by Node's major version. */
function wanted() {
	return createHash('sha256')
		.update(readFileSync(lockfile))
		.update(`${process.platform} ${process.arch} ${process.versions.modules}`)
		.digest('hex');
}

/** Somebody ran npm by hand, after the lockfile last changed. */
function installedByHand() {
	const npmsOwn = path.join(modules, '.package-lock.json');
	return !existsSync(stamp) && existsSync(npmsOwn) && statSync(npmsOwn).mtimeMs >= statSync(lockfile).mtimeMs;
}

export function checkNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 12)) return;
	console.error(`Parcours needs Node 20.12 or later; this is ${process.version} (${process.execPath}).`);
	process.exit(1);
}

/** Installs what the lockfile says unless exactly that is there. */
export function ensureInstalled() {
	const hash = wanted();
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	if (!installedByHand()) {
		const started = Date.now();
		process.stdout.write('  … Dependencies  npm ci, about a minute\n');
		// Started by npm, npm's own path is in the environment; `npm` itself may be a script that Windows cannot spawn.
		const npm = process.env.npm_execpath;
		const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
		const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 };
		const result = npm?.endsWith('.js')
			? spawnSync(process.execPath, [npm, ...args], options)
			: spawnSync('npm', args, options);
		if (result.error || result.status !== 0) {
			console.error(result.stdout ?? '', result.stderr ?? '', result.error?.message ?? '');
			console.error('npm ci failed: see above. Nothing was started.');
			process.exit(1);
		}
		process.stdout.write(`  ✓ Dependencies  ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
	}
	writeFileSync(stamp, hash);
}
