import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pictureJson } from '@/app/v1/customers/picture-json';
import { POST as redeemRoute } from '@/app/v1/vouchers/[code]/redeem/route';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { customerPicture } from '@/db/customer-picture';
import { customersByIdentity } from '@/db/customer-views';
import { ingest } from '@/db/ingest';
import { saveOffer } from '@/db/offers';
import { steps, stockLeases, stores, vouchers } from '@/db/schema';
import { setStock } from '@/db/stock';
import { journeyFile } from '@/lib/graph';
import { offerDraft } from '@/lib/offer';
import { readCall } from '@/lib/segment';
import drawn from '../acceptance/web-to-store.json';
import { edges, node, pause, when } from './testing/graphs';
import { type Harness, startHarness } from './testing/harness';

vi.mock('@/channels/deliver', () => import('./testing/channel'));
vi.mock('next-intl/server', () => import('@/auth/testing/next-intl-server'));

/** An hour of the story. */
const HOUR = 3000;
/** What the journey's durations become, so that its day passes in a minute. */
const COMPRESSED = { PT1H: 'PT3S', PT5M: 'PT4S', P1D: 'PT20S', PT2H: 'PT6S', PT12H: 'PT20S' };

const PROMOTION = {
	nodes: [
		when('Product Viewed', { reentry: { mode: 'never' } }),
		pause('later', 'PT5S'),
		node('sale', 'send-sms', { body: 'Sale: -20 % on everything' }),
	],
	edges: edges('t>later', 'later.done>sale'),
	settings: { kind: 'promotional', priority: 10 },
};

let h: Harness;
let till: string;
beforeAll(async () => {
	h = await startHarness();
	till = await createKey(db(), { kind: 'secret', name: 'tills' });
	await h.configure({ promotionWindow: 'PT2H' });
	const alwaysOpen = Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, [['00:00', '24:00']]]));
	const shop = { address: '1 rue', country: 'FR', city: 'Paris', timeZone: 'Europe/Paris', openingHours: alwaysOpen };
	await db()
		.insert(stores)
		.values([
			{ id: 's1', name: 'Opéra', postalCode: '75009', latitude: 48.871, longitude: 2.332, ...shop },
			{ id: 's2', name: 'Bastille', postalCode: '75011', latitude: 48.853, longitude: 2.369, ...shop },
		] as (typeof stores.$inferInsert)[]);
	const article = { productId: 'coat', sku: '', asOf: new Date() };
	await setStock(db(), [
		{ ...article, storeId: 's1', quantity: 0 },
		{ ...article, storeId: 's2', quantity: 1 },
	]);
	const words = { name: 'Try it on', title: '10 € off', terms: 'In the store', discount: { kind: 'gift' } };
	await saveOffer(db(), { id: 'try-it-on', revision: 0, ...offerDraft.parse(words) }, 'system');
}, 60_000);
afterAll(() => h.close());

/** As the site or a till would send it; what a till sends again has the same `messageId`. */
async function say(call: Record<string, unknown> & { at?: number }): Promise<void> {
	const receivedAt = Date.now();
	const { at = receivedAt, ...rest } = call;
	const read = readCall({ type: 'track', timestamp: new Date(at).toISOString(), ...rest }, { receivedAt });
	await ingest(db(), [read], { source: 'test', receivedAt: new Date(receivedAt), history: false });
	h.bell.ring();
}
const untilInstant = (at: number) => new Promise((resolve) => setTimeout(resolve, at - Date.now()));

/** A till redeems a voucher, with the number of its receipt. */
async function redeem(code: string, receipt: string) {
	const body = JSON.stringify({ redemption_id: receipt, store_id: 's2' });
	const headers = { authorization: `Bearer ${till}` };
	const request = new Request(`http://localhost/v1/vouchers/${code}/redeem`, { method: 'POST', headers, body });
	const answer = await redeemRoute(request, { params: Promise.resolve({ code }) });
	return { status: answer.status, body: await answer.json() };
}

const stepOf = async (enrollmentId = '', nodeId = '') =>
	(
		await db()
			.select()
			.from(steps)
			.where(and(eq(steps.enrollmentId, enrollmentId), eq(steps.nodeId, nodeId)))
	)[0];
const body = (send: { message: unknown } | undefined) => (send?.message as { body?: string } | undefined)?.body;

test('web to store: she looks online, an SMS says where the only one is kept for her, she buys it there, and it counts as researched online', async () => {
	const file = journeyFile.parse(
		JSON.parse(JSON.stringify(drawn), (_key, value) => COMPRESSED[value as keyof typeof COMPRESSED] ?? value),
	);
	const { journeyId } = await h.publish(file);
	const promotion = await h.publish(PROMOTION);

	// Nobody yet: a visitor who looks at a coat, then says who she is and agrees to SMS, and to nothing else.
	const coat = { product_id: 'coat', name: 'The coat', price: 240, currency: 'EUR' };
	await say({ anonymousId: 'browser', event: 'Product Viewed', properties: coat });
	const [visitor = ''] = await customersByIdentity(db(), 'anonymous_id', 'browser');
	await h.parked(visitor);
	await say({
		...{ type: 'identify', anonymousId: 'browser', userId: 'zoe' },
		traits: {
			...{ first_name: 'Zoé', phone: '+33639980101', loyalty_card: '4201', consents: { sms: true } },
			address: { latitude: 48.872, longitude: 2.333 },
		},
	});
	expect(await customersByIdentity(db(), 'user_id', 'zoe')).toEqual([visitor]);

	// 10:00, and an hour later, to the millisecond: the timer starts again.
	const ten = Date.now();
	const added = { userId: 'zoe', event: 'Product Added', properties: { ...coat, cart_id: 'cart-1' } };
	await say({ ...added, at: ten });
	const of = async (journey: string) =>
		(await h.enrollmentsOf(visitor)).find((enrollment) => enrollment.journeyId === journey);
	await untilInstant(ten + HOUR);
	await say({ ...added, at: ten + HOUR });
	await h.decided(visitor);
	await untilInstant(ten + 2 * HOUR);
	expect(await h.sendsOf(visitor)).toEqual([]);

	// 12:00, without an order: one SMS, with a voucher for the store where the only one is kept for her.
	const [invitation] = await h.until(async () => {
		const sends = await h.sendsOf(visitor);
		return sends.some(({ state }) => state === 'accepted') && sends;
	}, 'the invitation');
	expect(invitation).toMatchObject({ channel: 'sms', nodeId: 'invite', recipient: '+33639980101' });
	const noOrder = await stepOf(invitation?.enrollmentId, 'thinking');
	expect(noOrder).toMatchObject({ port: 'timeout', evidence: { until: ten + 2 * HOUR } });
	const voucherOf = async () => (await db().select().from(vouchers).where(eq(vouchers.customerId, visitor)))[0];
	const leaseOf = async () => (await db().select().from(stockLeases).where(eq(stockLeases.customerId, visitor)))[0];
	const { code = '' } = (await voucherOf()) ?? {};
	expect(await voucherOf()).toMatchObject({ state: 'issued', storeId: 's2', offerId: 'try-it-on' });
	expect(await leaseOf()).toMatchObject({ state: 'held', storeId: 's2', productId: 'coat', quantity: 1 });
	expect(body(invitation)).toContain('The coat is kept for you at Bastille. 10 € off: ');
	expect(body(invitation)).toContain(`/v/${code}`);

	// She comes; the voucher is good once, whatever another till says.
	const store = { store_id: 's2', loyalty_card: '4201' };
	await say({ event: 'Store Entered', properties: store });
	const came = Date.now();
	expect(await redeem(code, 'receipt-7')).toMatchObject({ status: 200, body: { state: 'redeemed', store_id: 's2' } });
	expect(await redeem(code, 'receipt-7')).toMatchObject({ status: 200 });
	expect(await redeem(code, 'other-till-3')).toMatchObject({
		status: 409,
		body: { error: { code: 'already-redeemed' }, redemption: { store_id: 's2', redemption_id: 'receipt-7' } },
	});

	// The till uploads its day after the wait's end, twice, and once more under another id.
	const order = {
		...{ event: 'Order Completed', messageId: 'till-1-receipt-7', at: Date.now() },
		properties: { ...store, order_id: 'receipt-7', total: 230, currency: 'EUR', products: [{ ...coat, quantity: 1 }] },
	};
	await untilInstant(came + 7000);
	await say(order);
	await say(order);
	await say({ ...order, messageId: 'till-1-receipt-7-again' });
	const journey = await h.until(async () => {
		const enrollment = await of(journeyId);
		return enrollment?.endedAt && enrollment;
	}, 'her way to end');
	await h.decided(visitor);
	expect(journey.outcome).toBe('bought in store');
	expect(await h.pathOf(journey.id)).toEqual([
		...['thinking:timeout', 'keep:leased', 'voucher:issued', 'invite:sent', 'visit:came', 'till:bought', 'thank:sent'],
	]);

	// No reminder, one thank-you; the promotion is held, and says for what.
	const sends = await h.sendsOf(visitor);
	expect(sends.map(({ nodeId, state }) => `${nodeId}: ${state}`)).toEqual(['invite: accepted', 'thank: accepted']);
	expect(body(sends[1])).toContain('Thank you for coming to Bastille, Zoé!');
	const held = await of(promotion.journeyId);
	expect(held).toMatchObject({ status: 'waiting', nodeId: 'sale', parkedFor: 'defer' });
	const waits = await stepOf(held?.id, 'sale');
	expect(waits).toMatchObject({ port: null, why: 'arbitration' });
	expect(waits?.evidence).toMatchObject({ held: { journeyId, priority: 80, ownPriority: 10 } });
	expect(await leaseOf()).toMatchObject({ state: 'claimed' });
	const picture = pictureJson(await customerPicture(db(), visitor, Date.now()));
	expect(picture.bought).toMatchObject({ orders_online: 0, orders_in_store: 1, orders_researched_online: 1 });
	expect(picture.orders).toMatchObject([{ order_id: 'receipt-7', store: { id: 's2' }, researched_online: true }]);
}, 90_000);
