import { and, asc, eq, gte, lte, sql } from 'drizzle-orm';
import type { EventFact } from '@/lib/event';
import { RESEARCH_EVENTS } from '@/lib/researched-online';
import { anyOf } from './any-of';
import type { Tx } from './client';
import type { Profile } from './profiles';
import { events } from './schema';

export function toFact(row: typeof events.$inferSelect): EventFact {
	return {
		seq: row.seq,
		name: row.name,
		properties: row.properties,
		at: row.effectiveAt.getTime(),
		receivedAt: row.receivedAt.getTime(),
		knownAt: row.knownAt.getTime(),
		...(row.customerId === null ? { nobody: true } : {}),
	};
}

/** What conditions see: events of these names that had happened by `until` and were known by `knownBy` (UTC epoch ms). */
export async function historyOf(
	tx: Tx,
	customerIds: string[],
	names: string[],
	until: number,
	knownBy: number,
): Promise<EventFact[]> {
	if (names.length === 0) return [];
	const rows = await tx
		.select()
		.from(events)
		.where(
			and(
				anyOf(events.customerId, customerIds),
				anyOf(events.name, names),
				lte(events.effectiveAt, new Date(until)),
				lte(events.knownAt, new Date(knownBy)),
			),
		)
		.orderBy(asc(events.seq));
	return rows.map(toFact);
}

/** The same for several customers, as all of it is known by now; by `facts.id`. */
export async function historiesOf(tx: Tx, profiles: Profile[], names: string[]): Promise<Map<string, EventFact[]>> {
	const whose = new Map(profiles.flatMap(({ ids, facts }) => ids.map((id) => [id, facts.id] as const)));
	const rows = await tx
		.select()
		.from(events)
		.where(and(anyOf(events.customerId, [...whose.keys()]), anyOf(events.name, names)))
		.orderBy(asc(events.seq));
	const histories = new Map<string, EventFact[]>();
	for (const row of rows) {
		const id = whose.get(row.customerId ?? '');
		if (id === undefined) continue;
		const hers = histories.get(id) ?? [];
		hers.push(toFact(row));
		histories.set(id, hers);
	}
	return histories;
}

/** When she looked at any of these products, online or on a screen in a store; of a long history only what concerns them is read. */
export async function looksAt(tx: Tx, customerIds: string[], productIds: string[]): Promise<EventFact[]> {
	if (productIds.length === 0) return [];
	const rows = await tx
		.select()
		.from(events)
		.where(
			and(
				anyOf(events.customerId, customerIds),
				anyOf(events.name, [...RESEARCH_EVENTS]),
				sql`${events.properties} ->> 'product_id' = any(${sql.param(productIds)}::text[])`,
			),
		);
	return rows.map(toFact);
}

/** What waits look back for: live events of these names effective after `since` (UTC epoch ms, inclusive: `seq` decides within the millisecond), in order of receipt. */
export async function eventsSince(tx: Tx, customerIds: string[], names: string[], since: number): Promise<EventFact[]> {
	if (names.length === 0) return [];
	const rows = await tx
		.select()
		.from(events)
		.where(
			and(
				anyOf(events.customerId, customerIds),
				anyOf(events.name, names),
				gte(events.effectiveAt, new Date(since)),
				eq(events.history, false),
			),
		)
		.orderBy(asc(events.seq));
	return rows.map(toFact);
}
