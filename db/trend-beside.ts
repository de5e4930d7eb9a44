import { sql } from 'drizzle-orm';
import type { TrendGroup } from '@/lib/trend';
import { type Beside, withoutCategory } from '@/lib/trend-counts';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { categoriesOf } from './products';
import { type events, segmentMembers } from './schema';

export type EventRow = typeof events.$inferSelect;

/** Whose events these are now, by whose they were when they came. */
export async function mastersOf(tx: Tx, found: EventRow[]): Promise<Map<string, string>> {
	const ids = [...new Set(found.flatMap(({ customerId }) => customerId ?? []))];
	if (ids.length === 0) return new Map();
	const { rows } = await tx.execute<{ id: string; master: string }>(sql`
		select id, coalesce(merged_into, id) as master from customers where id = any(${sql.param(ids)}::uuid[])`);
	return new Map(rows.map(({ id, master }) => [id, master]));
}

/** Those (by `seq`) that the same customer followed by an event of a name within so many milliseconds, as is known by now. */
export async function followedBy(
	tx: Tx,
	found: EventRow[],
	masters: ReadonlyMap<string, string>,
	name: string,
	withinMs: number,
): Promise<Set<number>> {
	const asked = found.flatMap(({ seq, effectiveAt, customerId }) => {
		const master = masters.get(customerId ?? '');
		return master ? [{ seq, at: effectiveAt, until: new Date(effectiveAt.getTime() + withinMs), master }] : [];
	});
	const { rows } = await tx.execute<{ seq: string }>(sql`
		select a.seq from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(seq bigint, at timestamptz, until timestamptz, master uuid)
		where exists (select 1 from events e
			where e.customer_id = any(array(select a.master union all select c.id from customers c where c.merged_into = a.master))
				and e.name = ${name} and e.effective_at between a.at and a.until
				and (e.effective_at, e.seq) > (a.at, a.seq))`);
	return new Set(rows.map(({ seq }) => Number(seq)));
}

/** What the groups of a trend need to know besides the events, by customer. */
export async function besideOf(
	tx: Tx,
	by: TrendGroup,
	found: EventRow[],
	masters: ReadonlyMap<string, string>,
): Promise<(customer: string | null) => Beside> {
	const categories =
		by === 'category'
			? await categoriesOf(tx, [...new Set(found.flatMap(withoutCategory))])
			: new Map<string, string>();
	const segments =
		by === 'segment' ? await segmentsOf(tx, [...new Set(masters.values())]) : new Map<string, string[]>();
	return (customer) => ({ categories, segments: segments.get(customer ?? '') ?? [] });
}

async function segmentsOf(tx: Tx, customers: string[]): Promise<Map<string, string[]>> {
	const rows = await tx
		.select({ customer: segmentMembers.customerId, segment: segmentMembers.segmentId })
		.from(segmentMembers)
		.where(anyOf(segmentMembers.customerId, customers));
	const segments = new Map<string, string[]>();
	for (const { customer, segment } of rows) segments.set(customer, [...(segments.get(customer) ?? []), segment]);
	return segments;
}
