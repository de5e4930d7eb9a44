import { DateTime } from 'luxon';
import { coversProduct, type OfferDraft } from './offer';

type Discount = OfferDraft['discount'];
type Scope = { products: string[]; categories: string[] };

/** An offer that somebody promises, with what it is narrowed to: an offer that an operation carries holds within both. */
export type Promised = {
	offer: { id: string; name: string; discount: Discount };
	/** Null: nobody does yet. */
	by: { kind: 'journey' | 'operation'; id: string; name: string } | null;
	/** UTC; `until` null: no end. */
	from: Date;
	until: Date | null;
	/** Null: all. */
	stores: readonly string[] | null;
	/** A product has to be of each. */
	scopes: readonly Scope[];
};

type Holds = Scope & {
	id: string;
	name: string;
	discount: Discount;
	validFrom: Date | null;
	validUntil: Date | null;
	stores: string[];
};
type Within = Scope & { startsAt: Date; endsAt: Date; stores: string[] };

/** What is promised by an offer from `now` on, or null when nothing is: it is over, or never holds within the operation. */
export function promisedBy(
	{ id, name, discount, validFrom, validUntil, stores, products, categories }: Holds,
	by: Promised['by'],
	now: Date,
	within?: Within,
): Promised | null {
	const from = [now, validFrom, within?.startsAt].reduce<Date>((latest, at) => (at && at > latest ? at : latest), now);
	const until = [validUntil, within?.endsAt].reduce<Date | null>(
		(first, at) => (at && (!first || at < first) ? at : first),
		null,
	);
	const everywhere = shared(listOf(stores), within ? listOf(within.stores) : null);
	if ((until && until <= from) || everywhere?.length === 0) return null;
	const scopes = [
		{ products, categories },
		...(within ? [{ products: within.products, categories: within.categories }] : []),
	];
	return { offer: { id, name, discount }, by, from, until, stores: everywhere, scopes };
}

const listOf = (stores: string[]) => (stores.length > 0 ? stores : null);

function shared(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
	if (a === null || b === null) return a ?? b;
	return a.filter((one) => b.includes(one));
}

/** Days are dates (ISO 8601) on the retailer's calendar, both included; `null`: no end. `'all'`: every store, or product. */
export type Contradiction = {
	mine: Promised;
	other: Promised;
	days: { first: string; last: string | null };
	stores: readonly string[] | 'all';
	products: readonly string[] | 'all';
};

/** All that was found between the same two offers: who promises them, when and where, makes them no other problem. */
export type Pair = [Contradiction, ...Contradiction[]];

export function byPairs(found: readonly Contradiction[]): Pair[] {
	const pairs = new Map<string, Pair>();
	for (const one of found) {
		const key = [one.mine.offer.id, one.other.offer.id].sort().join(' ');
		const pair = pairs.get(key);
		if (pair) pair.push(one);
		else pairs.set(key, [one]);
	}
	return [...pairs.values()];
}

type Catalogue = readonly { id: string; category: string | null }[];

/**
 * Offers that contradict each other: on the same day, at the same store, for the same product, both take something off the
 * price, and not the same. A gift takes nothing off, and amounts in two currencies are never due at the same till. Each of
 * `mine` is held against the later ones and against all `others`. `catalogue` is only asked for where the rest is met.
 */
export async function contradictions(
	mine: readonly Promised[],
	others: readonly Promised[],
	zone: string,
	catalogue: () => Promise<Catalogue>,
): Promise<Contradiction[]> {
	const found: Contradiction[] = [];
	for (const [index, one] of mine.entries())
		for (const other of [...mine.slice(index + 1), ...others]) {
			if (one.offer.id === other.offer.id || !differ(one.offer.discount, other.offer.discount)) continue;
			const days = sharedDays(one, other, zone);
			const stores = shared(one.stores, other.stores);
			if (!days || stores?.length === 0) continue;
			const products = await sharedProducts([...one.scopes, ...other.scopes], catalogue);
			if (products.length > 0) found.push({ mine: one, other, days, stores: stores ?? 'all', products });
		}
	return found;
}

function differ(a: Discount, b: Discount): boolean {
	if (a.kind === 'gift' || b.kind === 'gift') return false;
	if (a.kind !== b.kind) return true;
	if (a.kind === 'amount' && b.kind === 'amount' && a.currency !== b.currency) return false;
	return a.value !== b.value;
}

function sharedDays(a: Promised, b: Promised, zone: string): Contradiction['days'] | null {
	const [x, y] = [daysOf(a, zone), daysOf(b, zone)];
	const first = x.first > y.first ? x.first : y.first;
	const last = x.last === null || (y.last !== null && y.last < x.last) ? y.last : x.last;
	return last !== null && last < first ? null : { first, last };
}

/** The days on which it holds at some time: its first and its last, on the retailer's calendar. */
export function daysOf(
	{ from, until }: Pick<Promised, 'from' | 'until'>,
	zone: string,
): { first: string; last: string | null } {
	const day = (at: Date) => DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd');
	return { first: day(from), last: until && day(new Date(until.getTime() - 1)) };
}

async function sharedProducts(
	scopes: Scope[],
	catalogue: () => Promise<Catalogue>,
): Promise<readonly string[] | 'all'> {
	if (scopes.every(({ products, categories }) => products.length + categories.length === 0)) return 'all';
	const known = await catalogue();
	const there = new Set(known.map(({ id }) => id));
	// What is named need not be in the catalogue yet.
	const named = [...new Set(scopes.flatMap(({ products }) => products))].filter((id) => !there.has(id));
	return [...known, ...named.map((id) => ({ id, category: null }))]
		.filter((product) => scopes.every((scope) => coversProduct(scope, product)))
		.map(({ id }) => id);
}
