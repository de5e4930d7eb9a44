import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataPaths } from './paths';
import { birthOf, isSame } from './process';
import { checkUnlocked, openRegistry, stopLeftovers, takeLock } from './registry';

let paths: ReturnType<typeof dataPaths>;
beforeEach(() => {
	paths = dataPaths(mkdtempSync(path.join(tmpdir(), 'parcours-registry-')));
});
afterEach(() => rmSync(paths.dir, { recursive: true, force: true }));

/** A part of a stack, as it would be started: the head of a group of its own. */
function sleeper() {
	const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
	const pid = child.pid ?? 0;
	const born = birthOf(pid) ?? '';
	return {
		pid,
		born,
		ended: new Promise<string | null>((resolve) => child.once('exit', (_, signal) => resolve(signal))),
	};
}

describe('the lock on the data', () => {
	test('keeps a second launcher out, and says where the first one is', () => {
		takeLock(paths, 'http://localhost:3000');
		expect(() => takeLock(paths, 'http://localhost:4000')).toThrow(
			`Parcours already runs on this data, at http://localhost:3000 (process ${process.pid})`,
		);
	});
	test('is given back', () => {
		const unlock = takeLock(paths, '');
		unlock();
		expect(() => checkUnlocked(paths)).not.toThrow();
		expect(existsSync(paths.lock)).toBe(false);
	});
	test('of a launcher that was killed is nobody’s, even when another process has its number now', () => {
		writeFileSync(paths.lock, JSON.stringify({ pid: process.pid, born: 'another boot/1', url: '' }));
		takeLock(paths, 'http://localhost:3000');
		expect(JSON.parse(readFileSync(paths.lock, 'utf8'))).toMatchObject({
			pid: process.pid,
			url: 'http://localhost:3000',
		});
	});
	test('cut short by a crash is nobody’s', () => {
		writeFileSync(paths.lock, '{"pid":');
		expect(() => takeLock(paths, '')).not.toThrow();
	});
});

describe('what a killed launcher left running', () => {
	test('is stopped at the next start, and nothing else', async () => {
		const [ours, others] = [sleeper(), sleeper()];
		writeFileSync(
			paths.processes,
			JSON.stringify([
				{ name: 'worker', ...ours },
				// Its number was given to somebody else since.
				{ name: 'web', ...others, born: 'another boot/1' },
			]),
		);
		expect(await stopLeftovers(paths)).toEqual(['worker']);
		expect(await ours.ended).toBe('SIGINT');
		expect(isSame(others)).toBe(true);
		process.kill(-others.pid, 'SIGKILL');
		expect(existsSync(paths.processes)).toBe(false);
	});
	test('is not there after a clean end', async () => {
		const registry = openRegistry(paths);
		registry.add('web', process.pid);
		registry.remove(process.pid);
		registry.close();
		expect(await stopLeftovers(paths)).toEqual([]);
	});
});

test('parts end with their launcher, however it went', async () => {
	const part = sleeper();
	// The launcher: it registers the part, says so and is killed like by `kill -9`.
	const script = `
		const { openRegistry } = await import('./scripts/stack/registry.ts');
		const { dataPaths } = await import('./scripts/stack/paths.ts');
		openRegistry(dataPaths(${JSON.stringify(paths.dir)})).add('worker', ${part.pid});
		process.stdout.write('registered');
		setInterval(() => {}, 1000);
	`;
	const launcher = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	await new Promise((resolve) => launcher.stdout.once('data', resolve));
	launcher.kill('SIGKILL');
	expect(await part.ended).toBe('SIGINT');
}, 30_000);
