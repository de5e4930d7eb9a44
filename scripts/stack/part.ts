import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { StackError } from './errors';
import { ROOT, shown } from './paths';
import { type Env, signalGroup, spawnEnv } from './process';
import type { PartName, Registry } from './registry';

export type PartSpec = {
	name: PartName;
	command: string;
	args: readonly string[];
	env: Env;
	/** `/` for a process of another uid, which may not be allowed to enter ours. */
	cwd?: string;
	as?: { uid: number; gid: number } | undefined;
	/** Postgres calls SIGINT a fast shutdown; with SIGTERM it would wait for clients to leave. */
	stopSignal?: 'SIGINT' | 'SIGTERM';
	/** How long it may take to stop, in ms, before it is killed. */
	stopTimeout?: number;
	/** How long it may take until it is ready, in ms. */
	readyTimeout?: number;
	/**
	 * Resolves once the part does its work. `signal` is aborted when it ended or took too long. Without one, the part says
	 * so itself with `process.send('ready')`.
	 */
	ready?: (signal: AbortSignal) => Promise<void>;
};

export type PartHost = {
	logs: string;
	registry: Registry;
	/** Start again what ends by itself. */
	supervise: boolean;
	/** Show the output of web and worker as well as keeping it. */
	tee: boolean;
	say: (text: string) => void;
};

/** One process of the stack. */
export type Part = {
	readonly name: PartName;
	readonly log: string;
	/** Undefined while it is not running. */
	pid(): number | undefined;
	/** Resolves when it is ready. */
	start(): Promise<void>;
	/** Lets it finish what it is doing, within its time. */
	stop(): Promise<void>;
	/** Sends a signal to it and to what it started; with supervision it then comes back by itself. */
	kill(signal: NodeJS.Signals): Promise<void>;
	/** Stops it if it runs, and starts it. */
	restart(): Promise<void>;
};

const KEEP_LOG_BYTES = 5 * 1024 * 1024;

function openLog(file: string): number {
	mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
	if (existsSync(file) && statSync(file).size > KEEP_LOG_BYTES) renameSync(file, file.replace(/\.log$/, '.old.log'));
	return openSync(file, 'a', 0o600);
}

export function tailOf(file: string, lines: number): string {
	return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
}

export function createPart(spec: PartSpec, host: PartHost): Part {
	const log = path.join(host.logs, `${spec.name}.log`);
	let child: ChildProcess | undefined;
	let ended: Promise<void> = Promise.resolve();
	/** Whether it should be running, which supervision goes by. */
	let wanted = false;
	let starting = false;
	let failures = 0;
	let retry: NodeJS.Timeout | undefined;

	function launch(): { current: ChildProcess; aborted: AbortController; said: Promise<void> } {
		const out = openLog(log);
		const since = Date.now();
		const tee = host.tee && (spec.name === 'web' || spec.name === 'worker');
		const output = tee ? 'pipe' : out;
		const current: ChildProcess = spawn(spec.command, spec.args, {
			cwd: spec.cwd ?? ROOT,
			env: spawnEnv(spec.env),
			stdio: spec.ready ? ['ignore', output, output] : ['ignore', output, output, 'ipc'],
			// A process group of its own: Ctrl-C reaches only the launcher, which stops its parts in order.
			detached: true,
			...spec.as,
		});
		child = current;
		const { pid } = current;
		if (pid) host.registry.add(spec.name, pid);
		for (const stream of [current.stdout, current.stderr]) {
			stream?.on('data', (chunk: Buffer) => {
				writeSync(out, chunk);
				process.stdout.write(chunk.toString().replace(/^(?=.)/gm, `${spec.name.padEnd(6)} │ `));
			});
		}
		const aborted = new AbortController();
		const said = new Promise<void>((resolve) => {
			current.on('message', (message) => message === 'ready' && resolve());
		});
		ended = new Promise((resolve) => {
			const gone = (why: string) => {
				child = undefined;
				if (pid) {
					// What it started ends with it.
					signalGroup(pid, 'SIGKILL');
					host.registry.remove(pid);
				}
				aborted.abort(new StackError(`ended (${why})`));
				resolve();
				if (wanted && !starting && host.supervise) again(why, Date.now() - since);
			};
			current.once('error', (error) => gone(error.message));
			current.once('exit', (code, signal) => gone(signal ?? `exit ${code}`));
		});
		if (tee) current.once('close', () => closeSync(out));
		else closeSync(out);
		return { current, aborted, said };
	}

	async function launchAndWait(): Promise<void> {
		const { aborted, said } = launch();
		const timeout = setTimeout(
			() => aborted.abort(new StackError(`was not ready after ${(spec.readyTimeout ?? 60_000) / 1000} s`)),
			spec.readyTimeout ?? 60_000,
		);
		try {
			const over = new Promise<never>((_, reject) => {
				aborted.signal.addEventListener('abort', () => reject(aborted.signal.reason), { once: true });
			});
			await Promise.race([spec.ready ? spec.ready(aborted.signal) : said, over]);
			aborted.signal.throwIfAborted();
		} finally {
			clearTimeout(timeout);
		}
	}

	function again(why: string, lived: number): void {
		failures = lived > 60_000 ? 0 : failures + 1;
		const delay = Math.min(30_000, 250 * 2 ** failures);
		host.say(`  ! ${spec.name} ended (${why}); starting it again in ${delay / 1000} s. Log: ${shown(log)}`);
		retry = setTimeout(() => {
			if (!wanted) return;
			launchAndWait().then(
				() => host.say(`  ✓ ${spec.name} is back`),
				// When it ended, `again` is already on its way; when it hangs, ending it makes that happen.
				() => child?.pid && signalGroup(child.pid, 'SIGKILL'),
			);
		}, delay);
	}

	const part: Part = {
		name: spec.name,
		log,
		pid: () => child?.pid,
		async start() {
			if (child) return;
			clearTimeout(retry);
			wanted = true;
			starting = true;
			try {
				await launchAndWait();
			} catch (error) {
				if (!wanted) throw error;
				await part.stop();
				const why = error instanceof Error ? error.message : String(error);
				throw new StackError(`${spec.name} ${why}. The end of ${shown(log)}:\n${tailOf(log, 20)}`);
			} finally {
				starting = false;
			}
		},
		async stop() {
			wanted = false;
			clearTimeout(retry);
			const pid = child?.pid;
			if (!pid) return;
			signalGroup(pid, spec.stopSignal ?? 'SIGTERM');
			const force = setTimeout(() => signalGroup(pid, 'SIGKILL'), spec.stopTimeout ?? 10_000);
			await ended;
			clearTimeout(force);
		},
		async kill(signal) {
			const pid = child?.pid;
			if (!pid) return;
			signalGroup(pid, signal);
			if (signal === 'SIGKILL') await ended;
		},
		async restart() {
			await part.stop();
			await part.start();
		},
	};
	return part;
}
