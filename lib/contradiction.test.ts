import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { byPairs, contradictions, daysOf, type Promised, promisedBy } from './contradiction';
import { plain } from './linked';
import { coversProduct } from './offer';
import { sayContradiction } from './say-contradiction';
import { DAY, HOUR, PARIS, TUESDAY } from './testing/facts';

const T = TUESDAY;
const CATALOGUE = [
	{ id: 'lamp', category: 'home' },
	{ id: 'desk', category: 'home' },
	{ id: 'bear', category: 'toys' },
];
const catalogue = async () => CATALOGUE;
type Offer = Parameters<typeof promisedBy>[0];
const offer = (id: string, more: Partial<Offer> = {}): Offer => ({
	...{ id, name: id, discount: { kind: 'percent', value: 10 }, validFrom: null, validUntil: null },
	...{ stores: [], products: [], categories: [], ...more },
});
const promised = (
	given: Offer,
	kind: 'journey' | 'operation' = 'journey',
	within?: Parameters<typeof promisedBy>[3],
) => {
	const found = promisedBy(given, { kind, id: `by-${given.id}`, name: `by ${given.id}` }, new Date(T), within);
	return found ? [found] : [];
};
const held = (a: Offer, b: Offer) => contradictions(promised(a), promised(b), PARIS, catalogue);
const twenty = { discount: { kind: 'percent', value: 20 } } as const;

describe('two offers contradict each other', () => {
	test('when they take different amounts off the same product at the same store on the same day', async () => {
		expect(await held(offer('a'), offer('b', twenty))).toMatchObject([
			{ days: { first: '2026-11-24', last: null }, stores: 'all', products: 'all' },
		]);
		expect(
			await held(
				offer('a', { stores: ['lyon', 'paris'], categories: ['home'], validUntil: new Date(T + 3 * DAY) }),
				offer('b', { ...twenty, stores: ['lyon'], products: ['lamp', 'bear'], validFrom: new Date(T + DAY) }),
			),
		).toMatchObject([{ days: { first: '2026-11-25', last: '2026-11-27' }, stores: ['lyon'], products: ['lamp'] }]);
	});
	test('even when one ends in the morning of the day on which the other begins', async () => {
		const noon = new Date(T + HOUR);
		expect(await held(offer('a', { validUntil: noon }), offer('b', { ...twenty, validFrom: noon }))).toHaveLength(1);
	});
	test('not when they say the same, or one is a gift, or they are of two currencies', async () => {
		expect(await held(offer('a'), offer('b'))).toEqual([]);
		expect(await held(offer('a'), offer('b', { discount: { kind: 'gift' } }))).toEqual([]);
		const amount = (currency: string, value: number) => ({ discount: { kind: 'amount', value, currency } as const });
		expect(await held(offer('a', amount('EUR', 500)), offer('b', amount('CHF', 900)))).toEqual([]);
		expect(await held(offer('a', amount('EUR', 500)), offer('b', amount('EUR', 900)))).toHaveLength(1);
	});
	test('not when what one of them said is over', async () => {
		expect(await held(offer('a', { validUntil: new Date(T) }), offer('b', twenty))).toEqual([]);
	});
	test('only within the operation that carries one', async () => {
		const week = {
			startsAt: new Date(T + DAY),
			endsAt: new Date(T + 8 * DAY),
			stores: ['paris'],
			products: [],
			categories: ['toys'],
		};
		const found = await contradictions(
			promised(offer('a')),
			promised(offer('b', { ...twenty, stores: ['paris', 'lyon'] }), 'operation', week),
			PARIS,
			catalogue,
		);
		expect(found).toMatchObject([
			{ days: { first: '2026-11-25', last: '2026-12-02' }, stores: ['paris'], products: ['bear'] },
		]);
		const names = { stores: { paris: 'Paris Opéra' }, products: { bear: 'Bear' } };
		const said = byPairs(found).map((pair) => sayContradiction(pair, names, 'en'));
		expect(said.map(({ title, text }) => [plain(title), plain(text)])).toEqual([
			[
				'“a” (10%) and “b” (20%)',
				expect.stringMatching(
					/^Both hold from November 25, 2026 to December 2, 2026 at Paris Opéra, for Bear. “b” is promised by the operation “by b”. /,
				),
			],
		]);
	});
	test('once, however many promise the other one, and are said with all of them', async () => {
		const b = offer('b', twenty);
		const week = {
			startsAt: new Date(T),
			endsAt: new Date(T + 8 * DAY),
			stores: ['paris'],
			products: [],
			categories: [],
		};
		const others = [...promised(b, 'operation', week), ...promised(b)];
		const [pair, ...more] = byPairs(await contradictions(promised(offer('a')), others, PARIS, catalogue));
		expect(more).toEqual([]);
		// What holds in one store during a week is within what holds everywhere from now on.
		expect(pair && plain(sayContradiction(pair, {}, 'fr').text)).toMatch(
			/^Toutes deux valent à partir du 24 novembre 2026 dans tous les magasins, pour tous les produits. «\u00a0b\u00a0» est promise par l’opération «\u00a0by b\u00a0» et le parcours «\u00a0by b\u00a0». Un client/,
		);
	});
});

const DAYS = 6;
const LONGEST_HOURS = 72;
/** The hours of each day on Paris's calendar, UTC epoch ms: until after whatever ends has ended, so that no day of it is cut. */
const HOURS = new Map<string, number[]>();
for (let at = T; at < T + (DAYS + 1) * DAY + LONGEST_HOURS * HOUR; at += HOUR) {
	const date = DateTime.fromMillis(at, { zone: PARIS }).toFormat('yyyy-MM-dd');
	HOURS.set(date, [...(HOURS.get(date) ?? []), at]);
}
const STORES = ['lyon', 'paris', 'web'];
const PRODUCTS = [...CATALOGUE, { id: 'unlisted', category: null }];
const instant = fc.option(fc.integer({ min: -2 * 24, max: DAYS * 24 }).map((h) => new Date(T + h * HOUR)));
const scope = {
	stores: fc.subarray(STORES),
	products: fc.subarray(['lamp', 'bear', 'unlisted']),
	categories: fc.subarray(['home', 'toys']),
};
const anyOffer = (id: string) =>
	fc.record({
		...{ id: fc.constant(id), name: fc.constant(id), validFrom: instant, validUntil: instant, ...scope },
		discount: fc.constantFrom<Offer['discount']>(
			...[{ kind: 'percent' as const, value: 10 }, { kind: 'percent' as const, value: 20 }, { kind: 'gift' as const }],
			{ kind: 'amount', value: 500, currency: 'EUR' },
		),
	});
const within = fc.option(
	fc
		.record({
			start: fc.integer({ min: -24, max: DAYS * 24 }),
			hours: fc.integer({ min: 1, max: LONGEST_HOURS }),
			...scope,
		})
		.map(({ start, hours, ...where }) => ({
			...where,
			...{ startsAt: new Date(T + start * HOUR), endsAt: new Date(T + (start + hours) * HOUR) },
		})),
	{ nil: undefined },
);

test('two offers contradict each other exactly where every day, store and product looked at one by one says so', async () => {
	await fc.assert(
		fc.asyncProperty(anyOffer('a'), within, anyOffer('b'), within, async (a, inA, b, inB) => {
			const [one] = promised(a, 'operation', inA);
			const [other] = promised(b, 'journey', inB);
			fc.pre(one !== undefined && other !== undefined);
			if (!one || !other) return;
			const found = await contradictions([one], [other], PARIS, catalogue);
			for (const [date, hours] of HOURS)
				for (const store of STORES)
					for (const product of PRODUCTS) {
						const both = [
							{ offer: a, within: inA },
							{ offer: b, within: inB },
						].every((promise) => holds(promise, hours, store, product));
						const told = found.some(
							({ days, stores, products }) =>
								days.first <= date &&
								(days.last === null || date <= days.last) &&
								(stores === 'all' || stores.includes(store)) &&
								(products === 'all' || products.includes(product.id)),
						);
						expect(told).toBe(both && takeOffDifferently(a.discount, b.discount));
					}
		}),
		{ numRuns: 300 },
	);
});

type Given = { offer: Offer; within: Parameters<typeof promisedBy>[3] };

/** Looked at hour by hour: whether it holds at some hour of the day, from now on. */
function holds(
	{ offer: given, within: inside }: Given,
	hours: number[],
	store: string,
	product: (typeof PRODUCTS)[number],
) {
	const there = (stores: string[]) => stores.length === 0 || stores.includes(store);
	if (!there(given.stores) || !coversProduct(given, product)) return false;
	if (inside && (!there(inside.stores) || !coversProduct(inside, product))) return false;
	return hours.some(
		(at) =>
			at >= T &&
			(!given.validFrom || at >= given.validFrom.getTime()) &&
			(!given.validUntil || at < given.validUntil.getTime()) &&
			(!inside || (at >= inside.startsAt.getTime() && at < inside.endsAt.getTime())),
	);
}

function takeOffDifferently(a: Offer['discount'], b: Offer['discount']): boolean {
	if (a.kind === 'gift' || b.kind === 'gift') return false;
	return JSON.stringify(a) !== JSON.stringify(b);
}

test('the last day is the one of its last moment', () => {
	const until = new Date('2026-11-27T23:00:00Z');
	const days = (at: Date): ReturnType<typeof daysOf> =>
		daysOf({ from: new Date(T), until: at } satisfies Pick<Promised, 'from' | 'until'>, PARIS);
	expect(days(until).last).toBe('2026-11-27');
	expect(days(new Date(until.getTime() + 1)).last).toBe('2026-11-28');
});
