import { sql } from 'drizzle-orm';
import type { Tx } from './client';

/** What ingest, publishing and orders of ops notify; the worker listens. */
export const QUEUE_CHANNEL = 'parcours_queue';

/** Tells the workers, after the commit, that there is something to decide or to deliver. */
export async function notifyQueue(tx: Tx): Promise<void> {
	await tx.execute(sql`select pg_notify(${QUEUE_CHANNEL}, '')`);
}
