import { eq, sql } from 'drizzle-orm';
import { bucketAt, type Grid, type TrendDefinition } from '@/lib/trend';
import { atFirst, type Change, rounded, type Span } from '@/lib/trend-values';
import type { Tx } from './client';
import { trends } from './schema';
import type { TrendRow } from './trends';

/** An amount that counts in some windows of a group. */
export type Counted = { group: string; span: Span; amount: number };

/** Adds to the figures. The caller has locked the trend. */
export async function addChanges(tx: Tx, trendId: string, counted: Counted[]): Promise<void> {
	const changes = new Map<string, { group: string; bucket: number; change: number }>();
	const add = (group: string, bucket: number, amount: number) => {
		const key = `${bucket} ${group}`;
		const change = rounded((changes.get(key)?.change ?? 0) + rounded(amount));
		changes.set(key, { group, bucket, change });
	};
	for (const { group, span, amount } of counted) {
		add(group, span.from, amount);
		add(group, span.to, -amount);
	}
	if (changes.size === 0) return;
	await tx.execute(sql`
		insert into trend_changes (trend_id, group_key, bucket, change)
		select ${trendId}, c."group", c.bucket, c.change
		from jsonb_to_recordset(${JSON.stringify([...changes.values()])}::jsonb) as c("group" text, bucket bigint, change numeric)
		on conflict (trend_id, group_key, bucket) do update set change = trend_changes.change + excluded.change`);
}

/** Has groups looked at now: those that something was added to. `groups`: whether what was added is no news. */
export async function addGroups(
	tx: Tx,
	trendId: string,
	definition: TrendDefinition,
	groups: ReadonlyMap<string, boolean>,
	now: number,
): Promise<void> {
	if (groups.size === 0) return;
	const list = [...groups].map(([group, quiet]) => ({ group, quiet }));
	await tx.execute(sql`
		insert into trend_groups (trend_id, group_key, crossed, quiet, due_at)
		select ${trendId}, g."group", ${atFirst(definition).crossed}, g.quiet, ${new Date(now)}
		from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as g("group" text, quiet boolean)
		on conflict (trend_id, group_key) do update set due_at = least(trend_groups.due_at, excluded.due_at),
			quiet = trend_groups.quiet or excluded.quiet`);
}

/** The changes of groups, by group, in the order of their buckets. */
export async function changesOf(tx: Tx, trendId: string, groups: string[]): Promise<Map<string, Change[]>> {
	const { rows } = await tx.execute<{ group: string; bucket: string; change: string }>(sql`
		select group_key as group, bucket, change from trend_changes
		where trend_id = ${trendId} and group_key = any(${sql.param(groups)}::text[]) order by group_key, bucket`);
	const changes = new Map<string, Change[]>();
	for (const { group, bucket, change } of rows) {
		const ofGroup = changes.get(group) ?? [];
		ofGroup.push({ bucket: Number(bucket), change: Number(change) });
		changes.set(group, ofGroup);
	}
	return changes;
}

/** The rolling values of groups at some buckets, by group: added up where they lie. A group without figures is not there. */
export async function valuesOf(
	tx: Tx,
	trendId: string,
	groups: string[],
	buckets: number[],
): Promise<Map<string, (bucket: number) => number>> {
	const sums = buckets.map((bucket) => sql`coalesce(sum(change) filter (where bucket <= ${bucket}), 0)::float8`);
	const { rows } = await tx.execute<{ group: string; values: number[] }>(sql`
		select group_key as group, array[${sql.join(sums, sql`, `)}] as values from trend_changes
		where trend_id = ${trendId} and group_key = any(${sql.param(groups)}::text[]) group by group_key`);
	return new Map(rows.map(({ group, values }) => [group, (bucket) => values[buckets.indexOf(bucket)] ?? 0]));
}

/** Once a window: what is older than is shown or needed becomes one figure. The caller has locked the trend. */
export async function foldOld(tx: Tx, { id, keptFrom }: TrendRow, grid: Grid, now: number): Promise<void> {
	const oldest = bucketAt(now - grid.keptMs, grid);
	if (oldest < keptFrom + grid.buckets) return;
	await tx.execute(sql`
		with old as (delete from trend_changes where trend_id = ${id} and bucket < ${oldest} returning group_key, change)
		insert into trend_changes (trend_id, group_key, bucket, change)
		select ${id}, group_key, ${oldest}::bigint, sum(change) from old group by group_key having sum(change) <> 0
		on conflict (trend_id, group_key, bucket) do update set change = trend_changes.change + excluded.change`);
	await tx.execute(sql`delete from trend_seen where trend_id = ${id} and bucket < ${oldest - grid.buckets}`);
	await tx.update(trends).set({ keptFrom: oldest }).where(eq(trends.id, id));
}
