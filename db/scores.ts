import { eq, type SQL, sql } from 'drizzle-orm';
import type { Cuts } from '@/lib/rfm';
import type { Db, Tx } from './client';
import { dueAgain } from './due';
import { scoring } from './schema';

/** What everybody buys moves on slowly; the first buyers wait less. */
const EVERY_MS = 3_600_000;
const AT_FIRST_MS = 60_000;
const NEVER = new Date(0);
const NOBODY: Cuts = { recency: [], frequency: [], monetary: [] };

/** What parts all buyers into tenths, as last found. */
export async function loadCuts(tx: Tx): Promise<Cuts> {
	const [row] = await tx.select({ cuts: scoring.cuts }).from(scoring).where(eq(scoring.id, 1));
	return row?.cuts ?? NOBODY;
}

/** History was imported, or everybody was looked at anew: the tenths are found again once that is over, quietly. */
export async function scoreAnew(tx: Tx): Promise<void> {
	await tx.update(scoring).set({ scoredAt: NEVER });
}

/**
 * Parts all buyers into tenths anew, at most once an hour, and has those looked at again who moved to another tenth.
 * Nobody's history is read: their sums are kept with them. Waits until nobody is due, so that an import is scored as a
 * whole. Returns how many moved.
 */
export async function rescoreOnce(db: Db, now = Date.now()): Promise<number> {
	return db.transaction(async (tx) => {
		const last = await claim(tx, now);
		if (!last) return 0;
		const cuts = await findCuts(tx);
		await tx
			.update(scoring)
			.set({ cuts, scoredAt: new Date(now) })
			.where(eq(scoring.id, 1));
		const moved = [moves('recency', cuts), moves('frequency', cuts), moves('monetary', cuts)];
		return dueAgain(
			tx,
			sql`select id from customers where merged_into is null and scores is not null and (${sql.join(moved, sql` or `)})`,
			now,
			last.getTime() === NEVER.getTime(),
		);
	});
}

/** Whether it is time to find the tenths again, at `now` (UTC epoch ms). */
export function scoresDue(now: number): SQL<boolean> {
	const age = sql`case when jsonb_array_length(cuts -> 'recency') > 0 then ${EVERY_MS}::int else ${AT_FIRST_MS}::int end`;
	return sql<boolean>`not exists (select 1 from scoring where scored_at > ${new Date(now)}::timestamptz - ${age} * interval '1 ms')`;
}

/** Locks the tenths when it is time to find them again; when they were last found. */
async function claim(tx: Tx, now: number): Promise<Date | null> {
	await tx.insert(scoring).values({ cuts: NOBODY, scoredAt: NEVER }).onConflictDoNothing();
	const [last] = await tx.select().from(scoring).where(eq(scoring.id, 1)).for('update', { skipLocked: true });
	if (!last) return null;
	const { rows } = await tx.execute<{ now: boolean }>(sql`
		select ${scoresDue(now)} and not exists (select 1 from reviews where due_at <= ${new Date(now)}) as now`);
	return rows[0]?.now ? last.scoredAt : null;
}

/** How each measure is read from the scores that are kept with a customer. */
const VALUES: Record<keyof Cuts, SQL> = {
	recency: sql`(extract(epoch from (scores ->> 'last_order_at')::timestamptz) * 1000)::int8`,
	frequency: sql`(scores ->> 'orders')::int8`,
	monetary: sql`(scores ->> 'spent_minor')::int8`,
};

/** As `cutsOf` in lib/rfm.ts, which says what they mean; here for a hundred thousand. */
async function findCuts(tx: Tx): Promise<Cuts> {
	const tenths = sql`array[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]::float8[]`;
	const cut = (value: SQL) =>
		sql`to_jsonb(coalesce(percentile_disc(${tenths}) within group (order by ${value}), '{}'))`;
	const { rows } = await tx.execute<Cuts>(sql`
		select ${cut(VALUES.recency)} as recency, ${cut(VALUES.frequency)} as frequency, ${cut(VALUES.monetary)} as monetary
		from customers where merged_into is null and scores is not null`);
	return rows[0] ?? NOBODY;
}

function moves(measure: keyof Cuts, cuts: Cuts): SQL {
	return sql`(scores ->> ${measure}::text)::int <> 1 + (
		select count(*) from unnest(${sql.param(cuts[measure])}::int8[]) cut where cut < ${VALUES[measure]})`;
}
