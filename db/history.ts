import { and, asc, eq, gte, lte } from 'drizzle-orm';
import type { Facts } from '@/lib/condition';
import type { EventFact } from '@/lib/event';
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

/**
 * What the rules on an event see, for several events at once: of the events named, those that had happened by the event
 * at hand and were known at its receipt, however much later one looks.
 */
export async function factsOf(tx: Tx, profile: Profile, names: string[]): Promise<(event: EventFact) => Facts> {
	const now = Date.now();
	const history = await historyOf(tx, profile.ids, names, now, now);
	return (event) => ({
		now: event.at,
		customer: profile.facts,
		consents: profile.consents,
		history: history.filter((past) => past.knownAt <= event.receivedAt),
	});
}

/** What the rules on one event without a customer see of each of these. */
export async function factsOfEach(
	tx: Tx,
	profiles: Profile[],
	event: EventFact,
	needs: string[],
): Promise<(profile: Profile) => Facts> {
	const histories = needs.length > 0 ? await historiesOf(tx, profiles, needs) : new Map<string, EventFact[]>();
	return ({ facts, consents }) => ({
		...{ now: event.at, customer: facts, consents, event, trigger: event },
		history: (histories.get(facts.id) ?? []).filter((past) => past.knownAt <= event.receivedAt),
	});
}

/** What the rules on one event see. */
export async function factsAt(tx: Tx, profile: Profile, event: EventFact, needs: string[]): Promise<Facts> {
	const history = await historyOf(tx, profile.ids, needs, event.at, event.receivedAt);
	return { now: event.at, customer: profile.facts, consents: profile.consents, history };
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
