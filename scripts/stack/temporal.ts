import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from './errors';
import type { PartSpec } from './part';
import { cacheDir } from './paths';
import { untilListening } from './ports';
import { run } from './process';

/** The last release that `go install` can build: later ones carry a `replace`. */
const VERSION = '1.5.1';
const ARCH: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };

function runs(binary: string, version = '--version'): boolean {
	return existsSync(binary) && spawnSync(binary, [version], { encoding: 'utf8' }).status === 0;
}

function pathDirs(): string[] {
	return (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
}

type Fetching = { signal: AbortSignal; note: (text: string) => void };

/** Makes `binary` out of what `fill` puts into a scratch directory beside it: whole or not at all, whoever else does the same now. */
async function install(binary: string, fill: (dir: string) => Promise<void>): Promise<void> {
	mkdirSync(path.dirname(binary), { recursive: true });
	const half = mkdtempSync(`${path.dirname(binary)}.`);
	try {
		await fill(half);
		const made = path.join(half, 'temporal');
		chmodSync(made, 0o755);
		if (!runs(made)) throw new StackError('it does not run here');
		renameSync(made, binary);
	} finally {
		rmSync(half, { recursive: true, force: true });
	}
}

async function download(binary: string, { signal, note }: Fetching): Promise<void> {
	const address = `https://temporal.download/cli/archive/v${VERSION}?platform=${process.platform}&arch=${ARCH[process.arch] ?? process.arch}`;
	// Where there is no way out, that shows within seconds; a slow line may take its time once data flows.
	const connected = AbortSignal.timeout(10_000);
	const given = new AbortController();
	const giveUp = () => given.abort(connected.reason);
	connected.addEventListener('abort', giveUp);
	const response = await fetch(address, { signal: AbortSignal.any([signal, given.signal]) });
	connected.removeEventListener('abort', giveUp);
	if (!response.ok || !response.body) throw new StackError(`${address} answered ${response.status}`);
	const size = Number(response.headers.get('content-length'));
	const chunks: Uint8Array[] = [];
	let received = 0;
	for await (const chunk of response.body) {
		chunks.push(chunk);
		received += chunk.length;
		note(`downloading, ${size ? `${Math.round((received / size) * 100)} %` : `${Math.round(received / 1e6)} MB`}`);
	}
	await install(binary, async (dir) => {
		const archive = path.join(dir, 'temporal.tar.gz');
		await writeFile(archive, Buffer.concat(chunks));
		await run('tar', ['-xzf', archive, '-C', dir, 'temporal'], { signal });
	});
}

async function build(binary: string, { signal, note }: Fetching): Promise<void> {
	const go = [...pathDirs(), '/usr/local/go/bin', '/opt/homebrew/bin']
		.map((dir) => path.join(dir, 'go'))
		.find((file) => runs(file, 'version'));
	if (!go) throw new StackError('there is no Go to build it with');
	let packages = 0;
	note('building it with Go, about three minutes');
	await install(binary, async (dir) => {
		await run(go, ['install', '-v', `github.com/temporalio/cli/cmd/temporal@v${VERSION}`], {
			env: { ...process.env, GOBIN: dir, GOFLAGS: '' },
			signal,
			onLine(line) {
				if (line.startsWith('go: downloading')) note('building it with Go: downloading modules');
				else note(`building it with Go, about three minutes: ${++packages} packages`);
			},
		});
	});
}

/**
 * Temporal's own command: on the PATH, in the cache, from the official download, or built from source.
 *
 * @throws StackError that says what was tried.
 */
export async function findTemporal(fetching: Fetching): Promise<string> {
	const found = pathDirs()
		.map((dir) => path.join(dir, 'temporal'))
		.find((file) => runs(file));
	if (found) return found;
	const cached = path.join(cacheDir(), `temporal-${VERSION}`, 'temporal');
	if (runs(cached)) return cached;
	const failures: string[] = [];
	fetching.note('downloading');
	for (const [how, get] of [
		['download', download],
		['go install', build],
	] as const) {
		try {
			await get(cached, fetching);
			return cached;
		} catch (error) {
			fetching.signal.throwIfAborted();
			failures.push(`  ${how}: ${messageOf(error)}`);
		}
	}
	throw new StackError(
		`The command \`temporal\` is not on the PATH and could not be had:\n${failures.join('\n')}\nInstall it (https://docs.temporal.io/cli), or name a server: TEMPORAL_ADDRESS=host:7233`,
	);
}

function messageOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

export type TemporalOptions = {
	binary: string;
	file: string;
	port: number;
	uiPort: number | undefined;
	namespace: string;
};

/** The real server in its development mode, on a SQLite file. */
export function temporalSpec({ binary, file, port, uiPort, namespace }: TemporalOptions): PartSpec {
	// Its own variables would make the command, and so our probe, talk to another server.
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')));
	return {
		name: 'temporal',
		command: binary,
		args: [
			...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--namespace', namespace],
			...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
			...['--db-filename', file, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
			...['--log-level', 'error'],
		],
		env,
		stopTimeout: 15_000,
		readyTimeout: 120_000,
		async ready(signal) {
			await untilListening(port, signal);
			// It listens before its namespace is there; a worker that comes too early would end at once.
			const probe = ['operator', 'namespace', 'describe', '--namespace', namespace, '--address', `127.0.0.1:${port}`];
			while (!signal.aborted) {
				try {
					await run(binary, probe, { env, signal });
					return;
				} catch {
					await sleep(100);
				}
			}
		},
	};
}
