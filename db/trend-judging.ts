import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { durationMs } from '@/lib/duration';
import type { JsonObject } from '@/lib/event';
import { ownId } from '@/lib/segment';
import { GROUP_PROPERTY, type Grid, gridOf, TREND_EVENTS, type TrendDefinition } from '@/lib/trend';
import { atFirst, comparedWith, judge, judgedBucket, nextJudged, type Reading, readingAt } from '@/lib/trend-values';
import type { Tx } from './client';
import { type RecordedEvent, recordEvents } from './record-events';
import { trendGroups } from './schema';
import { valuesOf } from './trend-figures';
import { definitionOf, type TrendRow } from './trends';
import { getWorkspaceSettings } from './workspace';

/** Groups looked at in one transaction. */
const BATCH = 200;
const NOTHING = () => 0;

/**
 * Looks at the groups whose value may have changed, by what came in or by time alone, and records who crossed the
 * threshold and who came back: in one transaction with how they stand, so that each is told once. The caller has locked
 * the trend, and everything that came in is counted. Returns how many were looked at.
 */
export async function judgeGroups(tx: Tx, trend: TrendRow, now: number): Promise<number> {
	const due = await tx
		.select()
		.from(trendGroups)
		.where(and(eq(trendGroups.trendId, trend.id), lte(trendGroups.dueAt, new Date(now))))
		.orderBy(asc(trendGroups.dueAt), asc(trendGroups.groupKey))
		.limit(BATCH);
	if (due.length === 0) return 0;
	const definition = definitionOf(trend);
	const grid = gridOf(definition);
	const { timeZone: zone } = await getWorkspaceSettings(tx);
	const bucket = judgedBucket(definition, now, grid);
	const around = { since: trend.since?.getTime() ?? null, zone };
	const values = await valuesOf(
		tx,
		trend.id,
		due.map(({ groupKey }) => groupKey),
		[bucket, ...comparedWith(definition, bucket, zone)],
	);
	const told: RecordedEvent[] = [];
	const judged = due.map(({ groupKey, quiet, crossed, told: wasTold, crossedAt }) => {
		const valueAt = values.get(groupKey);
		const reading = readingAt(definition, valueAt ?? NOTHING, bucket, around);
		const before = { crossed, told: wasTold, crossedAt: crossedAt?.getTime() ?? null };
		const pauseMs = durationMs(definition.pause);
		const { standing, tell } = judge(definition, before, reading, { now, pauseMs, quietly: quiet });
		if (tell) told.push(eventOf(TREND_EVENTS[tell], { trend, definition, grid }, groupKey, reading, now));
		const over = !valueAt && standing.crossed === atFirst(definition).crossed;
		return { group: groupKey, ...reading, ...standing, over };
	});
	await write(tx, trend.id, judged, nextJudged(now, grid));
	if (told.length > 0) await recordEvents(tx, told);
	return due.length;
}

type Judged = Reading & {
	group: string;
	crossed: boolean;
	told: boolean;
	crossedAt: number | null;
	/** Nothing of it is left, and it stands as if it had never been. */
	over: boolean;
};

/** What is quiet stays so until it was held against something: the usual may become known by more of an import. */
async function write(tx: Tx, trendId: string, judged: Judged[], dueAt: number): Promise<void> {
	await tx.execute(sql`
		with j as (select * from jsonb_to_recordset(${JSON.stringify(judged)}::jsonb)
			as j("group" text, value float8, usual float8, threshold float8, crossed boolean, told boolean, "crossedAt" bigint, over boolean)),
		gone as (delete from trend_groups g using j where g.trend_id = ${trendId} and g.group_key = j."group" and j.over)
		update trend_groups g set value = j.value, usual = j.usual, threshold = j.threshold, crossed = j.crossed, told = j.told,
			crossed_at = to_timestamp(j."crossedAt" / 1000.0), quiet = g.quiet and j.threshold is null, due_at = ${new Date(dueAt)}
		from j where g.trend_id = ${trendId} and g.group_key = j."group" and not j.over`);
}

function eventOf(
	name: string,
	{ trend, definition, grid }: { trend: TrendRow; definition: TrendDefinition; grid: Grid },
	group: string,
	{ bucket, value, usual, threshold }: Reading,
	now: number,
): RecordedEvent {
	const { by, window } = definition;
	const properties: JsonObject = {
		...{ trend_id: trend.id, trend_name: trend.name },
		...(by === 'nothing' ? {} : { [GROUP_PROPERTY[by]]: group }),
		...{ value, usual, threshold, window },
		window_start: new Date((bucket - grid.buckets + 1) * grid.bucketMs).toISOString(),
		window_end: new Date(Math.min(now, (bucket + 1) * grid.bucketMs)).toISOString(),
	};
	return {
		messageId: ownId(name, trend.id, now, group),
		...{ name, customerId: null, properties, at: new Date(now), source: 'parcours' },
	};
}
