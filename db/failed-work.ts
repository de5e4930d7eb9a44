import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from './client';

/** Work that failed this often is set aside, visibly, and holds up nothing any more. */
export const GIVE_UP_AFTER = 10;

const LONGEST_REASON = 500;
/** 2^10 seconds are longer than anybody waits; 2^1024 is more than Postgres can count. */
const DOUBLED = 10;

/** What is kept of an error, for ops. */
export function reasonOf(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON);
}

/** For an `update` of a row with `attempts`: when it is tried again, 1, 2, 4 … seconds from now, `longest` seconds at most. */
export function againLater(longest = 60): SQL {
	return sql`now() + least(power(2, least(attempts, ${DOUBLED}::int)), ${longest}) * interval '1 second'`;
}

/** Puts off the queued event that a query names (one column, `id`), or sets it aside. Returns whether there was one. */
export async function blameEvent(tx: Tx, which: SQL, error: unknown): Promise<boolean> {
	const { rowCount } = await tx.execute(sql`
		update event_queue set attempts = attempts + 1, last_error = ${reasonOf(error)}, not_before = ${againLater()},
			quarantined_at = case when attempts + 1 >= ${GIVE_UP_AFTER} then now() end
		where id = (${which})`);
	return (rowCount ?? 0) > 0;
}
