import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { listFanOuts } from '../db/fan-outs';
import { balanceOf } from '../db/points';
import { whyNot } from '../db/why-not';
import type { JsonObject } from '../lib/event';
import { sayFailing } from '../lib/explain';
import { ago } from './testing/by-hand';
import { deliverables } from './testing/channel';
import { edges, MAIL, node, when } from './testing/graphs';
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
	// Of two promotions to one customer within a day, only the more relevant goes.
	await h.configure({ timeZone: 'UTC', promotionWindow: 'P1D' });
});

const says = (path: string, op: string, value?: JsonObject | boolean) => ({
	type: 'property',
	of: 'event',
	path,
	op,
	...(value === undefined ? {} : { value }),
});
const OLD_ONE = { from: 'trigger', path: 'replaces' };

/** Whoever bought the old model in the last 14 days and kept it would rather have had the new one, at the same price: a gesture. */
const gesture = {
	nodes: [
		when('Product Launched', {
			where: { type: 'all', rules: [says('replaces', 'is-set'), says('same_price', 'equals', true)] },
			key: 'product_id',
			reentry: { mode: 'never' },
			audience: {
				mode: 'rule',
				who: {
					type: 'history',
					event: 'Order Completed',
					count: { op: 'at-least', n: 1 },
					within: 'P14D',
					where: says('products[].product_id', 'equals', OLD_ONE),
					without: [{ event: 'Order Refunded', same: 'order_id' }],
				},
			},
		}),
		node('points', 'give-points', {
			amount: { by: 'fixed', points: 200 },
			reason: 'The new model came right after you bought the old one',
		}),
		node('tell', 'send-email', { ...MAIL, subject: 'Something new, and 200 points for you' }),
		node('given', 'exit', { outcome: 'gesture' }),
	],
	edges: edges('t>points', 'points.given>tell', 'tell.sent>given'),
	settings: { kind: 'promotional' as const, priority: 90 },
};

/** Whoever wished for the new model waits here, and is sold it when she looks at it again. It gives way to what is more relevant. */
const promotion = {
	nodes: [
		when('Product Added to Wishlist', { key: 'product_id' }),
		node('looks', 'wait-for-event', {
			events: [
				{
					port: 'again',
					event: 'Product Viewed',
					correlation: { property: 'product_id', equalsTrigger: 'product_id' },
				},
			],
			timeout: { kind: 'duration', duration: 'P30D' },
		}),
		node('sell', 'send-email', { ...MAIL, subject: 'It is here: buy it now' }),
		node('sold', 'exit', { outcome: 'told to buy' }),
		node('spared', 'exit', { outcome: 'not told to buy' }),
	],
	edges: edges('t>looks', 'looks.again>sell', 'sell.sent>sold', 'sell.skipped>spared'),
	settings: { kind: 'promotional' as const, priority: 20, outranked: 'drop' as const },
};

const ORDER = { order_id: 'o-1', total: 80, products: [{ product_id: 'shoe-1' }] };
async function buyer(daysAgo: number, { paidBack = false } = {}) {
	const id = await h.customer();
	await h.event(id, 'Order Completed', ORDER, { receivedAt: ago(daysAgo, 'd') });
	if (paidBack) await h.event(id, 'Order Refunded', ORDER, { receivedAt: ago(daysAgo - 1, 'd') });
	return id;
}

test('a new model at the price of the old: who has just bought the old one gets a gesture, once, and is not asked to buy the new one; the others learn why not', async () => {
	const { journeyId: gestures } = await h.publish(gesture);
	const { journeyId: promotions } = await h.publish(promotion);
	const [a, b, c] = [await buyer(3), await buyer(40), await buyer(5, { paidBack: true })];
	for (const one of [a, b]) {
		await h.event(one, 'Product Added to Wishlist', { product_id: 'shoe-2' });
		await h.parked(one);
	}
	await h.decided(c);

	const launch = { product_id: 'shoe-2', replaces: 'shoe-1', same_price: true };
	for (let n = 0; n < 100; n++) await h.event(null, 'Product Launched', launch);
	await h.until(
		async () => (await listFanOuts(db(), gestures)).find(({ state, repeats }) => state === 'done' && repeats === 99),
		'the launch to reach whom it concerns',
	);
	const entered = async (id: string) => (await h.enrollmentsOf(id)).filter(({ journeyId }) => journeyId === gestures);
	await h.until(async () => (await entered(a))[0]?.endedAt, 'the gesture');
	expect(await entered(a)).toMatchObject([{ outcome: 'gesture', trigger: { properties: launch } }]);
	expect([...(await entered(b)), ...(await entered(c))]).toEqual([]);
	expect(await balanceOf(db(), [a])).toMatchObject({ points: 200 });

	for (const one of [a, b]) await h.event(one, 'Product Viewed', { product_id: 'shoe-2' });
	const promoted = (id: string) =>
		h.until(
			async () => (await h.enrollmentsOf(id)).find(({ journeyId, endedAt }) => journeyId === promotions && endedAt),
			'the promotion to be decided',
		);
	expect(await promoted(a)).toMatchObject({ outcome: 'not told to buy' });
	expect(await h.sendsOf(a)).toMatchObject([
		{ nodeId: 'tell', state: 'accepted' },
		{
			nodeId: 'sell',
			state: 'suppressed',
			reason: 'arbitration',
			evidence: { journeyId: gestures, priority: 90, ownPriority: 20, wentAt: expect.any(String) },
		},
	]);
	expect(await promoted(b), 'who got no gesture is told').toMatchObject({ outcome: 'told to buy' });

	const because = async (id: string) => {
		const { entries, tried } = await whyNot(db(), gestures, id);
		expect(entries).toEqual([]);
		const kept = tried.find(({ answer }) => answer === 'not-in-audience');
		return kept?.failing.map((failing) => sayFailing(failing, kept.event.at, 'en'));
	};
	expect(await because(b)).toEqual([expect.stringContaining('not in that time, the last one 40 days before')]);
	expect(await because(c)).toEqual([expect.stringContaining('but undone since, the last one 5 days before')]);
	expect((await whyNot(db(), promotions, a)).notSent).toMatchObject([{ reason: 'arbitration' }]);
}, 60_000);
