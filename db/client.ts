import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool, type PoolClient } from 'pg';
import { config } from '@/config';
import { leaveValuesOutOfErrors } from './failed-query';
import { PreparingClient } from './prepared';
import * as schema from './schema';

export type Db = NodePgDatabase<typeof schema>;
/** What queries take: the pool, or a transaction of it. */
export type Tx = Db | Parameters<Parameters<Db['transaction']>[0]>[0];

// Next's dev server loads modules anew on every change; the pool must survive that.
const held = globalThis as typeof globalThis & { parcoursPool?: Pool };

export function pool(): Pool {
	if (!held.parcoursPool) {
		const { DATABASE_URL, DATABASE_POOL } = config();
		held.parcoursPool = new Pool({
			Client: PreparingClient,
			connectionString: DATABASE_URL,
			max: DATABASE_POOL,
			application_name: 'parcours',
		});
		// An idle connection that Postgres closes (a restart) is not an error of ours: the pool opens another.
		held.parcoursPool.on('error', () => {});
		// Nor is one that is in use, between two queries: the next query fails, and whoever asked tries again.
		held.parcoursPool.on('connect', (client) => client.on('error', () => {}));
	}
	return held.parcoursPool;
}

let cached: { pool: Pool; db: Db } | undefined;

export function db(): Db {
	const current = pool();
	leaveValuesOutOfErrors();
	if (cached?.pool !== current) cached = { pool: current, db: onPool(current) };
	return cached.db;
}

/** Drizzle keeps a pool's connection for ever when `begin` fails on it (Postgres was restarted): here it is given back. */
function onPool(current: Pool): Db {
	const onClient = new WeakMap<PoolClient, Db>();
	const whole = drizzle(current, { schema });
	whole.transaction = async (work, options) => {
		const client = await current.connect();
		try {
			const own = onClient.get(client) ?? drizzle(client, { schema });
			onClient.set(client, own);
			return await own.transaction(work, options);
		} finally {
			client.release();
		}
	};
	return whole;
}

export async function closeDb(): Promise<void> {
	await held.parcoursPool?.end();
	held.parcoursPool = undefined;
}
