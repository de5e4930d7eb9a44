import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import { NotFoundError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import { wantedBy } from '@/lib/template';
import { ago, enter, hear } from '@/workflows/testing/by-hand';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, node, pause, when } from '@/workflows/testing/graphs';
import { db } from './client';
import { events, products, productVariants, stockLeases, stores } from './schema';
import { loadStanding } from './standing';
import { setStock } from './stock';
import { claimLease, leaseStock, openLeasesOf, tellEndedLeases } from './stock-leases';
import { templateVariables } from './template-variables';

const h = fixtures();
beforeEach(async () => {
	await h.configure({});
	await h.archiveAll();
});

let made = 0;
async function store(latitude = 45.7, hours = {}) {
	const id = `lease-${Date.now()}-${++made}`;
	await db()
		.insert(stores)
		.values({
			...{ id, name: `Store ${made}`, address: '1 rue', postalCode: '69001', city: id, country: 'FR' },
			...{ latitude, longitude: 4.8, timeZone: 'Europe/Paris', openingHours: hours },
		});
	return id;
}
const has = (storeId: string, quantity: number, { sku = '', productId = 'shoe', asOf = new Date() } = {}) =>
	setStock(db(), [{ productId, sku, storeId, quantity, asOf }]);
const lease = async (
	storeId: string,
	{ sku = '', customerId = '', until = Date.now() + 3_600_000, now = Date.now() } = {},
) =>
	leaseStock(
		db(),
		{
			...{ enrollmentId: uuid(), nodeId: 'l', visit: 1, journeyId: uuid(), storeId, until, maxAge: 'PT4H' },
			customerId: customerId || (await h.customer({ email: null, phone: null })),
			article: { productId: 'shoe', ...(sku ? { sku } : {}) },
		},
		now,
	);
const told = async (name: string, storeId: string) =>
	(await db().select().from(events).where(eq(events.name, name))).filter((e) => e.properties.store_id === storeId);

describe('units kept aside', () => {
	test('are never more than there are, of each size and in all, whoever asks at the same time', async () => {
		const sizes = ['', '38', '40'];
		await fc.assert(
			fc.asyncProperty(
				fc.nat(4),
				fc.nat(4),
				fc.array(fc.constantFrom(...sizes), { minLength: 1, maxLength: 14 }),
				async (of38, of40, wanted) => {
					const place = await store();
					await has(place, of38, { sku: '38' });
					await has(place, of40, { sku: '40' });
					const customerId = await h.customer({ email: null, phone: null });
					const got = await Promise.all(wanted.map((sku) => lease(place, { sku, customerId })));
					const given = (sku: string) => wanted.filter((w, n) => w === sku && got[n]?.status === 'leased').length;
					const all = sizes.reduce((sum, sku) => sum + given(sku), 0);
					expect(given('38')).toBeLessThanOrEqual(of38);
					expect(given('40')).toBeLessThanOrEqual(of40);
					expect(all).toBeLessThanOrEqual(of38 + of40);
					// And nobody was sent away while there was one for her.
					for (const [n, sku] of wanted.entries())
						if (got[n]?.status !== 'leased')
							expect(all === of38 + of40 || (sku === '38' ? given('38') === of38 : given('40') === of40)).toBe(true);
				},
			),
			{ numRuns: 15 },
		);
	});

	test('are not given out of a figure that is too old, or that never was there', async () => {
		const place = await store();
		expect(await lease(place)).toEqual({ status: 'unknown', asOf: null });
		const old = new Date(ago(5, 'h'));
		await has(place, 3, { asOf: old });
		expect(await lease(place)).toEqual({ status: 'unknown', asOf: old.getTime() });
	});

	test('whose time is over pass on at once, whether or not anybody was told; then somebody who waits hears of it', async () => {
		const place = await store();
		await has(place, 1);
		const now = Date.now();
		const first = await lease(place, { until: now + 60_000, now });
		expect(first.status).toBe('leased');
		expect(await lease(place, { now: now + 59_999 })).toMatchObject({ status: 'none-left', quantity: 1, kept: 1 });
		expect(await lease(place, { now: now + 60_000, until: now + 3_600_000 })).toMatchObject({ status: 'leased' });
		expect(await told('Stock Lease Ended', place)).toEqual([]);
		while ((await tellEndedLeases(db(), new Date(now + 60_000))) > 0);
		await tellEndedLeases(db(), new Date(now + 60_001));
		expect(await told('Stock Lease Ended', place)).toMatchObject([
			{ customerId: null, properties: { product_id: 'shoe', store_id: place, quantity: 1, why: 'deadline' } },
		]);
	});

	test('that were sold count until a newer figure says so', async () => {
		const place = await store();
		await has(place, 1);
		const kept = await lease(place);
		if (kept.status !== 'leased') throw new Error(kept.status);
		const { id, storeId } = kept.lease;
		await expect(claimLease(db(), { id, storeId: 'elsewhere' }, 'system')).rejects.toThrow(NotFoundError);
		await claimLease(db(), { id, storeId }, 'system');
		await claimLease(db(), { id, storeId }, 'system');
		expect(await lease(place)).toMatchObject({ status: 'none-left' });
		await has(place, 1, { asOf: new Date(Date.now() + 1000) });
		expect(await lease(place)).toMatchObject({ status: 'leased' });
		expect(await told('Stock Lease Claimed', place)).toHaveLength(1);
	});
});

const drawn = (config: JsonObject) => ({
	nodes: [
		when('Product Added'),
		node('l', 'lease-stock', {
			product: { by: 'trigger', property: 'product_id' },
			keepFor: 'PT2H',
			maxAge: 'PT4H',
			...config,
		}),
		pause('p', 'P1D'),
		node('x', 'exit', { outcome: 'over' }),
	],
	edges: edges('t>l', 'l.leased>p', 'p.done>x'),
});

describe('a journey that keeps a product aside', () => {
	test('takes the nearest store that has it, and messages say where and until when', async () => {
		const [near, far] = [await store(47.01), await store(47.02)];
		const productId = uuid();
		await db()
			.insert(products)
			.values({ id: productId, name: 'Blue shoe', category: 'Shoes', priceMinor: 100, currency: 'EUR' });
		await db()
			.insert(productVariants)
			.values({ sku: `${productId}-38`, productId, size: '38' });
		await has(near, 0, { productId, sku: `${productId}-38` });
		await has(far, 1, { productId, sku: `${productId}-38` });
		await h.publish(drawn({ store: { choose: 'nearest' } }));
		const zoe = await h.customer({ traits: { latitude: 47, longitude: 4.8 } });
		const hand = await enter(h, zoe, 'Product Added', { product_id: productId, sku: `${productId}-38` });
		const { id } = await hand.row();
		const [kept] = await openLeasesOf(db(), { customerIds: [zoe] }, new Date());
		expect(kept).toMatchObject({ storeId: far, productId, sku: `${productId}-38`, quantity: 1 });
		expect(await templateVariables(db(), await loadStanding(db(), id), wantedBy(['{{ lease.until }}']))).toMatchObject({
			lease: { until: kept?.until.toISOString(), product: { name: 'Blue shoe' }, store: { id: far } },
		});
		// The next customer finds none.
		const lea = await h.customer({ traits: { latitude: 47, longitude: 4.8 } });
		const late = await enter(h, lea, 'Product Added', { product_id: productId, sku: `${productId}-38` });
		expect(await late.row()).toMatchObject({ outcome: 'none-left' });
		// It ends with the journey, and is told of as free.
		await hand.timeOut();
		expect(await openLeasesOf(db(), { customerIds: [zoe] }, new Date())).toEqual([]);
		while ((await tellEndedLeases(db())) > 0);
		expect(await told('Stock Lease Ended', far)).toMatchObject([{ customerId: null, properties: { why: 'exit' } }]);
	});

	test('sees it claimed by her order at that store, not by one elsewhere', async () => {
		const [here, elsewhere] = [await store(), await store()];
		await has(here, 1);
		await h.publish(drawn({ store: { choose: 'given', storeId: here } }));
		const zoe = await h.customer();
		await enter(h, zoe, 'Product Added', { product_id: 'shoe' });
		const order = (store_id: string) => ({ order_id: uuid(), store_id, products: [{ product_id: 'shoe' }] });
		await hear(h, zoe, 'Order Completed', order(elsewhere));
		expect(await openLeasesOf(db(), { customerIds: [zoe] }, new Date())).toHaveLength(1);
		const bought = order(here);
		await hear(h, zoe, 'Order Completed', bought);
		const [claimed] = await db()
			.select()
			.from(stockLeases)
			.where(and(eq(stockLeases.customerId, zoe), eq(stockLeases.state, 'claimed')));
		expect(claimed).toMatchObject({ endedWhy: `order:${bought.order_id}` });
		expect(await told('Stock Lease Claimed', here)).toMatchObject([{ customerId: zoe }]);
	});

	test('leaves by “unknown” when the figure is too old, and says how old', async () => {
		const here = await store();
		await has(here, 5, { asOf: new Date(ago(6, 'h')) });
		await h.publish(drawn({ store: { choose: 'given', storeId: here } }));
		const hand = await enter(h, await h.customer(), 'Product Added', { product_id: 'shoe' });
		expect(await hand.row()).toMatchObject({ outcome: 'unknown' });
	});
});
