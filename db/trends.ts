import { and, eq, isNull, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { durationMs } from '@/lib/duration';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { gridOf, type TrendDefinition, trendDefinition } from '@/lib/trend';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { notifyQueue } from './queue';
import { trendArrivals, trendChanges, trendGroups, trendSeen, trends } from './schema';

export type TrendRow = typeof trends.$inferSelect;

const CONFLICT = {
	en: 'Somebody else saved this meanwhile. Reload the page to see it; what you wrote is lost then, so copy it first.',
	fr: 'Quelqu’un d’autre a enregistré entre-temps. Rechargez la page pour voir sa version\u00a0; copiez d’abord ce que vous avez écrit, sinon il sera perdu.',
};

export type TrendDraft = { name: string; definition: TrendDefinition };

/**
 * Saves a trend. Its figures are made anew from the events that are there, quietly: a threshold that a marketer edits is
 * not something that happened. A new name alone changes no figure. `revision` 0 makes a new one. Answers its id and new
 * revision.
 *
 * @throws ConflictError when `revision` is not the latest.
 */
export async function saveTrend(
	db: Db,
	{ id = uuid(), revision, name, definition }: TrendDraft & { id?: string | undefined; revision: number },
	actor: string,
): Promise<{ id: string; revision: number }> {
	return db.transaction(async (tx) => {
		const before = revision === 0 ? null : await lockTrend(tx, id);
		if (before && (before.revision !== revision || before.archivedAt)) throw new ConflictError(CONFLICT);
		const saving = { name, revision: revision + 1, ...(same(before, definition) ? {} : afresh(definition)) };
		if (before) await tx.update(trends).set(saving).where(eq(trends.id, id));
		else {
			const made = await tx
				.insert(trends)
				.values({ id, ...afresh(definition), ...saving })
				.onConflictDoNothing()
				.returning({ id: trends.id });
			if (made.length === 0) throw new ConflictError(CONFLICT);
		}
		if (before && !same(before, definition)) await dropFigures(tx, id);
		await audit(tx, actor, before ? 'trend.update' : 'trend.create', id, { name });
		await notifyQueue(tx);
		return { id, revision: revision + 1 };
	});
}

function same(before: TrendRow | null, definition: TrendDefinition): boolean {
	return before !== null && JSON.stringify(definitionOf(before)) === JSON.stringify(trendDefinition.parse(definition));
}

/** What is written with a definition: it has to be filled. */
function afresh(definition: TrendDefinition) {
	const { event, unless } = definition;
	const counted = { event, waitsMs: unless ? durationMs(unless.within) : 0, keptMs: gridOf(definition).keptMs };
	return {
		definition,
		...counted,
		seenFrom: null,
		filledTo: null,
		filledSeq: 0,
		filledAt: null,
		since: null,
		keptFrom: 0,
	};
}

/** Its figures are gone, and it crosses no more. @throws NotFoundError */
export async function archiveTrend(db: Db, id: string, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		await lockTrend(tx, id);
		await tx.update(trends).set({ archivedAt: sql`now()` }).where(eq(trends.id, id));
		await dropFigures(tx, id);
		await tx.delete(trendArrivals).where(eq(trendArrivals.trendId, id));
		await audit(tx, actor, 'trend.archive', id, {});
	});
}

async function dropFigures(tx: Tx, id: string): Promise<void> {
	for (const table of [trendChanges, trendGroups, trendSeen]) await tx.delete(table).where(eq(table.trendId, id));
}

/** Holds up whoever counts for it. @throws NotFoundError */
async function lockTrend(tx: Tx, id: string): Promise<TrendRow> {
	const [row] = await tx.select().from(trends).where(eq(trends.id, id)).for('update');
	if (!row) throw new NotFoundError({ en: `there is no trend ${id}`, fr: `la tendance ${id} n’existe pas` });
	return row;
}

const cache = new Map<string, { revision: number; definition: TrendDefinition }>();

/** They are read with every batch and seldom change: parsed again only then. */
export function definitionOf({
	id,
	revision,
	definition,
}: Pick<TrendRow, 'id' | 'revision' | 'definition'>): TrendDefinition {
	const known = cache.get(id);
	if (known?.revision === revision) return known.definition;
	const read = trendDefinition.parse(definition);
	cache.set(id, { revision, definition: read });
	return read;
}

/** Those that have something to do: to be filled, to count, or to be looked at. */
export async function trendsAtWork(tx: Tx, now: number): Promise<string[]> {
	const at = new Date(now);
	const { rows } = await tx.execute<{ id: string }>(sql`
		select t.id from trends t where t.archived_at is null and (t.filled_at is null
			or exists (select 1 from trend_arrivals a where a.trend_id = t.id and a.due_at <= ${at})
			or exists (select 1 from trend_groups g where g.trend_id = t.id and g.due_at <= ${at}))
		order by t.id`);
	return rows.map(({ id }) => id);
}

/** Locks a trend that nobody else is at; null when somebody is. */
export async function claimTrend(tx: Tx, id: string): Promise<TrendRow | null> {
	const [row] = await tx
		.select()
		.from(trends)
		.where(and(eq(trends.id, id), isNull(trends.archivedAt)))
		.for('update', { skipLocked: true });
	return row ?? null;
}
