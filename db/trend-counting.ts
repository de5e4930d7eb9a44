import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { bucketAt, gridOf } from '@/lib/trend';
import { countsOf } from '@/lib/trend-counts';
import { spanOf } from '@/lib/trend-values';
import type { Tx } from './client';
import { toFact } from './history';
import { events, trendArrivals, trends } from './schema';
import { besideOf, type EventRow, followedBy, mastersOf } from './trend-beside';
import { addChanges, addGroups, type Counted } from './trend-figures';
import { admitted } from './trend-room';
import { newlySeen, type Sighting } from './trend-seen';
import { definitionOf, type TrendRow } from './trends';

/** Events counted, and events filled with, in one transaction. */
export const BATCH = 500;
const FILL_BATCH = 2000;

/**
 * Counts what came in: adds arrivals that are due to the figures and takes them off, in one transaction, so that a worker
 * that is killed leaves nothing counted twice or not at all. The caller has locked the trend. Returns how many were taken
 * off, and since when something is known.
 */
export async function countArrivals(
	tx: Tx,
	trend: TrendRow,
	now: number,
): Promise<{ taken: number; since: Date | null }> {
	const due = await tx
		.select({ seq: trendArrivals.seq, dueAt: trendArrivals.dueAt, event: events })
		.from(trendArrivals)
		.leftJoin(events, and(eq(events.effectiveAt, trendArrivals.effectiveAt), eq(events.seq, trendArrivals.seq)))
		.where(and(eq(trendArrivals.trendId, trend.id), lte(trendArrivals.dueAt, new Date(now))))
		.orderBy(asc(trendArrivals.dueAt), asc(trendArrivals.seq))
		.limit(BATCH);
	// What was erased meanwhile is not there any more.
	const found = due.flatMap(({ event }) => event ?? []);
	await count(tx, trend, found, now, false);
	const since = await learnSince(tx, trend, found);
	await takeOff(tx, trend.id, due);
	return { taken: due.length, since };
}

/**
 * Goes on filling a new or edited trend with the events that are there: a portion a transaction. Meanwhile arrivals pile
 * up; those that a portion has counted are taken off with it, the others are counted afterwards. What is found is no
 * news. Returns how many events it went through; 0 when it has to wait.
 */
export async function fillTrend(tx: Tx, trend: TrendRow, now: number): Promise<number> {
	if (!(await everybodyKnows(tx, trend))) return 0;
	// What was noted until now is among the events that are there; and it may have been noted for what the trend was before.
	if (!trend.filledTo) await tx.delete(trendArrivals).where(eq(trendArrivals.trendId, trend.id));
	const from = trend.filledTo ?? new Date(now - trend.keptMs);
	const found = await tx
		.select()
		.from(events)
		.where(
			and(
				eq(events.name, trend.event),
				sql`(${events.effectiveAt}, ${events.seq}) > (${from.toISOString()}::timestamptz, ${trend.filledSeq}::bigint)`,
			),
		)
		.orderBy(asc(events.effectiveAt), asc(events.seq))
		.limit(FILL_BATCH);
	const arrivals = found.map(({ seq, effectiveAt }) => ({
		...{ trendId: trend.id, seq, effectiveAt },
		dueAt: new Date(effectiveAt.getTime() + trend.waitsMs),
	}));
	const isDue = (at: Date) => at.getTime() + trend.waitsMs <= now;
	await count(
		tx,
		trend,
		found.filter(({ effectiveAt }) => isDue(effectiveAt)),
		now,
		true,
	);
	await takeOff(
		tx,
		trend.id,
		arrivals.filter(({ effectiveAt }) => isDue(effectiveAt)),
	);
	// Whether these count is known later.
	const later = arrivals.filter(({ effectiveAt }) => !isDue(effectiveAt));
	if (later.length > 0) await tx.insert(trendArrivals).values(later).onConflictDoNothing();
	const last = found.at(-1);
	await tx
		.update(trends)
		.set({
			filledTo: last?.effectiveAt ?? from,
			filledSeq: last?.seq ?? trend.filledSeq,
			...(found.length < FILL_BATCH ? { filledAt: new Date(now), since: await firstOf(tx, trend.event) } : {}),
		})
		.where(eq(trends.id, trend.id));
	return found.length + 1;
}

/**
 * Whether all who write events have seen the trend as it is. Who began before may write events without noting them for
 * it, after it was filled: they would be missed.
 */
async function everybodyKnows(tx: Tx, { id, seenFrom }: TrendRow): Promise<boolean> {
	const { rows } = await tx.execute<{ next: string; oldest: string }>(sql`
		select pg_snapshot_xmax(s)::text as next, pg_snapshot_xmin(s)::text as oldest from pg_current_snapshot() s`);
	const [snapshot] = rows;
	if (snapshot && seenFrom === null)
		await tx
			.update(trends)
			.set({ seenFrom: Number(snapshot.next) })
			.where(eq(trends.id, id));
	return snapshot !== undefined && seenFrom !== null && Number(snapshot.oldest) >= seenFrom;
}

async function firstOf(tx: Tx, name: string): Promise<Date | null> {
	const [first] = await tx
		.select({ at: events.effectiveAt })
		.from(events)
		.where(eq(events.name, name))
		.orderBy(asc(events.effectiveAt))
		.limit(1);
	return first?.at ?? null;
}

/** What came in may be older than what was known: the first event, or history that was imported. */
async function learnSince(tx: Tx, { id, since }: TrendRow, found: EventRow[]): Promise<Date | null> {
	const first = Math.min(...found.map(({ effectiveAt }) => effectiveAt.getTime()));
	if (found.length === 0 || (since !== null && since.getTime() <= first)) return since;
	const earlier = new Date(first);
	await tx.update(trends).set({ since: earlier }).where(eq(trends.id, id));
	return earlier;
}

async function takeOff(tx: Tx, id: string, counted: { seq: number; dueAt: Date }[]): Promise<void> {
	if (counted.length === 0) return;
	await tx.execute(sql`
		delete from trend_arrivals a using jsonb_to_recordset(${JSON.stringify(counted)}::jsonb) as c(seq bigint, "dueAt" timestamptz)
		where a.trend_id = ${id} and a.due_at = c."dueAt" and a.seq = c.seq`);
}

/** Adds events to the figures. `quietly`: none of it is news; imported history never is. */
async function count(tx: Tx, trend: TrendRow, found: EventRow[], now: number, quietly: boolean): Promise<void> {
	if (found.length === 0) return;
	const definition = definitionOf(trend);
	const { by, unless, measure } = definition;
	const grid = gridOf(definition);
	const oldest = Math.max(trend.keptFrom, bucketAt(now - grid.keptMs, grid));
	const masters = await mastersOf(tx, found);
	const followed = unless ? await followedBy(tx, found, masters, unless.event, trend.waitsMs) : null;
	const beside = await besideOf(tx, by, found, masters);
	const counts: (Counted & { customer: string | null; bucket: number; quiet: boolean })[] = [];
	for (const row of found) {
		const bucket = bucketAt(row.effectiveAt.getTime() + trend.waitsMs, grid);
		const customer = masters.get(row.customerId ?? '') ?? null;
		if (bucket < oldest || followed?.has(row.seq)) continue;
		// Of nobody in particular: nobody can be counted, and nobody could have followed it up.
		if (customer === null && (measure.of === 'customers' || unless)) continue;
		const common = { customer, bucket, span: spanOf(bucket, grid), quiet: quietly || row.history };
		for (const count of countsOf(definition, toFact(row), beside(customer))) counts.push({ ...count, ...common });
	}
	const asked = [...new Set(counts.map(({ group }) => group))];
	const follows = await admitted(tx, trend.id, by, asked);
	const counted: Counted[] = [];
	const sightings: Sighting[] = [];
	const groups = new Map<string, boolean>();
	for (const { group, customer, bucket, span, amount, quiet } of counts) {
		if (!follows.has(group)) continue;
		groups.set(group, quiet || (groups.get(group) ?? false));
		if (customer !== null && measure.of === 'customers') sightings.push({ group, customer, bucket });
		else counted.push({ group, span, amount });
	}
	const anew = await newlySeen(tx, trend.id, sightings, grid);
	await addChanges(tx, trend.id, [...counted, ...anew.map((seen) => ({ ...seen, amount: 1 }))]);
	await addGroups(tx, trend.id, definition, groups, now);
}
