import { and, eq, type SQL, sql } from 'drizzle-orm';
import { WEB } from '@/lib/place';
import { MAX_GROUPS, type TrendGroup } from '@/lib/trend';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { trendGroups } from './schema';

/** Whether a trend follows as many groups as it has room for. */
export async function isFull(tx: Tx, trendId: string): Promise<boolean> {
	return (await roomOf(tx, trendId)) === 0;
}

async function roomOf(tx: Tx, trendId: string): Promise<number> {
	return Math.max(0, MAX_GROUPS - (await tx.$count(trendGroups, eq(trendGroups.trendId, trendId))));
}

/**
 * Which of some groups are counted: those that the trend follows already, those that the catalogue knows, and others, in
 * their order, while there is room. One whose figures are over makes room again. The caller has locked the trend.
 */
export async function admitted(tx: Tx, trendId: string, by: TrendGroup, groups: string[]): Promise<Set<string>> {
	if (by === 'nothing' || groups.length === 0) return new Set(groups);
	const followed = await tx
		.select({ group: trendGroups.groupKey })
		.from(trendGroups)
		.where(and(eq(trendGroups.trendId, trendId), anyOf(trendGroups.groupKey, groups)));
	const there = new Set(followed.map(({ group }) => group));
	const others = groups.filter((group) => !there.has(group));
	if (others.length === 0) return there;
	const room = await roomOf(tx, trendId);
	if (others.length <= room) return new Set(groups);
	const known = await knownOf(tx, by, others);
	const strangers = others.filter((group) => !known.has(group)).slice(0, Math.max(0, room - known.size));
	return new Set([...there, ...known, ...strangers]);
}

/** Where the groups come from that nobody outside can make up. */
const KEPT_IN = {
	product: sql`select id as key from products`,
	category: sql`select category as key from products`,
	store: sql`select id as key from stores union all select ${WEB}`,
	segment: sql`select id::text as key from segments`,
} satisfies Record<Exclude<TrendGroup, 'nothing'>, SQL>;

async function knownOf(tx: Tx, by: keyof typeof KEPT_IN, groups: string[]): Promise<Set<string>> {
	const { rows } = await tx.execute<{ key: string }>(sql`
		select distinct key from (${KEPT_IN[by]}) k where key = any(${sql.param(groups)}::text[])`);
	return new Set(rows.map(({ key }) => key));
}
