import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Receiver, startReceiver } from '../channels/testing/receiver';
import { db } from '../db/client';
import { createDestination } from '../db/destinations';
import { calls } from '../db/schema';
import { deliverables } from './testing/channel';
import { edges, MAIL, node, when } from './testing/graphs';
import { type Harness, startHarness } from './testing/harness';

vi.mock('@/channels/deliver', () => import('./testing/channel'));
// Before the configuration is read: the retailer's systems of these tests are on this machine.
process.env.HTTP_ALLOW_NETWORKS = '127.0.0.1/32';

let h: Harness;
let billing: Receiver;
let shop: Receiver;
beforeAll(async () => {
	h = await startHarness();
	[billing, shop] = [await startReceiver(), await startReceiver()];
}, 60_000);
afterAll(async () => {
	await h.close();
	billing.close();
	shop.close();
});

/** Both journeys are about something she ordered: their messages are service, and need no consent. */
const settings = { kind: 'service' as const };
const sameOrder = { property: 'order_id', equalsTrigger: 'order_id' };
const connection = async (name: string, { url }: Receiver) =>
	(await createDestination(db(), { name, url, whenCut: 'ask', askUrl: null }, 'system')).id;

/** An order with a promised date that does not arrive by then: a tenth of it is given back, and she is told. */
const latePromise = (destination: string) => ({
	settings,
	nodes: [
		when('Order Completed', {
			where: { type: 'property', of: 'event', path: 'promised_at', op: 'is-set' },
			key: 'order_id',
			reentry: { mode: 'never' },
		}),
		node('arrives', 'wait-for-event', {
			events: [
				{ port: 'delivered', event: 'Order Delivered', correlation: sameOrder },
				{ port: 'cancelled', event: 'Order Cancelled', correlation: sameOrder },
			],
			timeout: { kind: 'date', path: 'promised_at' },
		}),
		node('give', 'adjust-bill', {
			destination,
			amount: { by: 'percent', percent: 10 },
			orderId: '{{ event.order_id }}',
			reason: 'Delivered later than promised',
			cap: { minor: 2000, per: 'P30D' },
		}),
		node('tell', 'send-email', { ...MAIL, subject: 'Your order {{ event.order_id }} is late: we gave you 10 % back' }),
		node('kept', 'exit', { outcome: 'promise kept' }),
		node('gone', 'exit', { outcome: 'cancelled' }),
		node('made-good', 'exit', { outcome: 'made good' }),
	],
	edges: edges(
		't>arrives',
		'arrives.delivered>kept',
		'arrives.cancelled>gone',
		'arrives.timeout>give',
		'give.adjusted>tell',
		'tell.sent>made-good',
	),
});

/** She says it never came: a replacement is asked for at once, nothing is checked; when the first parcel comes back she is thanked. */
const replacement = (destination: string) => ({
	settings,
	nodes: [
		when('Order Not Received', { key: 'order_id', reentry: { mode: 'never' } }),
		node('replace', 'webhook', {
			destination,
			type: 'replacement.requested',
			fields: [{ name: 'order_id', value: '{{ event.order_id }}' }],
		}),
		node('back', 'wait-for-event', {
			events: [{ port: 'returned', event: 'Return Received', correlation: sameOrder }],
			timeout: { kind: 'duration', duration: 'P60D' },
		}),
		node('thank', 'send-email', { ...MAIL, subject: 'Thank you for sending it back' }),
		node('thanked', 'exit', { outcome: 'thanked' }),
	],
	edges: edges('t>replace', 'replace.done>back', 'back.returned>thank', 'thank.sent>thanked'),
});

beforeEach(async () => {
	deliverables.length = 0;
	billing.reset();
	shop.reset();
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
	await h.publish(latePromise(await connection('Billing', billing)));
	await h.publish(replacement(await connection('Shop', shop)));
});

/** She orders for 80 €, to be there by D. She never agreed to any message. */
async function order(promisedAt: number) {
	const zoe = await h.customer({ consents: {} });
	const about = { order_id: 'o-1', total: 80, currency: 'EUR' };
	await h.event(zoe, 'Order Completed', { ...about, promised_at: new Date(promisedAt).toISOString() });
	await h.parked(zoe);
	return zoe;
}
const SOON_MS = 3000;

describe('an order of 80 € that was promised for a date', () => {
	test('does not come: once, 8 € are given back and she is told, though the worker is killed in the middle of the call; then she complains, and is sent another at once', async () => {
		const promisedAt = Date.now() + SOON_MS;
		const zoe = await order(promisedAt);
		expect([billing.posted, deliverables], 'nothing before the date').toEqual([[], []]);

		billing.next.push('apply-then-be-silent');
		await h.until(async () => billing.posted.length === 1, 'the call to billing');
		expect(Date.now()).toBeGreaterThan(promisedAt);
		await h.stopWorker();
		// As long ago as no call takes: nobody wrote its end down.
		await db()
			.update(calls)
			.set({ calledAt: new Date(Date.now() - 60_000) })
			.where(eq(calls.customerId, zoe));
		await h.startWorker();
		expect(await h.ended(zoe)).toMatchObject({ outcome: 'made good' });
		expect(billing.posted.map(({ body }) => JSON.parse(body))).toMatchObject([
			{ type: 'bill.adjust', data: { order_id: 'o-1', amount_minor: 800, currency: 'EUR' } },
		]);
		expect(billing.applied.size).toBe(1);
		expect(deliverables, 'one email').toHaveLength(1);
		expect(shop.posted, 'before she complains').toEqual([]);

		for (let n = 0; n < 3; n++) await h.event(zoe, 'Order Not Received', { order_id: 'o-1' });
		await h.until(async () => shop.posted.length > 0, 'the replacement to be asked for');
		await h.until(
			async () => (await h.enrollmentsOf(zoe)).some(({ status, nodeId }) => status === 'waiting' && nodeId === 'back'),
			'her to be waiting for the return',
		);
		await h.decided(zoe);
		expect(shop.posted.map(({ body }) => JSON.parse(body))).toMatchObject([
			{ type: 'replacement.requested', customer: { id: zoe }, data: { order_id: 'o-1' } },
		]);

		await h.event(zoe, 'Return Received', { order_id: 'o-2' });
		await h.event(zoe, 'Return Received', { order_id: 'o-1' });
		await h.until(
			async () => (await h.enrollmentsOf(zoe)).some(({ outcome }) => outcome === 'thanked'),
			'the return to be thanked',
		);
		expect(await h.sendsOf(zoe)).toMatchObject([
			{ nodeId: 'tell', state: 'accepted' },
			{ nodeId: 'thank', state: 'accepted' },
		]);
		expect([billing.applied.size, shop.applied.size]).toEqual([1, 1]);
	}, 60_000);

	test.each([
		['comes in time', 'Order Delivered', 'promise kept'],
		['is cancelled', 'Order Cancelled', 'cancelled'],
	])('%s: nothing is given back', async (_what, event, outcome) => {
		const zoe = await order(Date.now() + 3_600_000);
		await h.event(zoe, event, { order_id: 'o-1' });
		expect(await h.ended(zoe)).toMatchObject({ outcome });
		expect([billing.posted, deliverables]).toEqual([[], []]);
	});
});

test('an order that comes while another is late keeps no promise of the other', async () => {
	const zoe = await order(Date.now() + SOON_MS);
	await h.event(zoe, 'Order Delivered', { order_id: 'o-2' });
	expect(await h.ended(zoe)).toMatchObject({ outcome: 'made good' });
	expect(billing.applied.size).toBe(1);
});

test('an order that nobody promised for a date is owed nothing', async () => {
	const zoe = await h.customer();
	await h.event(zoe, 'Order Completed', { order_id: 'o-1', total: 80 });
	await h.decided(zoe);
	expect(await h.enrollmentsOf(zoe)).toEqual([]);
});
