import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import * as actions from '@/app/(app)/stores/[id]/actions';
import { bringCookie } from '@/auth/testing/next-headers';
import { cookieOf, person } from '@/auth/testing/people';
import { STORES } from '@/demo/retailer';
import { fixtures } from '@/workflows/testing/fixtures';
import { db } from './client';
import { customerPicture } from './customer-picture';
import { findByWhatIsShown } from './find-customer';
import { givePoints } from './points';
import { findProducts, productNames } from './products';
import { events, identities, products, productVariants, stock, stores, vouchers } from './schema';
import { loadAtCounter, recordVisit, whereIs } from './store-page';

vi.mock('next/headers', () => import('@/auth/testing/next-headers'));
vi.mock('next-intl/server', () => import('@/auth/testing/next-intl-server'));
vi.mock('next/cache', () => ({ revalidatePath: () => undefined }));

const h = fixtures();
const [here, there] = STORES.map(({ id }) => id);
const storeId = here ?? '';
beforeAll(async () => {
	await h.configure({ locale: 'fr' });
	await db()
		.insert(stores)
		.values([...STORES]);
	bringCookie(await cookieOf((await person('ops')).email));
});
beforeEach(() => h.archiveAll());

async function voucherFor(customerId: string, code: string, more: Partial<typeof vouchers.$inferInsert> = {}) {
	const step = { enrollmentId: uuid(), nodeId: 'v', visit: 0 };
	const expiresAt = new Date(Date.now() + 86_400_000);
	await db()
		.insert(vouchers)
		.values({ ...step, code, customerId, storeId, title: '10 € off', expiresAt, ...more });
}

test('a customer is found by whatever she shows: card, phone as she says it, email, voucher or its QR code', async () => {
	const zoe = await h.customer({ phone: '+33612345699', email: 'zoe.counter@example.test' });
	await db().insert(identities).values({ kind: 'loyalty_card', value: '2400001', customerId: zoe, source: 'test' });
	await voucherFor(zoe, 'ABCDEFGH2345');
	for (const shown of [
		...['2400001', '06 12 34 56 99', ' Zoe.Counter@example.test ', 'abcd-efgh-2345'],
		'https://journeys.example.com/v/ABCDEFGH2345',
	])
		expect(await findByWhatIsShown(db(), shown), shown).toBe(zoe);
	for (const shown of ['', '0612345698', '24000', 'zoe', 'ABCDEFGH2346'])
		expect(await findByWhatIsShown(db(), shown), shown).toBeNull();
	expect(await actions.findCustomer({ shown: '2400001' })).toEqual({ ok: true, value: { customerId: zoe } });
});

test('at the counter stand her points, what she may use now, and what she did last', async () => {
	const zoe = await h.customer({ traits: { first_name: 'Zoé' } });
	await givePoints(db(), {
		...{ customerId: zoe, points: 40, reason: 'x', key: uuid(), source: 'test', at: new Date() },
	});
	await voucherFor(zoe, 'USABLE234567');
	await voucherFor(zoe, 'EXPIRED23456', { expiresAt: new Date(Date.now() - 1000) });
	await h.event(zoe, 'Page Viewed');
	await h.event(zoe, 'Order Completed', { order_id: 'o-1', total: 80 });
	const counter = await loadAtCounter(db(), zoe, storeId);
	expect(counter.facts).toMatchObject({ points: 40, traits: { first_name: 'Zoé' } });
	expect(counter.vouchers.map(({ code }) => code)).toEqual(['USABLE234567']);
	expect(counter.happened.map(({ name }) => name)).toEqual(['Order Completed']);
	expect(counter.vouchersOver).toEqual({ used: 0, expired: 1, cancelled: 0 });
	expect(counter.points).toEqual((await customerPicture(db(), zoe, Date.now())).points);
});

test('points and tier are the same at the counter and in the office, for whoever never collected any too', async () => {
	const both = async () => {
		const her = await h.customer();
		const [counter, picture] = [await loadAtCounter(db(), her, storeId), await customerPicture(db(), her, Date.now())];
		expect(counter.points).toEqual(picture.points);
		return counter.points;
	};
	expect(await both()).toBeNull();
	await h.configure({ locale: 'fr', tiers: [{ name: 'Bronze', from: 0 }] });
	expect(await both()).toEqual({ points: 0, earned: 0, tier: 'Bronze' });
	await h.configure({ locale: 'fr' });
});

test('a visit is said at the counter of its store, until she left or may come in again', async () => {
	const zoe = await h.customer();
	const here = async (at: string, id = storeId) => (await loadAtCounter(db(), zoe, id, new Date(at))).hereSince;
	expect(await here('2026-11-24T12:00:00Z')).toBeNull();
	const at = new Date('2026-11-24T12:00:00Z');
	await recordVisit(db(), { customerId: zoe, storeId }, at);
	expect(await here('2026-11-24T12:20:00Z')).toEqual(at);
	expect(await here('2026-11-24T12:20:00Z', there)).toBeNull();
	expect(await here('2026-11-24T12:31:00Z')).toBeNull();
});

test('a voucher is redeemed at the counter once; a second press gets the same answer, another store is refused', async () => {
	await voucherFor(await h.customer(), 'COUNTER23456');
	const once = await actions.redeem({ storeId, code: 'COUNTER-2345-6' });
	expect(once).toEqual({ ok: true, value: { title: '10 € off', terms: '' } });
	expect(await actions.redeem({ storeId, code: 'COUNTER23456' })).toEqual(once);
	expect(await actions.redeem({ storeId: there ?? '', code: 'COUNTER23456' })).toMatchObject({
		ok: false,
		error: { code: 'conflict', field: 'code' },
	});
	expect(await actions.redeem({ storeId: 'nowhere', code: 'COUNTER23456' })).toMatchObject({
		error: { code: 'not-found' },
	});
});

test('a visit is one visit, however often the button is pressed', async () => {
	const zoe = await h.customer();
	const noon = new Date('2026-11-24T12:00:00Z');
	const visit = (at: Date) => recordVisit(db(), { customerId: zoe, storeId }, at);
	await Promise.all([visit(noon), visit(new Date(noon.getTime() + 60_000))]);
	await visit(new Date(noon.getTime() + 3 * 3_600_000));
	const heard = await db().select().from(events).where(eq(events.customerId, zoe));
	expect(heard.map(({ name, properties }) => [name, properties.store_id])).toEqual([
		['Store Entered', storeId],
		['Store Entered', storeId],
	]);
});

test('a visit of somebody who is not a customer is refused, and nothing is written', async () => {
	const customerId = uuid();
	expect(await actions.visit({ storeId, customerId })).toMatchObject({ ok: false, error: { code: 'not-found' } });
	expect(await db().$count(events, eq(events.customerId, customerId))).toBe(0);
});

test('a product is looked for by a part of its name: here, and in the stores around', async () => {
	const product = { name: 'Blue vase', category: 'Vases', priceMinor: 3990, currency: 'EUR' };
	await db()
		.insert(products)
		.values({ id: 'vase-7', ...product });
	const asOf = new Date();
	await db()
		.insert(stock)
		.values([
			{ productId: 'vase-7', storeId, quantity: 0, asOf },
			{ productId: 'vase-7', storeId: there ?? '', quantity: 2, asOf },
		]);
	const [store] = await db().select().from(stores).where(eq(stores.id, storeId));
	if (!store) throw new Error('no store');
	const [found] = await whereIs(db(), 'blue VA', store);
	expect(found).toMatchObject({ id: 'vase-7', availability: { here: { stock: { known: true, quantity: 0 } } } });
	expect(found?.availability.nearby.map((one) => [one.store.id, one.stock])).toMatchObject([
		[there, [{ known: true, quantity: 2 }]],
	]);
	expect(await whereIs(db(), '100%_', store)).toEqual([]);
});

test('a product is chosen by its name, its id or the sku of a variant, the very one first; what is no longer sold comes last', async () => {
	const mug = { name: 'Mug', category: 'Tableware', priceMinor: 900, currency: 'EUR' };
	await db()
		.insert(products)
		.values([
			{ id: 'mug-1', ...mug, name: 'Alpine mug', active: false },
			{ id: 'mug-2', ...mug, name: 'Lake mug' },
			{ id: 'mug', ...mug, name: 'Zenith mug' },
		]);
	await db().insert(productVariants).values({ sku: 'LAKE-BLUE', productId: 'mug-2' });
	const found = async (text: string) => (await findProducts(db(), text, 10)).map(({ id }) => id);
	expect(await found('mug')).toEqual(['mug', 'mug-2', 'mug-1']);
	expect(await found('LAKE-BLUE')).toEqual(['mug-2']);
	expect(await found('alpine')).toEqual(['mug-1']);
	expect(await found('100%_')).toEqual([]);
	expect((await findProducts(db(), '', 2)).length).toBe(2);
	expect(await productNames(db(), ['mug', 'nothing'])).toEqual(new Map([['mug', 'Zenith mug']]));
});

test('a colleague works at the counter of her store, and other stores are not there for her', async () => {
	const zoe = await h.customer();
	await voucherFor(zoe, 'HERSTORE2345');
	const asked = { customerId: zoe, code: 'HERSTORE2345', text: 'vase', id: uuid(), done: true };
	bringCookie(await cookieOf((await person('store', [there ?? ''])).email));
	for (const act of [actions.redeem, actions.visit, actions.settle, actions.claim, actions.lookFor] as const)
		expect(await act({ ...asked, storeId })).toMatchObject({ ok: false, error: { code: 'not-found' } });
	expect(await actions.visit({ ...asked, storeId: there ?? '' })).toMatchObject({ ok: true });
	bringCookie(await cookieOf((await person('store', [storeId])).email));
	expect(await actions.redeem({ ...asked, storeId })).toMatchObject({ ok: true });
});
