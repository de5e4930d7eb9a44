import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '@/lib/event';
import { readCall } from '@/lib/segment';
import { db } from './client';
import { ingest } from './ingest';
import { products, productVariants, stock, stores } from './schema';

const START = Date.parse('2026-11-24T09:00:00Z');
const NOW = START + 24 * 3_600_000;
type Event = { name: string; properties: JsonObject; minute: number; id?: string };

beforeEach(async () => {
	for (const table of [products, productVariants, stores, stock]) await db().delete(table);
	const shirt = { id: 'shirt', name: 'Shirt', category: 'Men', priceMinor: 3990, currency: 'EUR' };
	await db()
		.insert(products)
		.values({ ...shirt, priceAsOf: new Date(0) });
	await db()
		.insert(productVariants)
		.values({ sku: 'shirt-m', productId: 'shirt', priceAsOf: new Date(0) });
	const ground = { address: 'x', postalCode: 'x', city: 'x', country: 'FR', latitude: 45, longitude: 4 };
	await db()
		.insert(stores)
		.values({ id: 'lyon', name: 'Lyon', ...ground, timeZone: 'Europe/Paris' });
});

async function say(...events: Event[]): Promise<void> {
	const calls = events.map(({ name, properties, minute, id = uuid() }) =>
		readCall(
			{
				type: 'track',
				event: name,
				messageId: id,
				properties,
				timestamp: new Date(START + minute * 60_000).toISOString(),
			},
			{ receivedAt: NOW },
		),
	);
	await ingest(db(), calls, { source: 'test', receivedAt: new Date(NOW), history: false });
}
const shirt = async () => (await db().select().from(products).where(eq(products.id, 'shirt')))[0];
const lyon = async () => (await db().select().from(stores).where(eq(stores.id, 'lyon')))[0];
const figures = async () =>
	(await db().select().from(stock).orderBy(stock.productId, stock.sku, stock.storeId)).map(
		({ productId, sku, storeId, quantity }) => [productId, sku, storeId, quantity].join(' '),
	);

describe('an event keeps the catalogue up to date', () => {
	test('about stock: in a store, of a variant, or of the web shop', async () => {
		await say(
			{ name: 'Stock Changed', properties: { product_id: 'shirt', store_id: 'lyon', quantity: 3 }, minute: 1 },
			{
				name: 'Stock Changed',
				properties: { product_id: 'shirt', sku: 'shirt-m', store_id: 'lyon', quantity: 2 },
				minute: 1,
			},
			{ name: 'Stock Changed', properties: { product_id: 12, quantity: 9 }, minute: 1 },
		);
		expect(await figures()).toEqual(['12  web 9', 'shirt  lyon 3', 'shirt shirt-m lyon 2']);
	});
	test('about the price: of the product, or of one variant in its currency', async () => {
		await say(
			{ name: 'Price Changed', properties: { product_id: 'shirt', price: 29.9 }, minute: 1 },
			{
				name: 'Price Changed',
				properties: { product_id: 'shirt', sku: 'shirt-m', price: 25, currency: 'EUR' },
				minute: 1,
			},
			{
				name: 'Price Changed',
				properties: { product_id: 'shirt', sku: 'shirt-m', price: 20, currency: 'USD' },
				minute: 2,
			},
			{ name: 'Price Changed', properties: { product_id: 'nowhere', price: 1 }, minute: 1 },
		);
		expect(await shirt()).toMatchObject({ priceMinor: 2990, currency: 'EUR' });
		expect(await db().select().from(productVariants)).toMatchObject([{ priceMinor: 2500 }]);
	});
	test('but a price in one store is not the price', async () => {
		await say({ name: 'Price Changed', properties: { product_id: 'shirt', price: 1, store_id: 'lyon' }, minute: 1 });
		expect(await shirt()).toMatchObject({ priceMinor: 3990 });
	});
	test('about a new product: what it replaces, and the product itself when it says enough', async () => {
		const boot = { product_id: 'boot-2', name: 'Boot', price: 120, currency: 'EUR', replaces: 'boot-1' };
		await say(
			{ name: 'Product Launched', properties: boot, minute: 1 },
			{ name: 'Product Launched', properties: { product_id: 'shirt', replaces: 'blouse' }, minute: 1 },
			{ name: 'Product Launched', properties: { product_id: 'sock', replaces: 'stocking' }, minute: 1 },
		);
		expect(await db().select().from(products).orderBy(products.id)).toMatchObject([
			{ id: 'boot-2', name: 'Boot', priceMinor: 12000, replaces: 'boot-1', launchedAt: new Date(START + 60_000) },
			{ id: 'shirt', name: 'Shirt', priceMinor: 3990, replaces: 'blouse', launchedAt: new Date(START + 60_000) },
		]);
	});
	test('about a store that is closed: those days are, whatever its hours', async () => {
		await say({
			name: 'Store Closed',
			properties: { store_id: 'lyon', date: '2026-12-24', until: '2026-12-25', reason: 'works' },
			minute: 1,
		});
		expect(Object.entries((await lyon())?.exceptions ?? {})).toMatchObject([
			['2026-12-24', { hours: [], reason: 'works' }],
			['2026-12-25', { hours: [] }],
		]);
	});
	test('unless it says what nobody could keep: then it is an event only', async () => {
		await say(
			{ name: 'Stock Changed', properties: { product_id: 'shirt', quantity: 9_000_000_000 }, minute: 1 },
			{ name: 'Price Changed', properties: { product_id: 'shirt', price: -5 }, minute: 1 },
			{ name: 'Store Closed', properties: { store_id: 'nowhere' }, minute: 1 },
		);
		expect(await figures()).toEqual([]);
		expect(await shirt()).toMatchObject({ priceMinor: 3990 });
	});
});

/** No two at the same minute: of those, the one that is received later holds. */
const minutes = (length: number) =>
	fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: length, maxLength: length });
const events: fc.Arbitrary<Event[]> = fc.integer({ min: 1, max: 8 }).chain((length) =>
	fc
		.tuple(
			minutes(length),
			fc.array(fc.constantFrom('stock', 'price', 'closed'), { minLength: length, maxLength: length }),
		)
		.map(([at, kinds]) =>
			kinds.map((kind, n): Event => {
				const minute = at[n] ?? 0;
				const about = { product_id: 'shirt', store_id: 'lyon' };
				if (kind === 'stock') return { name: 'Stock Changed', properties: { ...about, quantity: n }, minute };
				if (kind === 'price')
					return { name: 'Price Changed', properties: { product_id: 'shirt', price: n + 1 }, minute };
				return { name: 'Store Closed', properties: { ...about, date: '2026-12-25', reason: `reason ${n}` }, minute };
			}),
		),
);

test('in whatever order and however often events come, what was true last holds', async () => {
	let round = 0;
	await fc.assert(
		fc.asyncProperty(
			events.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
			async ([list, shuffled]) => {
				await db().delete(stock);
				await db()
					.update(products)
					.set({ priceMinor: 3990, priceAsOf: new Date(0) });
				await db().update(stores).set({ exceptions: {} });
				round++;
				const named = shuffled.map((event) => ({ ...event, id: `${round}-${list.indexOf(event)}` }));
				for (const event of named) await say(event, event);
				await say(...named);
				const last = (name: string) =>
					list
						.filter((event) => event.name === name)
						.reduce<Event | null>((a, b) => (a && a.minute > b.minute ? a : b), null)?.properties;
				expect(await figures()).toEqual(
					last('Stock Changed') ? [`shirt  lyon ${last('Stock Changed')?.quantity}`] : [],
				);
				expect((await shirt())?.priceMinor).toBe(
					last('Price Changed') ? Number(last('Price Changed')?.price) * 100 : 3990,
				);
				expect((await lyon())?.exceptions['2026-12-25']?.reason).toBe(last('Store Closed')?.reason);
			},
		),
		{ numRuns: 40 },
	);
});
