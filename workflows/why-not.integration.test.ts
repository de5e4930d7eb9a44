import { beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { orderFanOut } from '../db/fan-outs';
import { pauseJourney, resumeJourney } from '../db/operate';
import { enrollments, fanOuts } from '../db/schema';
import { whyNot } from '../db/why-not';
import type { JsonObject } from '../lib/event';
import { sayFailing } from '../lib/explain';
import { fanOutOnce } from './fan-out';
import { ago, dispatchAll, enter, hear } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, MAIL, node, pause, when } from './testing/graphs';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const h = fixtures();
beforeEach(async () => {
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
	await db().delete(fanOuts);
});

const oldModel: JsonObject = {
	type: 'property',
	of: 'event',
	path: 'products[].product_id',
	op: 'equals',
	value: { from: 'trigger', path: 'replaces' },
};
const kept: JsonObject = {
	type: 'history',
	event: 'Order Completed',
	count: { op: 'at-least', n: 1 },
	within: 'P14D',
	where: oldModel,
	without: [{ event: 'Order Refunded', same: 'order_id' }],
};
const launched = (more: JsonObject = {}, audience: JsonObject = {}) => ({
	nodes: [
		when('Product Launched', { key: 'product_id', audience: { mode: 'rule', who: kept, ...audience }, ...more }),
		pause('w', 'P30D'),
	],
	edges: edges('t>w'),
});
const launch = async (properties: JsonObject = {}) => {
	await h.event(null, 'Product Launched', { product_id: 'shoe-2', replaces: 'shoe-1', ...properties });
	while ((await fanOutOnce(db())) > 0);
};
const order = { order_id: 'o1', products: [{ product_id: 'shoe-1' }] };
const buyer = async (daysAgo: number) => {
	const id = await h.customer();
	await h.event(id, 'Order Completed', order, { receivedAt: ago(daysAgo, 'd') });
	return id;
};
const answers = async (journeyId: string, id: string) =>
	(await whyNot(db(), journeyId, id)).tried.map(({ answer }) => answer);
const answer = async (journeyId: string, id: string) => (await answers(journeyId, id))[0];

test('who bought the old model too long ago, or was paid back, is told apart from who is in', async () => {
	const { journeyId } = await h.publish(launched());
	const [a, b, c] = [await buyer(3), await buyer(40), await buyer(5)];
	await h.event(c, 'Order Refunded', order, { receivedAt: ago(2, 'd') });
	await dispatchAll();
	await launch();
	const why = async (id: string) => {
		const { tried, entries } = await whyNot(db(), journeyId, id);
		const [one] = tried;
		return {
			answer: one?.answer,
			in: entries.length,
			because: one?.failing.map((f) => sayFailing(f, one.event.at, 'en')),
		};
	};
	expect(await why(a)).toEqual({ answer: 'entered', in: 1, because: [] });
	expect(await why(b)).toEqual({
		answer: 'not-in-audience',
		in: 0,
		because: [
			expect.stringMatching(/^Order Completed ≥ 1 in 14 days .*: not in that time, the last one 40 days before$/),
		],
	});
	expect(await why(c)).toEqual({
		answer: 'not-in-audience',
		in: 0,
		because: [expect.stringMatching(/Order Refunded.*: 1 time, but undone since, the last one 5 days before$/)],
	});
	await launch();
	expect(await answers(journeyId, a), 'the same said again').toEqual(['repeat', 'entered']);
});

describe('why an event that reaches customers did not let her in', () => {
	test('she is not in its audience, however often it has been announced since', async () => {
		const { journeyId } = await h.publish(launched());
		const late = await buyer(40);
		await dispatchAll();
		await launch({ colour: 'red' });
		await launch({ colour: 'blue' });
		for (let n = 0; n < 30; n++) await launch({ colour: 'blue' });
		expect(await answers(journeyId, late)).toEqual(['repeat', 'not-in-audience', 'not-in-audience']);
	});

	test('the job was stopped, is paused, or there was no place left', async () => {
		const { journeyId } = await h.publish(launched({}, { perMinute: 12 }));
		// They come in the order of their ids: the first of them is let in before the portion is over.
		await buyer(1);
		const late = await buyer(1);
		await dispatchAll();
		await launch();
		expect(await answer(journeyId, late)).toBe('pending');
		const [job] = await db().select().from(fanOuts);
		await orderFanOut(db(), job?.id ?? '', 'pause', 'system');
		expect(await answer(journeyId, late)).toBe('fan-out-paused');
		await orderFanOut(db(), job?.id ?? '', 'stop', 'system');
		expect(await answer(journeyId, late)).toBe('fan-out-stopped');

		const { journeyId: scarce } = await h.publish(launched({}, { limit: { kind: 'count', n: 1 } }));
		await launch({ again: true });
		expect(await answer(scarce, late)).toBe('no-place');
	});

	test('the filter refused the event, the journey was paused, or she was in it', async () => {
		const cheap = { type: 'property', of: 'event', path: 'same_price', op: 'equals', value: true };
		const { journeyId } = await h.publish(launched({ where: cheap, reentry: { mode: 'never' } }));
		const zoe = await buyer(1);
		await dispatchAll();
		await launch({ same_price: false });
		expect((await whyNot(db(), journeyId, zoe)).tried.slice(0, 1)).toMatchObject([
			{ answer: 'filtered', failing: [{ found: { values: [false] } }] },
		]);
		await pauseJourney(db(), journeyId, 'system');
		await launch({ same_price: true });
		expect(await answer(journeyId, zoe)).toBe('not-live');
		await resumeJourney(db(), journeyId, 'system');
		await launch({ same_price: true, n: 1 });
		await launch({ same_price: true, n: 2 });
		expect((await answers(journeyId, zoe)).slice(0, 2)).toEqual(['already-open', 'entered']);
		await db().update(enrollments).set({ status: 'ended', endedAt: new Date(), endedClock: new Date() });
		await launch({ same_price: true, n: 3 });
		expect(await answer(journeyId, zoe)).toBe('reentry');
	});

	test('the journey reaches nobody by it', async () => {
		const { journeyId } = await h.publish({
			nodes: [when('Product Launched'), pause('w', 'P1D')],
			edges: edges('t>w'),
		});
		await launch();
		expect(await answer(journeyId, await h.customer())).toBe('no-audience');
	});
});

describe('why an event of her own did not', () => {
	test('it came too late, without its key, before the journey was there, or was filtered', async () => {
		const big = { type: 'property', of: 'event', path: 'total', op: 'at-least', value: 50 };
		const { journeyId } = await h.publish(
			{
				nodes: [when('Order Completed', { where: big, key: 'order_id', maxAge: 'PT1H' }), pause('w', 'P1D')],
				edges: edges('t>w'),
			},
			{ publishedAt: ago(2, 'd') },
		);
		const zoe = await h.customer();
		await hear(h, zoe, 'Order Completed', { order_id: 1, total: 99 }, { receivedAt: ago(3, 'd') });
		await hear(h, zoe, 'Order Completed', { order_id: 2, total: 99 }, { at: ago(5, 'h') });
		await hear(h, zoe, 'Order Completed', { total: 99 }, { receivedAt: ago(4, 'h') });
		await hear(h, zoe, 'Order Completed', { order_id: 3, total: 49 }, { receivedAt: ago(3, 'h') });
		await hear(h, zoe, 'Order Completed', { order_id: 4, total: 99 }, { receivedAt: ago(2, 'h') });
		const { tried } = await whyNot(db(), journeyId, zoe);
		expect(tried.map(({ answer }) => answer)).toEqual(['entered', 'filtered', 'no-key', 'too-old', 'not-published']);
		expect(tried[1]?.failing).toMatchObject([{ found: { kind: 'values', values: [49] } }]);
	});

	test('she is in it, but got no message: she never agreed', async () => {
		const { journeyId } = await h.publish({
			nodes: [when('Order Completed'), node('m', 'send-email', MAIL)],
			edges: edges('t>m'),
		});
		const zoe = await h.customer({ consents: {} });
		await enter(h, zoe, 'Order Completed');
		const { entries, notSent, tried } = await whyNot(db(), journeyId, zoe);
		expect(entries).toHaveLength(1);
		expect(tried).toMatchObject([{ answer: 'entered' }]);
		expect(notSent).toMatchObject([{ channel: 'email', state: 'suppressed', reason: 'no-consent' }]);
	});

	test('there is no such journey or customer', async () => {
		const { journeyId } = await h.publish({ nodes: [when('Order Completed'), pause('w', 'P1D')], edges: edges('t>w') });
		const nobody = '00000000-0000-7000-8000-000000000000';
		await expect(whyNot(db(), journeyId, nobody)).rejects.toThrow('there is no customer');
		await expect(whyNot(db(), nobody, nobody)).rejects.toThrow('there is no journey');
	});
});
