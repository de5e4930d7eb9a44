import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { webhookHeaders } from '@/channels/standard-webhooks';
import { type Receiver, startReceiver } from '@/channels/testing/receiver';
import { byHand } from '@/workflows/testing/by-hand';
import { edges, node, when } from '@/workflows/testing/graphs';
import { type Harness, startHarness } from '@/workflows/testing/harness';
import { db } from './client';
import { createDestination, removeDestination, rotateSecret } from './destinations';
import { pauseJourney, resumeJourney } from './operate';
import { calls, type WhenCut } from './schema';

// Before the configuration is read: the billing system of these tests is on this machine.
process.env.HTTP_ALLOW_NETWORKS = '127.0.0.1/32';

let billing: Receiver;
let h: Harness;
beforeAll(async () => {
	h = await startHarness();
	billing = await startReceiver();
}, 60_000);
afterAll(async () => {
	await h.close();
	billing.close();
});
beforeEach(async () => {
	billing.reset();
	await h.archiveAll();
});

const settings = (whenCut: WhenCut = 'ask') => ({ name: 'Billing', url: billing.url, whenCut, askUrl: null });

/** A journey that gives back on an order; a customer who stands at the step. */
async function atTheStep({
	whenCut = 'ask',
	config = {},
	zoe,
	order = { order_id: 'o-1', total: 80 },
}: {
	whenCut?: WhenCut;
	config?: Record<string, unknown>;
	zoe?: string;
	order?: Record<string, string | number>;
} = {}) {
	const made = await createDestination(db(), settings(whenCut), 'system');
	await h.archiveAll();
	await h.publish({
		nodes: [
			when('Order Completed'),
			node('a', 'adjust-bill', {
				destination: made.id,
				amount: { by: 'percent', percent: 10 },
				orderId: '{{ event.order_id }}',
				reason: 'Late, {{ customer.first_name }}',
				cap: { minor: 2000, per: 'P30D' },
				...config,
			}),
			...['adjusted', 'capped', 'failed'].map((port) => node(port, 'exit', { outcome: port })),
		],
		edges: edges('t>a', 'a.adjusted>adjusted', 'a.capped>capped', 'a.failed>failed'),
	});
	const customer = zoe ?? (await h.customer({ traits: { first_name: 'Zoé' } }));
	h.bell.ring();
	return { ...made, customer, order };
}

async function gone(customer: string, nth = 0) {
	return h.until(async () => (await h.enrollmentsOf(customer)).filter((e) => e.endedAt)[nth], 'the journey to end');
}
async function through(customer: string, order: Record<string, string | number>, nth = 0) {
	await h.event(customer, 'Order Completed', order);
	return gone(customer, nth);
}

describe('an adjustment of a bill', () => {
	test('of a tenth of 80 € reaches the billing system as 800 cents, signed, under one key', async () => {
		const { customer, order, secret } = await atTheStep();
		expect(await through(customer, order)).toMatchObject({ outcome: 'adjusted' });
		expect(billing.posted).toHaveLength(1);
		const [{ headers, body } = { headers: {}, body: '' }] = billing.posted;
		expect(JSON.parse(body)).toMatchObject({
			type: 'bill.adjust',
			key: headers['idempotency-key'],
			customer: { id: customer },
			trigger: { name: 'Order Completed', properties: order },
			data: { order_id: 'o-1', amount_minor: 800, currency: 'EUR', reason: 'Late, Zoé' },
		});
		expect(headers['webhook-id']).toBe(headers['idempotency-key']);
		const at = Number(headers['webhook-timestamp']) * 1000;
		expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
		const signed = webhookHeaders([secret], { id: String(headers['webhook-id']), at, body });
		expect(headers['webhook-signature']).toBe(signed['webhook-signature']);
	});

	test('is made once when the connection breaks in the middle of the call: the system is asked, and has it', async () => {
		const { customer, order } = await atTheStep();
		billing.next.push('apply-then-hang-up');
		expect(await through(customer, order)).toMatchObject({ outcome: 'adjusted' });
		expect(billing.posted).toHaveLength(1);
		expect(billing.applied.size).toBe(1);
		expect(await db().select().from(calls).where(eq(calls.customerId, customer))).toMatchObject([
			{ state: 'accepted' },
		]);
	});

	test('is made once when the worker is killed in the middle of the call', async () => {
		const { customer, order } = await atTheStep();
		billing.next.push('apply-then-be-silent');
		await h.event(customer, 'Order Completed', order);
		await h.until(async () => billing.posted.length === 1, 'the call');
		await h.stopWorker();
		// As long ago as no call takes: nobody wrote its end down.
		await db()
			.update(calls)
			.set({ calledAt: new Date(Date.now() - 60_000) })
			.where(eq(calls.customerId, customer));
		await h.startWorker();
		expect(await gone(customer)).toMatchObject({ outcome: 'adjusted' });
		expect(billing.posted).toHaveLength(1);
		expect(billing.applied.size).toBe(1);
	});

	test('is made once when the system never got it: it is asked, and called again with the same words', async () => {
		const { customer, order } = await atTheStep();
		billing.next.push('hang-up');
		expect(await through(customer, order)).toMatchObject({ outcome: 'adjusted' });
		expect(billing.posted).toHaveLength(2);
		expect(billing.posted[1]?.body).toBe(billing.posted[0]?.body);
		expect(billing.applied.size).toBe(1);
	});

	test('waits while the system cannot answer whether it has it', async () => {
		const { customer, order } = await atTheStep();
		billing.next.push('apply-then-hang-up');
		billing.mayBeAsked = false;
		await h.event(customer, 'Order Completed', order);
		await h.until(
			async () => (await h.enrollmentsOf(customer)).some(({ error }) => error?.includes('could not be asked')),
			'the trouble to show',
		);
		billing.mayBeAsked = true;
		expect(await gone(customer)).toMatchObject({ outcome: 'adjusted' });
		expect(billing.posted).toHaveLength(1);
	});

	test('that a system which knows repeats was called for is called for again, with the same key', async () => {
		const { customer, order } = await atTheStep({ whenCut: 'repeat' });
		billing.next.push('apply-then-hang-up');
		expect(await through(customer, order)).toMatchObject({ outcome: 'adjusted' });
		expect(billing.posted).toHaveLength(2);
		expect(billing.applied.size).toBe(1);
	});

	test('that nobody can tell the end of is not repeated, and nobody is told that she got it', async () => {
		const { customer, order } = await atTheStep({ whenCut: 'unknown' });
		billing.next.push('apply-then-hang-up');
		expect(await through(customer, order)).toMatchObject({ outcome: 'failed' });
		expect(billing.posted).toHaveLength(1);
		expect(await db().select().from(calls).where(eq(calls.customerId, customer))).toMatchObject([{ state: 'unknown' }]);
	});

	test('is tried again when the system is busy', async () => {
		const { customer, order } = await atTheStep();
		billing.next.push(429, 503);
		expect(await through(customer, order)).toMatchObject({ outcome: 'adjusted' });
		expect(billing.posted).toHaveLength(3);
	});

	test('that the system refuses has failed, and is not tried again', async () => {
		const { customer, order } = await atTheStep();
		billing.next.push(422);
		expect(await through(customer, order)).toMatchObject({ outcome: 'failed', error: 'http-422' });
		expect(billing.posted).toHaveLength(1);
	});

	test('is not taken elsewhere by a redirect', async () => {
		const { customer, order } = await atTheStep();
		billing.next.push(302);
		expect(await through(customer, order)).toMatchObject({ outcome: 'failed', error: 'http-302' });
	});

	test('never goes over the cap, over all journeys', async () => {
		const { customer, order } = await atTheStep();
		expect(await through(customer, order)).toMatchObject({ outcome: 'adjusted' });
		await atTheStep({ zoe: customer });
		expect(await through(customer, { order_id: 'o-2', total: 120 }, 1)).toMatchObject({ outcome: 'adjusted' });
		expect(await through(customer, { order_id: 'o-3', total: 10 }, 2)).toMatchObject({ outcome: 'capped' });
		expect(billing.posted).toHaveLength(2);
	});

	test('of an order without a total fails with the reason', async () => {
		const { customer } = await atTheStep();
		expect(await through(customer, { order_id: 'o-1' })).toMatchObject({ outcome: 'failed', error: /no total/ });
		expect(billing.posted).toEqual([]);
	});

	test('waits while its journey is paused', async () => {
		const { customer, order } = await atTheStep();
		billing.next.push(503);
		await h.event(customer, 'Order Completed', order);
		await h.until(async () => billing.posted.length === 1, 'the first try');
		const [open] = await h.enrollmentsOf(customer);
		await pauseJourney(db(), open?.journeyId ?? '', 'system');
		await h.parked(customer);
		expect(billing.posted).toHaveLength(1);
		await resumeJourney(db(), open?.journeyId ?? '', 'system');
		expect(await gone(customer)).toMatchObject({ outcome: 'adjusted' });
	});
});

test('ten workers at the same step call once', async () => {
	const { customer, order } = await atTheStep();
	await h.event(customer, 'Order Completed', order);
	h.bell.ring();
	const open = await h.until(async () => (await h.enrollmentsOf(customer))[0], 'the enrollment');
	const hands = await Promise.all(Array.from({ length: 10 }, () => byHand(open.id)));
	await Promise.allSettled(hands.map((hand) => hand.effect()));
	await gone(customer);
	expect(billing.posted).toHaveLength(1);
});

test('for a day a replaced secret signs as well', async () => {
	const { id, secret, customer, order } = await atTheStep();
	const fresh = await rotateSecret(db(), id, 'system');
	await through(customer, order);
	const { headers, body } = billing.posted[0] ?? { headers: {}, body: '' };
	const at = Number(headers['webhook-timestamp']) * 1000;
	expect(headers['webhook-signature']).toBe(
		webhookHeaders([fresh, secret], { id: String(headers['webhook-id']), at, body })['webhook-signature'],
	);
});

test('a step whose connection was removed fails with the reason, and a journey that names it is not published', async () => {
	const { id, customer, order } = await atTheStep();
	await removeDestination(db(), id, 'system');
	expect(await through(customer, order)).toMatchObject({ outcome: 'failed', error: /removed/ });
	await expect(
		h.publish({ nodes: [when('X'), node('w', 'webhook', { destination: id, type: 'a.b' })], edges: edges('t>w') }),
	).rejects.toThrow('unknown-destination');
});

test('a webhook carries what the marketer named, and the customer’s ids', async () => {
	const { id } = await createDestination(db(), settings(), 'system');
	await h.publish({
		nodes: [
			when('Order Not Received'),
			node('w', 'webhook', {
				destination: id,
				type: 'replacement.requested',
				fields: [{ name: 'order', value: '{{ event.order_id }}' }],
			}),
			node('done', 'exit', { outcome: 'asked' }),
		],
		edges: edges('t>w', 'w.done>done'),
	});
	const zoe = await h.customer();
	await h.event(zoe, 'Order Not Received', { order_id: 'o-9' });
	expect(await gone(zoe)).toMatchObject({ outcome: 'asked' });
	expect(JSON.parse(billing.posted[0]?.body ?? '')).toMatchObject({
		type: 'replacement.requested',
		customer: { id: zoe, user_ids: [], loyalty_cards: [] },
		data: { order: 'o-9' },
	});
	expect(billing.posted[0]?.body).not.toContain('@example.test');
});

test('an address of our own network is not called', async () => {
	const made = await createDestination(db(), { ...settings(), url: 'https://169.254.169.254/latest' }, 'system');
	await h.publish({
		nodes: [
			when('Order Not Received'),
			node('w', 'webhook', { destination: made.id, type: 'a.b' }),
			node('no', 'exit', { outcome: 'no' }),
		],
		edges: edges('t>w', 'w.failed>no'),
	});
	const zoe = await h.customer();
	await h.event(zoe, 'Order Not Received', {});
	expect(await gone(zoe)).toMatchObject({ outcome: 'no', error: 'address-not-allowed' });
});

test('secrets are not in the database as they are', async () => {
	const { secret } = await createDestination(db(), settings(), 'system');
	const { rows } = await db().execute('select secrets::text as kept from destinations');
	expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
});
