import { expect, test } from 'vitest';
import type { Rule } from './condition';
import { DEFAULT_STAGES } from './lifecycle';
import { review } from './review';
import { DAY, event, facts, TUESDAY } from './testing/facts';

const order = (daysAgo: number, total: number) =>
	event(
		'Order Completed',
		{ order_id: `${daysAgo}`, total, currency: 'EUR' },
		{ at: TUESDAY - daysAgo * DAY, seq: 1000 - daysAgo },
	);
const { prospect, customer, loyal, ambassador, dormant } = DEFAULT_STAGES;
const stages = {
	prospect: { rule: prospect },
	customer: { rule: customer },
	loyal: { rule: loyal },
	ambassador: { rule: ambassador },
	dormant: { rule: dormant },
};
const yardstick = {
	stages,
	cuts: { recency: [], frequency: [1], monetary: [5000] },
	window: 'P1Y',
	currency: 'EUR',
	keptFor: 'P14D',
	segments: [],
};
const about = (path: string, value: string | number): Rule => ({
	type: 'property',
	of: 'customer',
	path,
	op: 'equals',
	value,
});

test('a segment may look at the stage, the scores and the segments of the very same review', () => {
	const segments = [
		{ id: 'loyal', rule: about('lifecycle', 'loyal') },
		{ id: 'big', rule: about('scores.monetary', 2) },
		{ id: 'small', rule: about('scores.monetary', 1) },
		{ id: 'both', rule: { type: 'segment' as const, segmentId: 'big', in: true } },
	];
	const now = review(facts({ history: [order(9, 20), order(8, 20), order(7, 20)] }), { ...yardstick, segments });
	expect(now.stage).toBe('loyal');
	expect(now.scores).toMatchObject({ orders: 3, spent_minor: 6000, frequency: 2, monetary: 2 });
	expect([...now.segments]).toEqual(['loyal', 'big', 'both']);
});

test('she is looked at again when the first of stage, scores and segments may change', () => {
	const { next } = review(facts({ history: [order(10, 20)] }), yardstick);
	expect(next).toBe(TUESDAY + 170 * DAY);
	expect(review(facts(), yardstick).next).toBeNull();
	const tie = { id: 't', by: 'ana', at: TUESDAY - 11 * DAY };
	expect(review(facts({ history: [order(10, 20)] }), yardstick, [tie]).next).toBe(TUESDAY + 4 * DAY);
});
