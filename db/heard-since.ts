import { and, asc, eq, gte, isNull, or, sql } from 'drizzle-orm';
import type { EventFact } from '@/lib/event';
import type { Listening } from '@/lib/route';
import { samplesOf, type Tie, tiesOf } from '@/lib/without-customer';
import type { Tx } from './client';
import { eventsSince, toFact } from './history';
import { events } from './schema';

/**
 * What somebody who is suspended may have heard since she began to listen, in order of receipt: what she did
 * (`customerIds`: all that she is), and what came without a customer and is tied to her. `lib/route` decides.
 */
export async function heardSince(tx: Tx, customerIds: string[], listening: Listening): Promise<EventFact[]> {
	const { entry, trigger, exits, await: waiting } = listening;
	const listeners = waiting?.spec.listeners ?? [];
	const names = [...new Set([...exits, ...listeners].map(({ event }) => event))];
	const found = await eventsSince(tx, customerIds, names, Math.min(entry.at, waiting?.window.from.at ?? entry.at));
	for (const tie of tiesOf(exits, trigger)) found.push(...(await tiedSince(tx, tie, entry.at)));
	if (waiting)
		for (const tie of tiesOf(listeners, trigger)) found.push(...(await tiedSince(tx, tie, waiting.window.from.at)));
	return [...new Map(found.map((event) => [event.seq, event])).values()].sort((a, b) => a.seq - b.seq);
}

/** Live events without a customer that say what the tie asks for, effective from `since` on (UTC epoch ms). */
async function tiedSince(tx: Tx, tie: Tie, since: number): Promise<EventFact[]> {
	const samples = samplesOf(tie);
	if (tie.path !== null && samples.length === 0) return [];
	const rows = await tx
		.select()
		.from(events)
		.where(
			and(
				isNull(events.customerId),
				eq(events.name, tie.event),
				gte(events.effectiveAt, new Date(since)),
				eq(events.history, false),
				or(...samples.map((sample) => sql`${events.properties} @> ${JSON.stringify(sample)}::jsonb`)),
			),
		)
		.orderBy(asc(events.seq));
	return rows.map(toFact);
}
