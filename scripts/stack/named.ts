import { loadClientConnectConfig } from '@temporalio/envconfig';
import pg from 'pg';
import { StackError } from './errors';
import type { Env } from './process';

const OLDEST_POSTGRES = 15;
const PATIENCE_MS = 10_000;

/**
 * A connection to the database that DATABASE_URL names.
 *
 * @throws StackError when it does not answer, refuses us or is too old.
 */
export async function connectTo(databaseUrl: string, name: string): Promise<pg.Client> {
	const client = new pg.Client({
		connectionString: databaseUrl,
		application_name: name,
		connectionTimeoutMillis: PATIENCE_MS,
	});
	// A connection that breaks fails its query, too: that is enough.
	client.on('error', () => {});
	try {
		await client.connect();
	} catch (error) {
		const what = error instanceof pg.DatabaseError ? 'refuses' : 'does not answer';
		throw new StackError(`The database that DATABASE_URL names, ${placeOf(databaseUrl)}, ${what}: ${reasonOf(error)}.`);
	}
	const { rows } = await client.query<{ version: number; text: string }>(
		"select current_setting('server_version_num')::int as version, current_setting('server_version') as text",
	);
	const [found] = rows;
	if (found && found.version < OLDEST_POSTGRES * 10_000) {
		await client.end();
		throw new StackError(
			`The database that DATABASE_URL names, ${placeOf(databaseUrl)}, is Postgres ${found.text}; Parcours needs ${OLDEST_POSTGRES} or later.`,
		);
	}
	return client;
}

/** What Postgres says to a user who may not make tables, or where its contrib is missing, as a sentence; undefined for any other error. */
export function refusal(error: unknown): StackError | undefined {
	for (let at = error; at instanceof Error; at = at.cause) {
		if (!(at instanceof pg.DatabaseError)) continue;
		if (at.code === '42501')
			return new StackError(
				`The user of DATABASE_URL may not change the database: ${at.message}. Make it the database’s owner.`,
			);
		// The wording and the code changed with Postgres 15's successors; the name did not.
		if (/extension "cube" is not available|extension control file .*cube/.test(at.message))
			return new StackError(
				'The Postgres that DATABASE_URL names lacks the extension “cube”, which finds the nearest stores. It comes with Postgres: install its contrib package (Fedora and Alpine: postgresql-contrib), or allow it in the settings of the managed database.',
			);
	}
	return undefined;
}

/** Host, port and database: never the password. */
function placeOf(databaseUrl: string): string {
	const { hostname, port, pathname } = new URL(databaseUrl);
	return `${hostname || 'localhost'}:${port || 5432}${pathname}`;
}

/**
 * Waits for the Temporal that the environment names, for a moment.
 *
 * @returns its address and namespace.
 * @throws StackError when its variables do not fit together, or it does not answer.
 */
export async function reachTemporal(env: Env): Promise<string> {
	const { connectionOptions, namespace = 'default' } = temporalSettings(env);
	const place = `${connectionOptions.address ?? 'localhost:7233'}, namespace ${namespace}`;
	// Only here: it takes a while to load, and a server of ours needs no asking.
	const { Connection } = await import('@temporalio/client');
	try {
		const connection = await Connection.connect({ ...connectionOptions, connectTimeout: PATIENCE_MS });
		try {
			await connection.withDeadline(Date.now() + PATIENCE_MS, () =>
				connection.workflowService.describeNamespace({ namespace }),
			);
		} finally {
			await connection.close();
		}
	} catch (error) {
		throw new StackError(
			`The Temporal that TEMPORAL_ADDRESS or its profile names, ${place}, does not answer: ${reasonOf(error)}.`,
		);
	}
	return place;
}

/** Temporal’s own variables and profile, read as the worker reads them. @throws StackError */
export function temporalSettings(env: Env): ReturnType<typeof loadClientConnectConfig> {
	const set = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
	try {
		return loadClientConnectConfig({ overrideEnvVars: Object.fromEntries(set) });
	} catch (error) {
		throw new StackError(
			`The variables TEMPORAL_… or the profile they name are not right: ${reasonOf(error)}.\nWhat each means: https://docs.temporal.io/develop/environment-configuration`,
		);
	}
}

/** Of several addresses that were tried, the first says enough. */
export function reasonOf(error: unknown): string {
	if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
	if (!(error instanceof Error)) return String(error);
	// `fetch failed` says nothing; its cause does (ECONNREFUSED).
	if (error.message === 'fetch failed' && error.cause) return reasonOf(error.cause);
	return error.message.trim().replace(/\.$/, '');
}
