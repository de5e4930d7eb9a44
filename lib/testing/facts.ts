import type { CustomerFacts, Facts } from '../condition';
import type { EventFact, JsonObject } from '../event';

/** UTC epoch milliseconds of an ISO 8601 instant. Tests set every instant themselves. */
export const at = (iso: string): number => Date.parse(iso);
export const iso = (ms: number): string => new Date(ms).toISOString();

export const PARIS = 'Europe/Paris';
/** A Tuesday at 10:00 in Paris. */
export const TUESDAY = at('2026-11-24T09:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ZOE: CustomerFacts = {
	id: '0193-zoe',
	email: 'zoe@example.test',
	phone: '+33639980001',
	locale: 'fr-FR',
	country: 'FR',
	timeZone: PARIS,
	homeStoreId: 'lyon',
	lifecycle: 'prospect',
	scores: null,
	segments: [],
	traits: { first_name: 'Zoé', vip: true, points: 120, birthday: '1990-05-14' },
};

/** An event that is known the moment it happens, unless `when` says that it came late. */
export function event(
	name: string,
	properties: JsonObject = {},
	when: Partial<Omit<EventFact, 'name' | 'properties'>> = {},
): EventFact {
	const effective = when.at ?? TUESDAY;
	const receivedAt = when.receivedAt ?? effective;
	return { seq: 1, name, properties, at: effective, receivedAt, knownAt: receivedAt, ...when };
}

export function facts(more: Partial<Facts> = {}): Facts {
	return { now: TUESDAY, customer: ZOE, consents: {}, history: [], ...more };
}
