import { sql } from 'drizzle-orm';
import type { Grid } from '@/lib/trend';
import { newIn, type Span } from '@/lib/trend-values';
import type { Tx } from './client';
import { trendSeen } from './schema';

/** A customer (her master profile) was in a group in a bucket. */
export type Sighting = { group: string; customer: string; bucket: number };

/**
 * Notes when customers were there, and answers the windows that each of them is new in: counted once each, whatever she
 * does, in whatever order it comes in. Only what is near in time is read, of these customers alone. The caller has locked
 * the trend.
 */
export async function newlySeen(
	tx: Tx,
	trendId: string,
	sightings: Sighting[],
	grid: Grid,
): Promise<{ group: string; span: Span }[]> {
	if (sightings.length === 0) return [];
	const known = await near(tx, trendId, sightings, grid);
	const noted: Sighting[] = [];
	const anew: { group: string; span: Span }[] = [];
	for (const sighting of sightings) {
		const { group, bucket } = sighting;
		const key = keyOf(sighting);
		const buckets = known.get(key) ?? [];
		if (buckets.includes(bucket)) continue;
		const before = buckets.findLast((one) => one < bucket) ?? null;
		const after = buckets.find((one) => one > bucket) ?? null;
		const span = newIn(bucket, { before, after }, grid);
		if (span) anew.push({ group, span });
		noted.push(sighting);
		known.set(
			key,
			[...buckets, bucket].sort((a, b) => a - b),
		);
	}
	if (noted.length > 0)
		await tx
			.insert(trendSeen)
			.values(noted.map(({ group, customer, bucket }) => ({ trendId, customerId: customer, groupKey: group, bucket })));
	return anew;
}

const keyOf = ({ customer, group }: Pick<Sighting, 'customer' | 'group'>) => `${customer} ${group}`;

/** In which buckets they were there already, under whichever of their profiles; in order. */
async function near(tx: Tx, trendId: string, sightings: Sighting[], { buckets }: Grid): Promise<Map<string, number[]>> {
	const customers = [...new Set(sightings.map(({ customer }) => customer))];
	const asked = sightings.map(({ bucket }) => bucket);
	const { rows } = await tx.execute<{ customer: string; group: string; bucket: string }>(sql`
		select distinct coalesce(c.merged_into, c.id) as customer, s.group_key as group, s.bucket
		from customers c join trend_seen s on s.trend_id = ${trendId} and s.customer_id = c.id
		where (c.id = any(${sql.param(customers)}::uuid[]) or c.merged_into = any(${sql.param(customers)}::uuid[]))
			and s.bucket between ${Math.min(...asked) - buckets} and ${Math.max(...asked) + buckets}
		order by s.bucket`);
	const known = new Map<string, number[]>();
	for (const { bucket, ...one } of rows) known.set(keyOf(one), [...(known.get(keyOf(one)) ?? []), Number(bucket)]);
	return known;
}
