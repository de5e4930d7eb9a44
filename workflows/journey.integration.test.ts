import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { deliverables } from './testing/channel';
import { edges, node, when } from './testing/graphs';
import { type Harness, startHarness } from './testing/harness';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

let h: Harness;
beforeAll(async () => {
	h = await startHarness();
}, 60_000);
afterAll(() => h.close());
beforeEach(async () => {
	deliverables.length = 0;
	await h.archiveAll();
});

const MAIL = { subject: 'Hello', body: '<mjml><mj-body></mj-body></mjml>' };
const abandoned = (timeout: string, extra: object = {}) => ({
	nodes: [
		when('Product Added', { key: 'cart_id' }),
		node('w', 'wait-for-event', {
			events: [
				{ port: 'ordered', event: 'Order Completed', correlation: { property: 'cart_id', equalsTrigger: 'cart_id' } },
			],
			timeout: { kind: 'duration', duration: timeout },
			...extra,
		}),
		node('m', 'send-email', MAIL),
		node('bought', 'exit', { outcome: 'bought' }),
		node('reminded', 'exit', { outcome: 'reminded' }),
	],
	edges: edges('t>w', 'w.ordered>bought', 'w.timeout>m', 'm.sent>reminded'),
});

async function ended(customerId: string) {
	return h.until(async () => (await h.enrollmentsOf(customerId)).find((e) => e.endedAt), 'the enrollment to end');
}
async function parked(customerId: string, waitSeq = 1) {
	return h.until(
		async () => (await h.enrollmentsOf(customerId)).find((e) => e.status === 'waiting' && e.waitSeq >= waitSeq),
		'the enrollment to wait',
	);
}

describe('waiting for an event', () => {
	test('a customer who orders the same basket in time is not reminded', async () => {
		await h.publish(abandoned('PT30S'));
		const zoe = await h.customer();
		await h.event(zoe, 'Product Added', { cart_id: 'c1' });
		await parked(zoe);
		await h.event(zoe, 'Order Completed', { cart_id: 'c1' });
		expect(await ended(zoe)).toMatchObject({ status: 'ended', outcome: 'bought' });
		expect(await h.sendsOf(zoe)).toEqual([]);
	});

	test('an order of another basket does not stop the reminder', async () => {
		await h.publish(abandoned('PT2S'));
		const zoe = await h.customer();
		await h.event(zoe, 'Product Added', { cart_id: 'c1' });
		await parked(zoe);
		await h.event(zoe, 'Order Completed', { cart_id: 'another' });
		expect(await ended(zoe)).toMatchObject({ outcome: 'reminded' });
		expect(await h.sendsOf(zoe)).toMatchObject([{ state: 'accepted', channel: 'email' }]);
	});

	test('an order that came before the wait was parked is heard', async () => {
		await h.publish(abandoned('PT30S'));
		const zoe = await h.customer();
		const at = Date.now();
		await h.event(zoe, 'Order Completed', { cart_id: 'c1' }, { at: at + 1, dispatch: false });
		await h.event(zoe, 'Product Added', { cart_id: 'c1' }, { at });
		expect(await ended(zoe)).toMatchObject({ outcome: 'bought' });
	});

	test('an order received while every worker was down is heard, though its timer fired meanwhile', async () => {
		await h.publish(abandoned('PT3S'));
		const zoe = await h.customer();
		await h.event(zoe, 'Product Added', { cart_id: 'c1' });
		await parked(zoe);
		await h.stopWorker();
		await h.event(zoe, 'Order Completed', { cart_id: 'c1' });
		await new Promise((resolve) => setTimeout(resolve, 4500));
		await h.startWorker();
		expect(await ended(zoe)).toMatchObject({ outcome: 'bought' });
	});

	test('adding to the basket starts the timer again', async () => {
		await h.publish(
			abandoned('PT3S', {
				restartOn: [{ event: 'Product Added', correlation: { property: 'cart_id', equalsTrigger: 'cart_id' } }],
			}),
		);
		const zoe = await h.customer();
		await h.event(zoe, 'Product Added', { cart_id: 'c1' });
		const first = await parked(zoe);
		await new Promise((resolve) => setTimeout(resolve, 1000));
		await h.event(zoe, 'Product Added', { cart_id: 'c1' });
		const second = await parked(zoe, 2);
		expect((second.wakeAt?.getTime() ?? 0) - (first.wakeAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(1000);
		expect(await h.enrollmentsOf(zoe)).toHaveLength(1);
		expect(await ended(zoe)).toMatchObject({ outcome: 'reminded' });
	});
});

describe('exits', () => {
	test('an exit event ends a long wait at once', async () => {
		await h.publish({
			nodes: [
				when('Cart Viewed'),
				node('w', 'wait', { until: { kind: 'duration', duration: 'P30D' } }),
				node('m', 'send-email', MAIL),
			],
			edges: edges('t>w', 'w.done>m'),
			settings: { exits: [{ event: 'Order Completed', outcome: 'converted' }] },
		});
		const zoe = await h.customer();
		await h.event(zoe, 'Cart Viewed');
		await parked(zoe);
		await h.event(zoe, 'Order Completed');
		expect(await ended(zoe)).toMatchObject({ status: 'ended', outcome: 'converted' });
	});

	test('an exit event received already stops a message about to leave', async () => {
		await h.publish({
			nodes: [when('Cart Viewed'), node('m', 'send-email', MAIL)],
			edges: edges('t>m'),
			settings: { exits: [{ event: 'Order Completed', outcome: 'converted' }] },
		});
		const zoe = await h.customer();
		const at = Date.now();
		await h.event(zoe, 'Order Completed', {}, { at: at + 1, dispatch: false });
		await h.event(zoe, 'Cart Viewed', {}, { at });
		expect(await ended(zoe)).toMatchObject({ outcome: 'converted' });
		expect(await h.sendsOf(zoe)).toEqual([]);
	});
});

describe('entering', () => {
	test('fifty identical triggers at once make one enrollment', async () => {
		await h.publish(abandoned('PT30S'));
		const zoe = await h.customer();
		await Promise.all(Array.from({ length: 50 }, () => h.event(zoe, 'Product Added', { cart_id: 'c1' })));
		await h.until(
			async () => (await db().execute(sql`select 1 from event_queue where customer_id = ${zoe}`)).rows.length === 0,
			'the queue to drain',
		);
		expect(await h.enrollmentsOf(zoe)).toHaveLength(1);
	});

	test('a customer with two baskets is in the journey twice, once for each', async () => {
		await h.publish(abandoned('PT30S'));
		const zoe = await h.customer();
		await h.event(zoe, 'Product Added', { cart_id: 'c1' });
		await h.event(zoe, 'Product Added', { cart_id: 'c2' });
		await h.until(async () => (await h.enrollmentsOf(zoe)).length === 2);
	});

	test('a journey that allows one entry refuses the second', async () => {
		await h.publish({
			nodes: [when('Signed Up', { reentry: { mode: 'never' } }), node('x', 'exit', { outcome: 'hello' })],
			edges: edges('t>x'),
		});
		const zoe = await h.customer();
		await h.event(zoe, 'Signed Up');
		await ended(zoe);
		await h.event(zoe, 'Signed Up');
		await h.until(
			async () => (await db().execute(sql`select 1 from event_queue where customer_id = ${zoe}`)).rows.length === 0,
			'the queue to drain',
		);
		expect(await h.enrollmentsOf(zoe)).toHaveLength(1);
	});
});

describe('sending', () => {
	const once = { nodes: [when('Cart Viewed'), node('m', 'send-email', MAIL)], edges: edges('t>m') };

	test('without consent a customer gets nothing, and the ledger says why', async () => {
		await h.publish(once);
		const zoe = await h.customer({ consents: {} });
		await h.event(zoe, 'Cart Viewed');
		await ended(zoe);
		expect(await h.sendsOf(zoe)).toMatchObject([{ state: 'suppressed', reason: 'no-consent' }]);
		expect(deliverables).toEqual([]);
	});

	test('an anonymous visitor may be in a journey; a channel without an address is skipped', async () => {
		await h.publish(once);
		const visitor = await h.customer({ email: null, phone: null });
		await h.event(visitor, 'Cart Viewed');
		await ended(visitor);
		expect(await h.sendsOf(visitor)).toMatchObject([{ state: 'suppressed', reason: 'no-address' }]);
	});

	test('the second message within the cap’s period is suppressed', async () => {
		await h.configure({ frequencyCaps: { email: { max: 1, per: 'P1D' }, sms: null } });
		await h.publish(once);
		const zoe = await h.customer();
		await h.event(zoe, 'Cart Viewed');
		await ended(zoe);
		await h.event(zoe, 'Cart Viewed');
		await h.until(async () => (await h.sendsOf(zoe)).length === 2);
		await h.configure({});
		expect((await h.sendsOf(zoe)).map((s) => s.reason ?? s.state)).toEqual(['accepted', 'frequency-cap']);
	});

	test('during quiet hours the customer waits at the message, and nothing is reserved', async () => {
		const now = new Date();
		const hour = (offset: number) => `${String((now.getUTCHours() + offset + 24) % 24).padStart(2, '0')}:00`;
		await h.configure({ timeZone: 'UTC', quietHours: { email: { from: hour(-1), to: hour(2) }, sms: null } });
		await h.publish(once);
		const zoe = await h.customer();
		await h.event(zoe, 'Cart Viewed');
		const waiting = await parked(zoe);
		await h.configure({});
		expect(waiting.parkedFor).toBe('defer');
		expect(await h.sendsOf(zoe)).toEqual([]);
	});
});
