import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from './errors';
import { ROOT } from './paths';

export type Env = Record<string, string | undefined>;

/** What `spawn` takes: Next's types say that NODE_ENV is always there. */
export function spawnEnv(env: Env): NodeJS.ProcessEnv {
	return Object.assign({ NODE_ENV: process.env.NODE_ENV }, env);
}

/** A process that cannot be mistaken for a later one with the same number. */
export type ProcessId = { pid: number; born: string };

/**
 * When a process was born: the boot and the tick since (Linux), or the date (elsewhere). A command line would not do,
 * since Next and Postgres rewrite theirs.
 */
export function birthOf(pid: number): string | undefined {
	if (process.platform !== 'linux') {
		const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
		return stdout?.trim() || undefined;
	}
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The second field is the name in parentheses, which may itself contain spaces and parentheses.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		if (fields[0] === 'Z') return undefined;
		return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
	} catch {
		return undefined;
	}
}

export function isSame(process: ProcessId): boolean {
	return birthOf(process.pid) === process.born;
}

/** Sends a signal to a process group; nobody there is not an error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
	}
}

/** Asks a process of an earlier launcher to stop, and makes it after `patience` ms. */
export async function stopStray(stray: ProcessId, signal: NodeJS.Signals, patience: number): Promise<void> {
	if (!isSame(stray)) return;
	signalGroup(stray.pid, signal);
	for (const until = Date.now() + patience; Date.now() < until; ) {
		if (!isSame(stray)) return;
		await sleep(50);
	}
	signalGroup(stray.pid, 'SIGKILL');
	while (isSame(stray)) await sleep(50);
}

/**
 * Calls once when the npm that started this process has gone. A signal to npm reaches a shell between it and us, which
 * may die of it without a word; what nobody can stop any more must stop by itself. (Without npm, whoever started us may
 * well have gone on purpose.)
 */
export function onOrphaned(gone: () => void, everyMs = 500): void {
	if (!process.env.npm_lifecycle_event) return;
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		gone();
	}, everyMs);
	timer.unref();
}

export type RunOptions = {
	cwd?: string;
	env?: Env;
	as?: { uid: number; gid: number };
	signal?: AbortSignal;
	/** Each line of output as it comes. */
	onLine?: (line: string) => void;
};

/**
 * Runs a command to its end and returns what it wrote. In a process group of its own, so that Ctrl-C reaches only us
 * and `signal` stops all of it.
 *
 * @throws StackError with the end of its output when it fails.
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
	options.signal?.throwIfAborted();
	const child = spawn(command, args, {
		cwd: options.cwd ?? ROOT,
		env: spawnEnv(options.env ?? process.env),
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
		...options.as,
	});
	const abort = () => child.pid && signalGroup(child.pid, 'SIGKILL');
	options.signal?.addEventListener('abort', abort, { once: true });
	let output = '';
	let rest = '';
	const take = (chunk: string) => {
		output += chunk;
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) options.onLine?.(line);
	};
	child.stdout.setEncoding('utf8').on('data', take);
	child.stderr.setEncoding('utf8').on('data', take);
	try {
		await new Promise<void>((resolve, reject) => {
			child.once('error', (error) => reject(new StackError(`${command}: ${error.message}`)));
			child.once('close', (code, signal) => {
				if (code === 0) return resolve();
				const tail = output.trim().split('\n').slice(-30).join('\n');
				reject(new StackError(`${[command, ...args].join(' ')} failed (${signal ?? `exit ${code}`}):\n${tail}`));
			});
		});
	} finally {
		options.signal?.removeEventListener('abort', abort);
	}
	options.signal?.throwIfAborted();
	return output;
}

/** Runs a TypeScript command of ours to its end and returns what it wrote. @throws StackError when it fails */
export function spawnTsx(script: string, env: Env, signal?: AbortSignal): Promise<string> {
	return run(process.execPath, ['--import', 'tsx', script], { env, ...(signal ? { signal } : {}) });
}
