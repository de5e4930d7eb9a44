import { z } from 'zod';
import { json } from './event';

const text = z.string().nullable();

/** What a profile says about a customer. Instants are ISO 8601, UTC. */
export const attributes = z.object({
	traits: z.record(z.string(), json),
	locale: text,
	country: text,
	timeZone: text,
	homeStoreId: text,
	createdAt: z.string(),
	lastSeenAt: z.string(),
});
export type Attributes = z.infer<typeof attributes>;

/** A profile with what it said of itself, and when it last said each trait (UTC epoch ms). */
export type OwnProfile = { own: Attributes; saidAt: Record<string, number> };

/**
 * Where two profiles that are one customer both say something, the master's word holds: but for the traits here, which
 * people change and then tell us once, wherever they are, whoever said it last is right.
 */
const LATEST_HOLDS: ReadonlySet<string> = new Set(['address', 'street', 'postal_code', 'postalCode', 'city', 'region']);
/** Of the columns; `either`: hers who says something, the master's first. */
const COLUMN_RULES = {
	locale: 'either',
	country: 'either',
	timeZone: 'either',
	homeStoreId: 'either',
	createdAt: 'earlier',
	lastSeenAt: 'later',
} as const satisfies Record<Exclude<keyof Attributes, 'traits'>, 'either' | 'earlier' | 'later'>;

const PICK = {
	either: <T>(a: T | null, b: T | null) => a ?? b,
	earlier: (a: string, b: string) => (a < b ? a : b),
	later: (a: string, b: string) => (a > b ? a : b),
};

/** What one customer says who was found to be two: the master, and who was merged into it. */
export function joinAttributes(master: OwnProfile, other: OwnProfile): OwnProfile {
	const [a, b] = [master.own, other.own];
	const traits = { ...b.traits, ...a.traits };
	for (const [name, value] of Object.entries(b.traits))
		if (LATEST_HOLDS.has(name) && (other.saidAt[name] ?? 0) > (master.saidAt[name] ?? 0)) traits[name] = value;
	const saidAt = { ...master.saidAt };
	for (const [name, at] of Object.entries(other.saidAt)) saidAt[name] = Math.max(at, saidAt[name] ?? 0);
	return {
		saidAt,
		own: {
			traits,
			locale: PICK[COLUMN_RULES.locale](a.locale, b.locale),
			country: PICK[COLUMN_RULES.country](a.country, b.country),
			timeZone: PICK[COLUMN_RULES.timeZone](a.timeZone, b.timeZone),
			homeStoreId: PICK[COLUMN_RULES.homeStoreId](a.homeStoreId, b.homeStoreId),
			createdAt: PICK[COLUMN_RULES.createdAt](a.createdAt, b.createdAt),
			lastSeenAt: PICK[COLUMN_RULES.lastSeenAt](a.lastSeenAt, b.lastSeenAt),
		},
	};
}

/**
 * Gives a master what was said to her since she was last written from all her profiles: what differs from `shown` now,
 * and what she was told again (`said`), which a difference does not tell.
 */
export function sayToOwn(own: Attributes, shown: Attributes, now: Attributes, said: Partial<Attributes>): Attributes {
	const since = <K extends keyof Attributes>(name: K): Attributes[K] =>
		same(now[name], shown[name]) && !same(now[name], said[name]) ? own[name] : now[name];
	const traits = { ...own.traits };
	for (const [name, value] of Object.entries(now.traits))
		if (!same(value, shown.traits[name]) || same(value, said.traits?.[name])) traits[name] = value;
	for (const name of Object.keys(shown.traits)) if (!(name in now.traits)) delete traits[name];
	return {
		traits,
		locale: since('locale'),
		country: since('country'),
		timeZone: since('timeZone'),
		homeStoreId: since('homeStoreId'),
		createdAt: since('createdAt'),
		lastSeenAt: since('lastSeenAt'),
	};
}

function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Postgres gives an object's keys back in another order. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, child]) => [key, sorted(child)]),
	);
}
