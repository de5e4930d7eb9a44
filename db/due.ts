import { type SQL, sql } from 'drizzle-orm';
import { DEFAULT_STAGES } from '@/lib/lifecycle';
import { ORDER_EVENTS } from '@/lib/orders';
import { historyNeeds } from '@/lib/rule-needs';
import type { Tx } from './client';

/** What may change segments, stages or scores whatever the rules say: who she is, and what she bought. */
const IDENTIFIED = 'Customer Identified';
const ALWAYS = [...new Set([...ORDER_EVENTS, IDENTIFIED, ...Object.values(DEFAULT_STAGES).flatMap(historyNeeds)])];

const IMPORT_PAUSE_MS = 5_000;

/** What happened to a customer; `joins`: it made one of two. */
type Happened = { customerId: string; name: string; joins: boolean };

/** Has customers reviewed at once whose event may change their segments, stage or scores. Who is due already stays so. */
export async function dueBy(tx: Tx, happened: Happened[], silent = false): Promise<void> {
	if (happened.length === 0) return;
	const ids = happened.map(({ customerId }) => customerId);
	const names = happened.map(({ name, joins }) => (joins ? IDENTIFIED : name));
	await dueAgain(
		tx,
		sql`select distinct h.id from unnest(${sql.param(ids)}::uuid[], ${sql.param(names)}::text[]) as h(id, name)
			where h.name = any(${sql.param(ALWAYS)}::text[])
				or h.name in (select unnest(hears) from segments where archived_at is null)`,
		// An import comes back to the same customers batch after batch: they are looked at once in a while.
		Date.now() + (silent ? IMPORT_PAUSE_MS : 0),
		silent,
	);
}

/**
 * Has the customers that a query names (one column, `id`) reviewed at an instant (UTC epoch ms), or when they are due
 * before. Returns how many.
 */
export async function dueAgain(tx: Tx, who: SQL, at: number, silent = false): Promise<number> {
	// In one order for everybody: no deadlock.
	const { rowCount } = await tx.execute(sql`
		insert into reviews (customer_id, due_at, silent)
		select id, ${new Date(at)}, ${silent} from (${who}) who order by id
		on conflict (customer_id) do update set due_at = least(reviews.due_at, excluded.due_at),
			silent = excluded.silent and (reviews.silent or reviews.due_at > excluded.due_at)`);
	return rowCount ?? 0;
}
