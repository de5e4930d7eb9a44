// Runs before anything is installed: plain JavaScript, Node's own modules only.
import { spawn } from 'node:child_process';
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

/** Whether a version of Node is within `^20.19.0 || >=22.12.0`, say: what package.json speaks, and no more of npm's language. */
export function satisfies(version, range) {
	const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
	return range.split('||').some((part) => {
		const [, mark, ...least] = /^(\^|>=)(\d+)\.(\d+)\.(\d+)$/.exec(part.trim()) ?? [];
		const [a = 0, b = 0, c = 0] = least.map(Number);
		const later = major > a || (major === a && (minor > b || (minor === b && patch >= c)));
		return mark === undefined ? false : later && (mark === '>=' || major === a);
	});
}

export function checkNode() {
	const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
	if (satisfies(process.versions.node, engines.node)) return;
	console.error(`Parcours needs Node ${engines.node}; this is ${process.versions.node} (${process.execPath}).`);
	process.exit(1);
}

/** Installs what the lockfile says unless exactly that is there. */
export async function ensureInstalled() {
	const hash = wanted();
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	if (!installedByHand()) await install();
	writeFileSync(stamp, hash);
}

async function install() {
	const started = Date.now();
	const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
	const line = (mark, text) => console.log(`  ${mark} ${'Dependencies'.padEnd(14)} ${seconds().padStart(7)}${text}`);
	line('…', '   npm ci, a minute or two');
	const waiting = setInterval(() => line('…', ''), 15_000);
	// Started by npm, npm's own path is in the environment; `npm` itself may be a script that Windows cannot spawn.
	const npm = process.env.npm_execpath;
	const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
	const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] };
	const child = npm?.endsWith('.js') ? spawn(process.execPath, [npm, ...args], options) : spawn('npm', args, options);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
	const failure = await new Promise((resolve) => {
		child.once('error', (error) => resolve(error.message));
		child.once('close', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit ${code}`)));
	});
	clearInterval(waiting);
	if (failure === undefined) return line('✓', '');
	console.error(output);
	console.error(`npm ci failed (${failure}): see above. Nothing was started.`);
	process.exit(1);
}
