import { beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { steps } from '../db/schema';
import { ago, enter, hear, quietNow, start } from './testing/by-hand';
import { deliverables } from './testing/channel';
import { fixtures } from './testing/fixtures';
import { edges, MAIL, node, pause, when } from './testing/graphs';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const HOUR = 3_600_000;
const h = fixtures();
beforeEach(async () => {
	deliverables.length = 0;
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
});

const mailThenWait = (duration: string, settings: object = {}) => ({
	nodes: [when('Cart Viewed'), node('m', 'send-email', MAIL), pause('w', duration)],
	edges: edges('t>m', 'm.sent>w', 'm.skipped>w'),
	settings,
});

describe('deadlines count from the logical clock', () => {
	test('a worker that was away for three days does not make “three days” longer, nor the day after them', async () => {
		await h.publish({
			nodes: [when('Cart Viewed'), pause('three-days', 'P3D'), pause('a-day', 'P1D')],
			edges: edges('t>three-days', 'three-days.done>a-day'),
		});
		const zoe = await h.customer();
		const viewedAt = ago(3.5 * 24, 'h');
		const journey = await enter(h, zoe, 'Cart Viewed', {}, { receivedAt: viewedAt });
		expect((await journey.row()).wakeAt?.getTime()).toBe(viewedAt + 72 * HOUR);
		await journey.timeOut();
		expect(await journey.row()).toMatchObject({ nodeId: 'a-day', wakeAt: new Date(viewedAt + 96 * HOUR) });
	});

	test('“three days” after an event that was heard count from that event, not from when we heard of it', async () => {
		await h.publish({
			nodes: [
				when('Cart Viewed'),
				node('order', 'wait-for-event', {
					events: [{ port: 'ordered', event: 'Order Completed' }],
					timeout: { kind: 'duration', duration: 'P7D' },
				}),
				pause('three-days', 'PT72H'),
			],
			edges: edges('t>order', 'order.ordered>three-days'),
		});
		const zoe = await h.customer();
		const journey = await enter(h, zoe, 'Cart Viewed', {}, { receivedAt: ago(5, 'h') });
		const order = await hear(h, zoe, 'Order Completed', {}, { at: ago(2, 'h') });
		await journey.wake();
		expect((await journey.row()).wakeAt?.getTime()).toBe(order.effectiveAt.getTime() + 72 * HOUR);
	});

	test('a deadline in the past ends the wait at once', async () => {
		await h.publish({
			nodes: [
				when('Order Completed'),
				node('w', 'wait', { until: { kind: 'date', of: 'trigger', path: 'promised_at' } }),
				node('x', 'exit', { outcome: 'promised' }),
			],
			edges: edges('t>w', 'w.done>x'),
		});
		const zoe = await h.customer();
		const promised = new Date(ago(2, 'd'));
		const journey = await enter(h, zoe, 'Order Completed', { promised_at: promised.toISOString() });
		expect((await journey.row()).wakeAt).toEqual(promised);
		await journey.timeOut();
		expect(await journey.row()).toMatchObject({ status: 'ended', outcome: 'promised' });
	});

	test('a wait for a date that the event does not have fails, and says which date', async () => {
		await h.publish({
			nodes: [
				when('Order Completed'),
				node('w', 'wait', { until: { kind: 'date', of: 'trigger', path: 'promised_at' } }),
				pause('z', 'P1D'),
			],
			edges: edges('t>w', 'w.done>z'),
		});
		const zoe = await h.customer();
		const journey = await enter(h, zoe, 'Order Completed');
		expect(await journey.row()).toMatchObject({ status: 'failed', nodeId: 'w' });
		expect((await journey.row()).error).toContain('promised_at');
	});
});

describe('a message that leaves late', () => {
	test('by five minutes takes no logical time', async () => {
		await h.publish(mailThenWait('PT1H'));
		const zoe = await h.customer();
		const viewedAt = ago(5, 'min');
		const journey = await enter(h, zoe, 'Cart Viewed', {}, { receivedAt: viewedAt });
		expect((await journey.row()).wakeAt?.getTime()).toBe(viewedAt + HOUR);
	});

	test('by more than a quarter of an hour moves the clock: the next one is “an hour later” than it really left', async () => {
		await h.publish(mailThenWait('PT1H'));
		const zoe = await h.customer();
		const journey = await enter(h, zoe, 'Cart Viewed', {}, { receivedAt: ago(20, 'min') });
		const [mail] = await h.sendsOf(zoe);
		expect((await journey.row()).wakeAt?.getTime()).toBe((mail?.calledAt?.getTime() ?? 0) + HOUR);
	});

	test('moves the clock even when the worker died before it could say so', async () => {
		await h.publish(mailThenWait('PT1H'));
		const zoe = await h.customer();
		const journey = await start(h, zoe, 'Cart Viewed', {}, { receivedAt: ago(20, 'min') });
		const answer = await journey.effect();
		const [mail] = await h.sendsOf(zoe);
		expect(answer).toEqual({ port: 'sent', leftAt: mail?.calledAt?.getTime() });
		expect(await journey.effect()).toEqual(answer);
		// Before the step itself was written down, too.
		await db().delete(steps);
		expect(await journey.effect()).toEqual(answer);
	});

	test('by more than six hours is not sent, and says so', async () => {
		await h.publish(mailThenWait('P1D'));
		const zoe = await h.customer();
		await enter(h, zoe, 'Cart Viewed', {}, { receivedAt: ago(7, 'h') });
		expect(await h.sendsOf(zoe)).toMatchObject([
			{ state: 'suppressed', reason: 'too-late', evidence: { allowed: 'PT6H', lateSeconds: expect.any(Number) } },
		]);
		expect(deliverables).toEqual([]);
	});

	test('is sent after all where the journey allows for more', async () => {
		await h.publish(mailThenWait('P1D', { maxLateness: 'P2D' }));
		const zoe = await h.customer();
		await enter(h, zoe, 'Cart Viewed', {}, { receivedAt: ago(7, 'h') });
		expect(await h.sendsOf(zoe)).toMatchObject([{ state: 'accepted' }]);
	});

	test('because of quiet hours is not late: the clock moves to their end, and all gates look again', async () => {
		const quiet = quietNow(9);
		await h.configure({ timeZone: 'UTC', quietHours: { email: quiet, sms: null } });
		await h.publish(mailThenWait('PT1H'));
		const zoe = await h.customer();
		const journey = await enter(h, zoe, 'Cart Viewed');
		const deferred = await journey.row();
		expect(deferred).toMatchObject({ parkedFor: 'defer', nodeId: 'm' });
		expect(await h.sendsOf(zoe)).toEqual([]);
		expect(deferred.wakeAt?.toISOString().slice(11)).toBe(`${quiet.to}:00.000Z`);
		await h.configure({ timeZone: 'UTC' });
		await journey.timeOut();
		expect(await h.sendsOf(zoe)).toMatchObject([{ state: 'accepted', visit: 0 }]);
		expect((await journey.row()).wakeAt?.getTime()).toBe((deferred.wakeAt?.getTime() ?? 0) + HOUR);
	});
});
