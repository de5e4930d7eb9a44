import { and, asc, eq, gte, inArray, lte } from 'drizzle-orm';
import type { EventFact } from '@/lib/event';
import type { Tx } from './client';
import { events } from './schema';

export function toFact(row: typeof events.$inferSelect): EventFact {
	return {
		seq: row.seq,
		name: row.name,
		properties: row.properties,
		at: row.effectiveAt.getTime(),
		receivedAt: row.receivedAt.getTime(),
		knownAt: row.knownAt.getTime(),
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
				inArray(events.customerId, customerIds),
				inArray(events.name, names),
				lte(events.effectiveAt, new Date(until)),
				lte(events.knownAt, new Date(knownBy)),
			),
		)
		.orderBy(asc(events.seq));
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
				inArray(events.customerId, customerIds),
				inArray(events.name, names),
				gte(events.effectiveAt, new Date(since)),
				eq(events.history, false),
			),
		)
		.orderBy(asc(events.seq));
	return rows.map(toFact);
}
