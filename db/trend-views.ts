import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { bucketAt, GROUP_PROPERTY, gridOf, TREND_EVENTS, type TrendDefinition, type TrendGroup } from '@/lib/trend';
import { EVERYTHING } from '@/lib/trend-counts';
import { judgedBucket, readingAt, valuesFrom } from '@/lib/trend-values';
import type { Tx } from './client';
import { trendGroups, trends } from './schema';
import { changesOf } from './trend-figures';
import { isFull } from './trend-room';
import { definitionOf, type TrendRow } from './trends';
import { getWorkspaceSettings } from './workspace';

/** A group as last looked at. `usual` and `threshold` are null while they are not known. */
export type GroupNow = {
	/** Of a product, category, store or segment; empty: all together. */
	group: string;
	value: number;
	usual: number | null;
	threshold: number | null;
	crossed: boolean;
};

type About = {
	id: string;
	name: string;
	definition: TrendDefinition;
	/** While it is filled with the events that are there: the part that is done, 0 to 1. */
	filling: number | null;
	groups: number;
	crossed: number;
};

export type TrendSummary = About & {
	/** The one that counts most: who crossed first, then the greatest value. Null: nothing was counted yet. */
	first: GroupNow | null;
	/** Of the first group, over the time that its chart shows; oldest first. */
	line: number[];
};

/** Points of a small line: no more can be seen. */
const LINE_POINTS = 48;

/** All that are followed, by name. */
export async function listTrends(tx: Tx, now: number): Promise<TrendSummary[]> {
	return Promise.all(
		(await followed(tx)).map(async (row) => {
			const { standing, ...about } = await standingOf(tx, row, now, 1);
			const [first = null] = standing;
			return { ...about, first, line: await lineOf(tx, row, first?.group ?? EVERYTHING, now) };
		}),
	);
}

/** The same, each with how so many of its groups stand: who crossed comes first, then the greatest. */
export async function trendsWithGroups(
	tx: Tx,
	now: number,
	limit: number,
): Promise<(About & { standing: GroupNow[] })[]> {
	return Promise.all((await followed(tx)).map((row) => standingOf(tx, row, now, limit)));
}

async function followed(tx: Tx): Promise<TrendRow[]> {
	return tx.select().from(trends).where(isNull(trends.archivedAt)).orderBy(trends.name, trends.id);
}

/** Those that are followed, by name. */
export async function trendNames(tx: Tx): Promise<{ id: string; name: string }[]> {
	return tx
		.select({ id: trends.id, name: trends.name })
		.from(trends)
		.where(isNull(trends.archivedAt))
		.orderBy(trends.name, trends.id);
}

async function standingOf(
	tx: Tx,
	row: TrendRow,
	now: number,
	limit: number,
): Promise<About & { standing: GroupNow[] }> {
	const [groups, crossed, standing] = await Promise.all([
		tx.$count(trendGroups, eq(trendGroups.trendId, row.id)),
		tx.$count(trendGroups, and(eq(trendGroups.trendId, row.id), trendGroups.crossed)),
		groupsNow(tx, row.id, limit),
	]);
	const { id, name } = row;
	return { id, name, definition: definitionOf(row), filling: fillingOf(row, now), groups, crossed, standing };
}

async function lineOf(tx: Tx, row: TrendRow, group: string, now: number): Promise<number[]> {
	const definition = definitionOf(row);
	const grid = gridOf(definition);
	const last = judgedBucket(definition, now, grid);
	const valueAt = valuesFrom((await changesOf(tx, row.id, [group])).get(group) ?? []);
	const length = Math.floor(grid.shownMs / grid.bucketMs);
	const points = Math.min(length, LINE_POINTS);
	return Array.from({ length: points }, (_, i) => valueAt(last - Math.round(((points - 1 - i) * length) / points)));
}

/** Who crossed comes first, then the greatest value. */
export async function groupsNow(tx: Tx, trendId: string, limit: number): Promise<GroupNow[]> {
	const rows = await tx
		.select()
		.from(trendGroups)
		.where(and(eq(trendGroups.trendId, trendId), isNotNull(trendGroups.value)))
		.orderBy(desc(trendGroups.crossed), desc(trendGroups.value), trendGroups.groupKey)
		.limit(limit);
	return rows.map(toGroup);
}

/** One group; null: nothing of it was counted lately. */
export async function groupNow(tx: Tx, trendId: string, group: string): Promise<GroupNow | null> {
	const [row] = await tx
		.select()
		.from(trendGroups)
		.where(and(eq(trendGroups.trendId, trendId), eq(trendGroups.groupKey, group), isNotNull(trendGroups.value)));
	return row ? toGroup(row) : null;
}

const toGroup = ({ groupKey, value, usual, threshold, crossed }: typeof trendGroups.$inferSelect): GroupNow => ({
	...{ group: groupKey, value: value ?? 0, usual, threshold, crossed },
});

function fillingOf({ filledAt, filledTo, keptMs }: TrendRow, now: number): number | null {
	if (filledAt) return null;
	return filledTo ? Math.min(1, Math.max(0, 1 - (now - filledTo.getTime()) / keptMs)) : 0;
}

export type TrendPoint = { at: number; value: number; usual: number | null; threshold: number | null };
export type TrendDetail = {
	id: string;
	name: string;
	definition: TrendDefinition;
	revision: number;
	filling: number | null;
	/** UTC epoch ms; null: nothing of its kind ever happened. */
	since: number | null;
	/** It follows as many groups as it has room for. */
	full: boolean;
};

/** Null: there is none, or it is archived. */
export async function loadTrend(tx: Tx, id: string, now: number): Promise<TrendDetail | null> {
	const [row] = await tx
		.select()
		.from(trends)
		.where(and(eq(trends.id, id), isNull(trends.archivedAt)));
	if (!row) return null;
	const { name, revision, since } = row;
	return {
		...{ id, name, revision, definition: definitionOf(row) },
		...{ filling: fillingOf(row, now), since: since?.getTime() ?? null, full: await isFull(tx, id) },
	};
}

/** A group's rolling value over time, a bucket a point, oldest first; the last one is now. */
export async function seriesOf(
	tx: Tx,
	{ id, definition, since }: TrendDetail,
	group: string,
	now: number,
): Promise<TrendPoint[]> {
	const grid = gridOf(definition);
	const { timeZone: zone } = await getWorkspaceSettings(tx);
	const valueAt = valuesFrom((await changesOf(tx, id, [group])).get(group) ?? []);
	const last = judgedBucket(definition, now, grid);
	// Before anything of its kind happened there is nothing to show.
	const shown = Math.max(now - grid.shownMs, (since ?? now) - grid.bucketMs);
	const first = Math.min(bucketAt(shown, grid), last);
	return Array.from({ length: last - first + 1 }, (_, i) => {
		const { bucket, ...reading } = readingAt(definition, valueAt, first + i, { since, zone });
		return { ...reading, at: Math.min(now, (bucket + 1) * grid.bucketMs) };
	});
}

export type Crossing = {
	seq: number;
	at: Date;
	group: string;
	value: number;
	usual: number | null;
	threshold: number | null;
	/** The journeys that it started, and for how many customers. */
	started: { journeyId: string; name: string; entered: number }[];
};

/** The latest crossings of a trend, the newest first. */
export async function crossingsOf(tx: Tx, { id, definition: { by } }: TrendDetail, limit = 20): Promise<Crossing[]> {
	const group = by === 'nothing' ? sql`''` : sql`coalesce(e.properties ->> ${GROUP_PROPERTY[by]}, '')`;
	const { rows } = await tx.execute<Omit<Crossing, 'at' | 'seq'> & { at: string; seq: string }>(sql`
		select e.seq, e.effective_at as at, ${group} as group,
			(e.properties ->> 'value')::float8 as value, (e.properties ->> 'usual')::float8 as usual,
			(e.properties ->> 'threshold')::float8 as threshold,
			coalesce((select jsonb_agg(jsonb_build_object('journeyId', j.id, 'name', j.name, 'entered', f.entered) order by j.name)
				from fan_outs f join journeys j on j.id = f.journey_id where f.event_seq = e.seq), '[]') as started
		from events e where e.name = ${TREND_EVENTS.crossed} and e.properties ->> 'trend_id' = ${id}
		order by e.effective_at desc, e.seq desc limit ${limit}`);
	return rows.map((row) => ({ ...row, seq: Number(row.seq), at: new Date(row.at) }));
}

/** The names of groups by their ids; what nobody knows is not among them. */
export async function groupNames(tx: Tx, by: TrendGroup, groups: string[]): Promise<Map<string, string>> {
	const table =
		by === 'product' ? sql`products` : by === 'store' ? sql`stores` : by === 'segment' ? sql`segments` : null;
	if (!table || groups.length === 0) return new Map();
	const { rows } = await tx.execute<{ id: string; name: string }>(sql`
		select id::text as id, name from ${table} where id::text = any(${sql.param(groups)}::text[])`);
	return new Map(rows.map(({ id, name }) => [id, name]));
}
