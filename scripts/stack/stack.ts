import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseConfig } from '@/config';
import { migrate } from '../migrate';
import { type Build, buildEnvironment, ensureBuild } from './build';
import { composeEnvironment, type Ports } from './environment';
import { createPart, type Part, type PartSpec } from './part';
import { type DataPaths, dataPaths } from './paths';
import { checkPorts, freePorts, type WantedPort } from './ports';
import { ensureDatabase, preparePostgres, startPostgres } from './postgres';
import type { Env } from './process';
import type { Progress } from './progress';
import { openRegistry, type PartName, stopLeftovers, takeLock } from './registry';
import { loadSecrets } from './secrets';
import { findTemporal, temporalSpec } from './temporal';

export type StackOptions = {
	/** Where the embedded parts keep their things; two stacks never share one. */
	dataDir: string;
	/** Fixed ones are checked before anything starts; `free` takes what is free now. */
	ports: Ports | 'free';
	/** What runs besides Postgres and Temporal. */
	run: { outbox: boolean; worker: boolean; web: 'none' | 'built' | 'dev' };
	given: Env;
	progress: Progress;
	signal: AbortSignal;
	/** Start again what ends by itself. */
	supervise?: boolean;
	/** Show the output of web and worker as well as keeping it. */
	tee?: boolean;
	/** False where the data is thrown away anyway. */
	durable?: boolean;
	/** Called when the database is there and migrated, before anything that needs its content starts. */
	afterMigrate?: (env: Env, paths: DataPaths) => Promise<void>;
};

export type Stack = {
	url: string;
	env: Env;
	paths: DataPaths;
	/** Those that this stack runs itself. */
	part: (name: PartName) => Part;
	stop: () => Promise<void>;
};

const FLAGS: Record<keyof Ports, [what: string, flag: string]> = {
	web: ['the web app', '--port'],
	postgres: ['Postgres', '--postgres-port'],
	temporal: ['Temporal', '--temporal-port'],
	temporalUi: ['Temporal’s pages', '--temporal-ui-port'],
	smtp: ['the mail catcher', '--smtp-port'],
	outbox: ['the SMS gateway', '--outbox-port'],
};
/** In this order they are stopped: who needs another goes first. */
const STOP_ORDER: PartName[] = ['web', 'worker', 'outbox', 'temporal', 'postgres'];

/**
 * Brings up everything the environment does not name, in the order it is needed, and keeps it together: one lock on the
 * data, one registry of processes, one `stop`.
 * @throws StackError with a sentence a person can act on. Whatever was started is stopped again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
	const { progress, signal } = options;
	const paths = dataPaths(path.resolve(options.dataDir));
	mkdirSync(paths.logs, { recursive: true, mode: 0o700 });
	const ports = options.ports === 'free' ? await takeFree() : options.ports;
	const secrets = loadSecrets(paths);
	const { env, embedded } = composeEnvironment(options.given, ports, secrets);
	const url = env.PARCOURS_URL ?? '';

	const unlock = takeLock(paths, url);
	const parts = new Map<PartName, Part>();
	const stop = async () => {
		for (const name of STOP_ORDER) await parts.get(name)?.stop();
		registry?.close();
		unlock();
	};
	let registry: ReturnType<typeof openRegistry> | undefined;
	try {
		const strays = await stopLeftovers(paths);
		if (strays.length > 0) progress.say(`  Stopped what an earlier start had left running: ${strays.join(', ')}.`);
		if (options.ports !== 'free') await checkPorts(wanted(ports, embedded, options.run));
		registry = openRegistry(paths);
		const host = { logs: paths.logs, registry, supervise: options.supervise ?? false, tee: options.tee ?? false, say: progress.say };
		const begin = async (title: string, make: (note: (text: string) => void) => Promise<PartSpec | null>, start = (part: Part) => part.start()) => {
			const step = progress.step(title);
			try {
				const spec = await make(step.note);
				if (spec) {
					const part = createPart(spec, host);
					parts.set(spec.name, part);
					await start(part);
				}
				step.done();
			} catch (error) {
				step.fail('');
				throw error;
			}
		};

		const postgres = () =>
			begin(
				'Postgres',
				async (note) => {
					const { postgresPassword: password } = secrets;
					return (await preparePostgres({ paths, port: ports.postgres, password, durable: options.durable ?? true, signal, note })).spec;
				},
				async (part) => {
					await startPostgres(part);
					await ensureDatabase(ports.postgres, secrets.postgresPassword, 'parcours');
				},
			);
		const temporal = () =>
			begin('Temporal', async (note) =>
				temporalSpec({
					binary: await findTemporal({ signal, note }),
					file: paths.temporal,
					port: ports.temporal,
					uiPort: ports.temporalUi,
					namespace: env.TEMPORAL_NAMESPACE ?? 'default',
				}),
			);
		let build: Build | undefined;
		const built = () =>
			begin('Build', async (note) => {
				build = (await ensureBuild(note, signal)).build;
				return null;
			});
		// What does not need another is started beside it.
		await allOrFirstError([
			embedded.postgres ? postgres() : undefined,
			embedded.temporal ? temporal() : undefined,
			options.run.web === 'built' ? built() : undefined,
		]);
		signal.throwIfAborted();
		parseConfig(env);
		await begin('Migrations', async () => {
			await migrate(env.DATABASE_URL ?? '');
			return null;
		});
		await options.afterMigrate?.(env, paths);
		signal.throwIfAborted();
		const own: Env = build ? { ...env, ...buildEnvironment(build) } : env;
		const node = (name: PartName, args: string[], more: Partial<PartSpec> = {}): PartSpec => ({ name, command: process.execPath, args, env: own, ...more });
		if (embedded.outbox && options.run.outbox) await begin('Outbox', async () => node('outbox', ['--import', 'tsx', 'scripts/outbox.ts']));
		await allOrFirstError([
			options.run.worker ? begin('Worker', async () => node('worker', ['--import', 'tsx', 'workflows/worker.ts'], { stopTimeout: 25_000 })) : undefined,
			options.run.web === 'none' ? undefined : begin('Web', async () => webSpec(options.run.web === 'dev', ports.web, node)),
		]);
	} catch (error) {
		await stop();
		throw error;
	}
	const part = (name: PartName): Part => {
		const found = parts.get(name);
		if (!found) throw new Error(`this stack does not run ${name}`);
		return found;
	};
	return { url, env, paths, part, stop };
}

/** Waits for all, so that nothing is still starting when the first failure is reported. */
async function allOrFirstError(work: (Promise<void> | undefined)[]): Promise<void> {
	const results = await Promise.allSettled(work);
	for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function takeFree(): Promise<Ports> {
	const [web = 0, postgres = 0, temporal = 0, smtp = 0, outbox = 0] = await freePorts(5);
	return { web, postgres, temporal, temporalUi: undefined, smtp, outbox };
}

function wanted(ports: Ports, embedded: { postgres: boolean; temporal: boolean; outbox: boolean }, run: StackOptions['run']): WantedPort[] {
	const used: Record<keyof Ports, boolean> = {
		web: run.web !== 'none',
		postgres: embedded.postgres,
		temporal: embedded.temporal,
		temporalUi: embedded.temporal && ports.temporalUi !== undefined,
		smtp: embedded.outbox && run.outbox,
		outbox: embedded.outbox && run.outbox,
	};
	const names: (keyof Ports)[] = ['web', 'postgres', 'temporal', 'temporalUi', 'smtp', 'outbox'];
	return names.flatMap((name) => {
		const port = ports[name];
		const [what, flag] = FLAGS[name];
		return used[name] && port !== undefined ? [{ port, what, flag }] : [];
	});
}

function webSpec(dev: boolean, port: number, node: (name: PartName, args: string[], more: Partial<PartSpec>) => PartSpec): PartSpec {
	// Not through npx, whose death would leave Next running.
	const next = ['node_modules/next/dist/bin/next', dev ? 'dev' : 'start', '--port', String(port)];
	return node('web', next, {
		readyTimeout: 120_000,
		async ready(signal) {
			while (!signal.aborted) {
				const healthy = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(dev ? 60_000 : 2000) }).then(
					(response) => response.ok,
					() => false,
				);
				if (healthy) return;
				await sleep(100);
			}
		},
	});
}

/** Removes the data of a stack that does not run. */
export function removeData(paths: DataPaths): void {
	for (const file of [paths.temporal, `${paths.temporal}-wal`, `${paths.temporal}-shm`, paths.credentials, paths.secrets, paths.logs])
		rmSync(file, { recursive: true, force: true });
}
