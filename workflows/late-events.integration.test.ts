import { beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { pauseJourney } from '../db/operate';
import type { JsonObject } from '../lib/event';
import { ago, dispatchAll, enter, hear, quietNow, start } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { abandonedCart, edges, MAIL, node, pause, when } from './testing/graphs';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const h = fixtures();
beforeEach(async () => {
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
});

/** Her basket of two hours ago; the time to order it was over an hour ago. */
async function basketOfTwoHoursAgo(extra: JsonObject = {}) {
	const drawn = abandonedCart('PT1H', extra);
	await h.publish({ ...drawn, settings: { maxLateness: 'P1D' } });
	const zoe = await h.customer();
	const journey = await enter(h, zoe, 'Product Added', { cart_id: 'c1' }, { receivedAt: ago(2, 'h') });
	return { zoe, journey };
}
const order = (hours: number) => ['Order Completed', { cart_id: 'c1' }, { at: ago(hours, 'h') }] as const;

describe('an order that happened in time but reaches us when the wait is over', () => {
	const wouldHave = [{ event: 'Order Completed', nodeId: 'w', wouldHaveLeftBy: 'ordered' }];

	test('does not rewrite the past: it is written down with what would have been different', async () => {
		await h.publish({
			nodes: [
				when('Product Added'),
				node('w', 'wait-for-event', {
					events: [{ port: 'ordered', event: 'Order Completed' }],
					timeout: { kind: 'duration', duration: 'PT1H' },
				}),
				pause('next', 'P30D'),
			],
			edges: edges('t>w', 'w.timeout>next'),
		});
		const zoe = await h.customer();
		const journey = await enter(h, zoe, 'Product Added', {}, { receivedAt: ago(2, 'h') });
		await journey.timeOut();
		await hear(h, zoe, ...order(1.5));
		expect(await journey.row()).toMatchObject({ nodeId: 'next', status: 'waiting', late: wouldHave });
	});

	test('is written down also when she has left the journey already', async () => {
		const { zoe, journey } = await basketOfTwoHoursAgo();
		await journey.timeOut();
		expect(await journey.row()).toMatchObject({ outcome: 'reminded', late: [] });
		const { seq, receivedAt } = await hear(h, zoe, ...order(1.5));
		expect(await journey.row()).toMatchObject({
			outcome: 'reminded',
			late: [{ ...wouldHave[0], seq, receivedAt: receivedAt.getTime() }],
		});
	});

	test('is written down also when no worker has taken the timeout yet', async () => {
		const { zoe, journey } = await basketOfTwoHoursAgo();
		await hear(h, zoe, ...order(1.5));
		await journey.timeOut();
		expect(await journey.row()).toMatchObject({ outcome: 'reminded', late: wouldHave });
	});

	test('is not written down when it would have changed nothing: another basket, or after the time was over', async () => {
		const { zoe, journey } = await basketOfTwoHoursAgo();
		await journey.timeOut();
		await hear(h, zoe, 'Order Completed', { cart_id: 'c2' }, { at: ago(1.5, 'h') });
		await hear(h, zoe, ...order(0.5));
		expect((await journey.row()).late).toEqual([]);
	});

	test('is heard by a wait that grants a till until the evening to tell of it', async () => {
		const { zoe, journey } = await basketOfTwoHoursAgo({ lateness: 'PT12H' });
		await hear(h, zoe, ...order(1.5));
		await journey.wake();
		expect(await journey.row()).toMatchObject({ outcome: 'bought', late: [] });
	});

	test('but one that happened after the time was over is not, though the wait still listens', async () => {
		const { zoe, journey } = await basketOfTwoHoursAgo({ lateness: 'PT12H' });
		await hear(h, zoe, ...order(0.5));
		expect(await journey.row()).toMatchObject({ status: 'waiting', late: [] });
	});
});

test('of two events that a wait could hear, the one we received first counts, whichever happened first', async () => {
	await h.publish({
		nodes: [
			when('Cart Viewed'),
			node('w', 'wait-for-event', {
				events: [
					{ port: 'called', event: 'Call Received' },
					{ port: 'ordered', event: 'Order Completed' },
				],
				timeout: { kind: 'duration', duration: 'P1D' },
			}),
		],
		edges: edges('t>w'),
	});
	const zoe = await h.customer();
	const journey = await start(h, zoe, 'Cart Viewed', {}, { receivedAt: ago(1, 'h') });
	await h.event(zoe, 'Order Completed', {}, { at: ago(10, 'min') });
	await h.event(zoe, 'Call Received', {}, { at: ago(20, 'min') });
	await journey.go();
	expect(await journey.row()).toMatchObject({ outcome: 'ordered' });
});

describe('a till order that syncs late still stops the chasing', () => {
	const exits = [
		{
			event: 'Order Completed',
			outcome: 'converted',
			correlation: { property: 'cart_id', equalsTrigger: 'cart_id' },
			where: { type: 'property' as const, of: 'event' as const, path: 'total', op: 'at-least' as const, value: 20 },
		},
	];
	const settings = { exits, maxLateness: 'P1D' };
	const cart = when('Product Added');
	const waitForCall = node('w', 'wait-for-event', {
		events: [{ port: 'called', event: 'Call Received' }],
		timeout: { kind: 'duration', duration: 'P1D' },
	});
	const mail = node('m', 'send-email', MAIL);

	test.each([
		['while she waits for an event', 'await', { nodes: [cart, waitForCall, mail], edges: edges('t>w', 'w.timeout>m') }],
		['while she waits for a day', 'sleep', { nodes: [cart, pause('w', 'P1D'), mail], edges: edges('t>w', 'w.done>m') }],
		['while quiet hours hold her message back', 'defer', { nodes: [cart, mail], edges: edges('t>m') }],
		['while the journey is paused', 'held', { nodes: [cart, mail], edges: edges('t>m') }],
	] as const)('%s', async (_where, parkedFor, drawn) => {
		if (parkedFor === 'defer') await h.configure({ timeZone: 'UTC', quietHours: { email: quietNow(9), sms: null } });
		const { journeyId } = await h.publish({ nodes: [...drawn.nodes], edges: drawn.edges, settings });
		const zoe = await h.customer();
		const journey = await start(h, zoe, 'Product Added', { cart_id: 'c1' }, { receivedAt: ago(2, 'h') });
		if (parkedFor === 'held') await pauseJourney(db(), journeyId, 'system');
		await journey.go();
		expect((await journey.row()).parkedFor).toBe(parkedFor);

		const paid = { cart_id: 'c1', total: 30 };
		await h.event(zoe, 'Order Completed', { ...paid, cart_id: 'c2' }, { at: ago(1, 'h') });
		await h.event(zoe, 'Order Completed', { ...paid, total: 10 }, { at: ago(1, 'h') });
		await h.event(zoe, 'Order Completed', paid, { at: ago(3, 'h') });
		await dispatchAll();
		expect((await journey.row()).status, 'another basket, a small order and one before she entered').toBe('waiting');

		const order = await hear(h, zoe, 'Order Completed', paid, { at: ago(1, 'h') });
		await journey.wake();
		expect(await journey.row()).toMatchObject({ status: 'ended', outcome: 'converted', endedClock: order.effectiveAt });
		expect(await h.sendsOf(zoe)).toEqual([]);
	});

	test('and never turns the clock back', async () => {
		await h.publish({
			nodes: [cart, pause('an-hour', 'PT1H'), pause('w', 'P1D'), mail],
			edges: edges('t>an-hour', 'an-hour.done>w', 'w.done>m'),
			settings: { exits: [{ event: 'Order Completed' }] },
		});
		const zoe = await h.customer();
		const enteredAt = ago(2, 'h');
		const journey = await enter(h, zoe, 'Product Added', {}, { receivedAt: enteredAt });
		await journey.timeOut();
		await hear(h, zoe, 'Order Completed', {}, { at: enteredAt + 60_000 });
		await journey.wake();
		expect(await journey.row()).toMatchObject({ outcome: 'exited', endedClock: new Date(enteredAt + 3_600_000) });
	});

	test('when it is too late for that, it is written down', async () => {
		await h.publish({ nodes: [cart, pause('w', 'PT1H'), mail], edges: edges('t>w', 'w.done>m'), settings });
		const zoe = await h.customer();
		const journey = await enter(h, zoe, 'Product Added', { cart_id: 'c1' }, { receivedAt: ago(2, 'h') });
		await journey.timeOut();
		await hear(h, zoe, 'Order Completed', { cart_id: 'c1', total: 30 }, { at: ago(1.5, 'h') });
		expect(await journey.row()).toMatchObject({
			outcome: 'sent',
			late: [{ event: 'Order Completed', wouldHaveLeftBy: 'converted' }],
		});
	});
});
