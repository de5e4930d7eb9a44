import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '@/config';
import { migrate } from '../migrate';
import { type Build, buildEnvironment, ensureBuild } from './build';
import { composeEnvironment, type Ports } from './environment';
import { reachTemporal } from './named';
import { outboxSpec, webSpec, workerSpec } from './node-parts';
import { createPart, type Part, type PartSpec } from './part';
import { type DataPaths, dataPaths } from './paths';
import { ensureDatabase, preparePostgres, startPostgres } from './postgres';
import type { Env } from './process';
import { inStep, type Progress } from './progress';
import { openRegistry, type PartName, type Registry, stopLeftovers, takeLock } from './registry';
import { loadSecrets } from './secrets';
import { checkStackPorts, takeFreePorts } from './stack-ports';
import { findTemporal, temporalSpec } from './temporal';

export type StackOptions = {
	/** Where the embedded parts keep their things; two stacks never share one. */
	dataDir: string;
	/** Fixed ones are checked before anything starts; `free` takes what is free now. */
	ports: Ports | 'free';
	/** What runs besides Postgres and Temporal. */
	run: { outbox: boolean; worker: boolean; web: 'none' | 'built' | 'dev' };
	/** The environment to start from: what it names is used, what it does not is embedded. */
	given: Env;
	progress: Progress;
	/** Aborted: what was started is stopped and `startStack` throws. */
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
	/** What every part was started with: addresses, keys, ports. */
	env: Env;
	paths: DataPaths;
	/** One that this stack runs itself: to kill or to restart. */
	part: (name: PartName) => Part;
	/** Everything it started, in order, and nothing else. */
	stop: () => Promise<void>;
};

/** Who needs another goes first. */
const STOP_ORDER: PartName[] = ['web', 'worker', 'outbox', 'temporal', 'postgres'];

/**
 * Brings up everything the environment does not name, in the order it is needed, and keeps it together: one lock on the
 * data, one registry of processes, one `stop`.
 *
 * @throws StackError with a sentence a person can act on, ConfigError for a bad variable. Whatever was started is
 * stopped again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
	const { progress, signal, run } = options;
	const paths = dataPaths(path.resolve(options.dataDir));
	mkdirSync(paths.logs, { recursive: true, mode: 0o700 });
	const ports = options.ports === 'free' ? await takeFreePorts() : options.ports;
	const secrets = loadSecrets(paths);
	const { env, embedded } = composeEnvironment(options.given, ports, secrets);
	const url = parseConfig(env).PARCOURS_URL;

	const unlock = takeLock(paths, url);
	const parts = new Map<PartName, Part>();
	let registry: Registry | undefined;
	const stop = async () => {
		signal.removeEventListener('abort', interrupt);
		for (const name of STOP_ORDER) await parts.get(name)?.stop();
		registry?.close();
		unlock();
	};
	// A part that is still coming up is told to go, which ends our waiting for it.
	const interrupt = () => parts.forEach((part) => void part.stop());
	signal.addEventListener('abort', interrupt);
	try {
		const strays = await stopLeftovers(paths);
		if (strays.length > 0) progress.say(`  Stopped what an earlier start had left running: ${strays.join(', ')}.`);
		if (options.ports !== 'free') await checkStackPorts(ports, embedded, run);
		registry = openRegistry(paths);
		const host = {
			logs: paths.logs,
			registry,
			supervise: options.supervise ?? false,
			tee: options.tee ?? false,
			say: progress.say,
		};
		const begin = async (spec: PartSpec, start = (part: Part) => part.start()): Promise<undefined> => {
			signal.throwIfAborted();
			const part = createPart(spec, host);
			parts.set(spec.name, part);
			await start(part);
		};

		const postgres = async (note: (text: string) => void) => {
			const { postgresPassword: password } = secrets;
			const { spec, binaries } = await preparePostgres({
				paths,
				port: ports.postgres,
				password,
				durable: options.durable ?? true,
				signal,
				note,
			});
			await begin(spec, startPostgres);
			await ensureDatabase(ports.postgres, password, 'parcours');
			return `${binaries.version}, port ${ports.postgres}`;
		};
		const temporal = async (note: (text: string) => void) => {
			await begin(
				temporalSpec({
					binary: await findTemporal({ signal, note }),
					file: paths.temporal,
					port: ports.temporal,
					uiPort: ports.temporalUi,
					namespace: env.TEMPORAL_NAMESPACE ?? 'default',
				}),
			);
			return `port ${ports.temporal}${env.TEMPORAL_UI_URL ? `, pages at ${env.TEMPORAL_UI_URL}` : ''}`;
		};
		// A build takes a minute: nobody waits for it to hear that Temporal cannot be had.
		const failed = new AbortController();
		const orNoBuild = (work: Promise<void>) =>
			work.catch((error: unknown) => {
				failed.abort(error);
				throw error;
			});
		let build: Build | undefined;
		const built = async (note: (text: string) => void) => {
			const ensured = await ensureBuild(note, AbortSignal.any([signal, failed.signal]));
			build = ensured.build;
			return ensured.built ? undefined : 'already built';
		};
		// What does not need another is started beside it.
		await allOrFirstError([
			embedded.postgres && orNoBuild(inStep(progress, 'Postgres', postgres)),
			orNoBuild(inStep(progress, 'Temporal', embedded.temporal ? temporal : () => reachTemporal(env))),
			run.web === 'built' && inStep(progress, 'Build', built),
		]);
		await inStep(progress, 'Migrations', async () => {
			await migrate(env.DATABASE_URL ?? '');
			return undefined;
		});
		signal.throwIfAborted();
		await options.afterMigrate?.(env, paths);
		const dev = run.web === 'dev';
		const own: Env = build ? { ...env, ...buildEnvironment(build) } : env;
		const senders = async () => {
			// What the worker finds to send must find its receiver.
			if (embedded.outbox && run.outbox) await inStep(progress, 'Outbox', () => begin(outboxSpec(own)));
			if (run.worker) await inStep(progress, 'Worker', () => begin(workerSpec(own, dev)));
		};
		await allOrFirstError([
			senders(),
			run.web !== 'none' && inStep(progress, 'Web', () => begin(webSpec(own, dev, ports.web))),
		]);
		signal.throwIfAborted();
	} catch (error) {
		await stop();
		// Parts that were told to go say so in their own words; why is what counts.
		signal.throwIfAborted();
		throw error;
	}
	signal.removeEventListener('abort', interrupt);
	return {
		url,
		env,
		paths,
		part(name) {
			const found = parts.get(name);
			if (!found) throw new Error(`this stack does not run ${name}`);
			return found;
		},
		stop,
	};
}

/** Waits for all, so that nothing is still starting when the first failure is reported. */
async function allOrFirstError(work: (Promise<void> | false)[]): Promise<void> {
	const results = await Promise.allSettled(work);
	for (const result of results) if (result.status === 'rejected') throw result.reason;
}
