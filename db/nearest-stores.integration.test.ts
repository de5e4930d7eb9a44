import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { metresBetween, type Point } from '@/lib/distance';
import { isOpen, type WeekHours } from '@/lib/opening-hours';
import { isThere, stockOf } from '@/lib/stock';
import { db } from './client';
import { type NearestOptions, nearestStores } from './nearest-stores';
import { stock, stores } from './schema';
import type { Store } from './stores';

const NOW = Date.parse('2026-11-24T09:00:00Z');
const HOUR = 3_600_000;
const ARTICLES = [{ productId: 'shirt', sku: 'm' }, { productId: 'hat' }];
type Figure = typeof stock.$inferInsert;

beforeEach(async () => {
	await db().delete(stores);
	await db().delete(stock);
});

const degrees = (min: number, max: number) =>
	fc.integer({ min: min * 1e6, max: max * 1e6 }).map((micro) => micro / 1e6);
const anywhere = fc.record({
	// The poles and the antimeridian too.
	latitude: fc.oneof(fc.constantFrom(-90, 90, 0), degrees(-90, 90)),
	longitude: fc.oneof(fc.constantFrom(-180, 180, 179.99), degrees(-180, 180)),
});
const inFrance = fc.record({
	latitude: degrees(43, 50),
	longitude: degrees(-2, 7),
});
const place = fc.record({
	at: fc.oneof(inFrance, anywhere),
	kind: fc.constantFrom<Store['kind'][]>('store', 'store', 'warehouse'),
	active: fc.constantFrom(true, true, true, false),
	openingHours: fc.constantFrom<WeekHours[]>({ '2': [['09:00', '12:00']] }, {}),
	figures: fc.array(
		fc.record({
			productId: fc.constantFrom('shirt', 'hat'),
			sku: fc.constantFrom('', 's', 'm'),
			quantity: fc.integer({ min: 0, max: 2 }),
			asOf: fc.integer({ min: 0, max: 6 }).map((hours) => new Date(NOW - hours * HOUR)),
		}),
		{ maxLength: 4 },
	),
});

/** Every store asked, one after the other: how far those are that answer yes. */
function byHand(all: Store[], figures: Figure[], from: Point, options: NearestOptions): number[] {
	return all
		.filter(({ kind, active }) => kind === 'store' && active)
		.filter((store) => !options.open || isOpen(store, NOW))
		.filter((store) => metresBetween(from, store) <= (options.within ?? Number.POSITIVE_INFINITY))
		.filter((store) => {
			const own = figures
				.filter(({ storeId }) => storeId === store.id)
				.map((figure) => ({ ...figure, sku: figure.sku ?? '', asOf: figure.asOf.getTime() }));
			return (options.withStock?.articles ?? []).every((article) =>
				isThere(article, stockOf(article, own, NOW, options.withStock?.maxAge ?? '')),
			);
		})
		.map((store) => Math.round(metresBetween(from, store)))
		.sort((a, b) => a - b)
		.slice(0, options.limit);
}

describe('the nearest stores', () => {
	test('are those that one finds by asking every store, open, with stock and nearby as is wished', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(place, { maxLength: 130, size: 'max' }),
				fc.oneof(inFrance, anywhere),
				fc.record({
					limit: fc.integer({ min: 1, max: 8 }),
					open: fc.boolean(),
					within: fc.option(fc.integer({ min: 1000, max: 900_000 }), { nil: undefined }),
					stocked: fc.boolean(),
				}),
				async (places, from, { stocked, within, ...rest }) => {
					await db().delete(stores);
					await db().delete(stock);
					const ground = { address: 'x', postalCode: 'x', city: 'x', country: 'FR', timeZone: 'Europe/Paris' };
					const rows = places.map(({ at, figures: _figures, ...more }, n) => ({
						id: `s${n}`,
						name: 'x',
						...ground,
						...at,
						...more,
					}));
					const figures = [
						...new Map(
							places
								.flatMap(({ figures: own }, n) => own.map((figure) => ({ ...figure, storeId: `s${n}` })))
								.map((figure) => [`${figure.storeId} ${figure.productId} ${figure.sku}`, figure]),
						).values(),
					];
					if (rows.length > 0) await db().insert(stores).values(rows);
					if (figures.length > 0) await db().insert(stock).values(figures);
					const options: NearestOptions = {
						now: NOW,
						...rest,
						...(within === undefined ? {} : { within }),
						...(stocked ? { withStock: { articles: ARTICLES, maxAge: 'PT4H' } } : {}),
					};
					const found = await nearestStores(db(), from, options);
					const expected = byHand(await db().select().from(stores), figures, from, options);
					// Two that are equally far may come in either order.
					expect(found.map(({ metres }) => Math.round(metres))).toEqual(expected);
				},
			),
			{ numRuns: 60 },
		);
	});
});
