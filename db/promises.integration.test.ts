import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ago, enter, start } from '../workflows/testing/by-hand';
import { deliverables } from '../workflows/testing/channel';
import { fixtures } from '../workflows/testing/fixtures';
import { edges, MAIL, node, when } from '../workflows/testing/graphs';
import { db } from './client';
import { customers, offers, stockLeases, stores, vouchers } from './schema';
import { setStock } from './stock';

vi.mock('@/channels/deliver', () => import('../workflows/testing/channel'));

const h = fixtures();
const LYON = uuid();
beforeAll(async () => {
	await db()
		.insert(stores)
		.values({
			...{ id: LYON, name: 'Lyon', address: '1 rue', postalCode: '69002', city: 'Lyon', country: 'FR' },
			...{ latitude: 45.76, longitude: 4.83, timeZone: 'Europe/Paris' },
		});
});
beforeEach(async () => {
	deliverables.length = 0;
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
});

const SHOWS_VOUCHER = { ...MAIL, subject: 'Your voucher: {{ voucher.code }}' };
const aboutTrigger = { products: { about: 'trigger', stock: { check: 'store' } } };

async function zoeOfLyon() {
	const id = await h.customer();
	await db().update(customers).set({ homeStoreId: LYON }).where(eq(customers.id, id));
	return id;
}
const publish = (mail: object) =>
	h.publish({
		nodes: [
			when('Product Added'),
			node('m', 'send-email', { ...MAIL, ...mail }),
			node('x', 'exit', { outcome: 'reached' }),
			node('y', 'exit', { outcome: 'not reached' }),
		],
		edges: edges('t>m', 'm.sent>x', 'm.skipped>y'),
	});
const lastSend = async (customerId: string) => (await h.sendsOf(customerId)).at(-1);
const counted = (productId: string, quantity: number, asOf = new Date()) =>
	setStock(db(), [{ productId, sku: '', storeId: LYON, quantity, asOf }]);

describe('a message that shows a voucher', () => {
	/** She has come in, and has the voucher that the message will show. */
	async function withVoucher(mail: object, voucher: Partial<typeof vouchers.$inferInsert> = {}) {
		await publish({ ...SHOWS_VOUCHER, ...mail });
		const zoe = await zoeOfLyon();
		const hand = await start(h, zoe, 'Product Added');
		await db()
			.insert(vouchers)
			.values({
				...{ code: uuid(), nodeId: 'v', visit: 0, customerId: zoe, storeId: LYON, title: '10 €' },
				enrollmentId: hand.ref().enrollmentId,
				expiresAt: new Date(ago(-20, 'h')),
				...voucher,
			});
		await hand.go();
		return lastSend(zoe);
	}

	test('leaves while it holds', async () => {
		expect(await withVoucher({})).toMatchObject({ state: 'accepted' });
	});
	test('does not leave once she has used it', async () => {
		expect(await withVoucher({}, { state: 'redeemed' })).toMatchObject({
			state: 'suppressed',
			reason: 'offer-ended',
			evidence: { state: 'redeemed' },
		});
	});
	test('does not leave when it ends sooner than the step allows, and says when', async () => {
		expect(await withVoucher({ promises: { minValidity: 'P1D' } })).toMatchObject({
			reason: 'offer-ends-soon',
			evidence: { minValidity: 'P1D', expiresAt: expect.any(String) },
		});
	});
	test('does not leave when its offer was cut short', async () => {
		const id = uuid();
		await db()
			.insert(offers)
			.values({ id, name: 'Autumn', title: 'Autumn', discount: { kind: 'gift' }, validUntil: new Date(ago(1, 'min')) });
		expect(await withVoucher({}, { offerId: id })).toMatchObject({ reason: 'offer-ended' });
	});
});

describe('a message about the products of its trigger', () => {
	test('does not leave when she has bought one since, in a store, though no exit hears it', async () => {
		await publish({ promises: { products: { about: 'trigger' } } });
		const zoe = await h.customer();
		const hand = await start(h, zoe, 'Product Added', { product_id: 'coat' });
		await h.event(zoe, 'Order Completed', { order_id: 'o1', store_id: LYON, products: [{ product_id: 'coat' }] });
		await hand.go();
		expect(await lastSend(zoe)).toMatchObject({
			state: 'suppressed',
			reason: 'already-bought',
			evidence: { orderId: 'o1', productId: 'coat', storeId: LYON },
		});
	});
	test.each([
		['gave it back', 'coat', true],
		['bought something else', 'hat', false],
	])('leaves when she %s', async (_what, product, refunded) => {
		await publish({ promises: { products: { about: 'trigger' } } });
		const zoe = await h.customer();
		const hand = await start(h, zoe, 'Product Added', { product_id: 'coat' });
		const order = { order_id: 'o1', total: 50, products: [{ product_id: product }] };
		await h.event(zoe, 'Order Completed', order);
		if (refunded) await h.event(zoe, 'Order Refunded', { ...order, total: 25, products: [{ product_id: product }] });
		await hand.go();
		expect(await lastSend(zoe)).toMatchObject({ state: 'accepted' });
	});
	test.each([
		['does not leave when she bought one in the fortnight before', 13, {}, 'suppressed'],
		['leaves when she bought one longer ago than that', 15, {}, 'accepted'],
		['leaves when only purchases after the trigger are to count', 1, { boughtBefore: 'P0D' }, 'accepted'],
		['looks back as far as it is told to', 80, { boughtBefore: 'P90D' }, 'suppressed'],
	])('%s', async (_what, days, how, state) => {
		await publish({ promises: { products: { about: 'trigger', ...how } } });
		const zoe = await h.customer();
		await h.event(
			zoe,
			'Order Completed',
			{ order_id: 'o1', products: [{ product_id: 'coat' }] },
			{ at: ago(days, 'd') },
		);
		await enter(h, zoe, 'Product Added', { product_id: 'coat' });
		expect(await lastSend(zoe)).toMatchObject({ state });
	});
	test('leaves about the order that started the journey: she has bought that, and is thanked for it', async () => {
		await h.publish({
			nodes: [
				when('Order Completed'),
				node('m', 'send-email', { ...MAIL, promises: { products: { about: 'trigger' } } }),
				node('x', 'exit', { outcome: 'thanked' }),
			],
			edges: edges('t>m', 'm.sent>x'),
		});
		const zoe = await h.customer();
		await enter(h, zoe, 'Order Completed', { order_id: 'o1', products: [{ product_id: 'coat' }] });
		expect(await lastSend(zoe)).toMatchObject({ state: 'accepted' });
	});
	test('leaves when it is in her store by a fresh figure, and only then', async () => {
		await publish({ promises: aboutTrigger });
		const outcome = async (product: string) => {
			const zoe = await zoeOfLyon();
			await enter(h, zoe, 'Product Added', { product_id: product });
			const send = await lastSend(zoe);
			return [send?.state, send?.reason, send?.evidence] as const;
		};
		await counted('there', 3);
		await counted('gone', 0);
		await counted('long-ago', 3, new Date(ago(13, 'h')));
		expect((await outcome('there'))[0]).toBe('accepted');
		expect(await outcome('gone')).toMatchObject(['suppressed', 'out-of-stock', { quantity: 0, storeId: LYON }]);
		expect(await outcome('long-ago')).toMatchObject(['suppressed', 'stock-unknown', { maxAge: 'PT12H' }]);
		expect(await outcome('never')).toMatchObject(['suppressed', 'stock-unknown', { asOf: null }]);
	});
	test('the last unit, kept aside for another customer, is not there for her; kept for her, it is', async () => {
		await publish({ promises: aboutTrigger });
		const [zoe, lea] = [await zoeOfLyon(), await zoeOfLyon()];
		await counted('last-one', 1);
		const lease = { enrollmentId: uuid(), nodeId: 'l', visit: 0, productId: 'last-one', storeId: LYON };
		const times = { leasedAt: new Date(), until: new Date(ago(-1, 'h')) };
		await db()
			.insert(stockLeases)
			.values({ id: uuid(), customerId: lea, ...lease, ...times });
		await enter(h, zoe, 'Product Added', { product_id: 'last-one' });
		await enter(h, lea, 'Product Added', { product_id: 'last-one' });
		expect(await lastSend(zoe)).toMatchObject({ reason: 'out-of-stock', evidence: { quantity: 1, leased: 1 } });
		expect(await lastSend(lea)).toMatchObject({ state: 'accepted' });
	});
});

test('a message that promises nothing is asked nothing', async () => {
	await publish({});
	const zoe = await zoeOfLyon();
	await enter(h, zoe, 'Product Added', { product_id: 'gone' });
	expect(await lastSend(zoe)).toMatchObject({ state: 'accepted' });
});
