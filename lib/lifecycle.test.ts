import { expect, test } from 'vitest';
import { evaluate } from './evaluate';
import { DEFAULT_STAGES, stageOf } from './lifecycle';
import { DAY, event, facts, TUESDAY, ZOE } from './testing/facts';

const VISITOR = { ...ZOE, email: null, phone: null };
const order = (daysAgo: number) => event('Order Completed', {}, { at: TUESDAY - daysAgo * DAY });
const stage = (seen: Parameters<typeof facts>[0]) => stageOf((one) => evaluate(DEFAULT_STAGES[one], facts(seen)));

test('from the first click to recommending us, and back to sleep', () => {
	expect(stage({ customer: VISITOR })).toBe('suspect');
	expect(stage({ customer: ZOE })).toBe('prospect');
	expect(stage({ customer: VISITOR, history: [order(1)] })).toBe('customer');
	expect(stage({ history: [order(300), order(20), order(1)] })).toBe('loyal');
	expect(stage({ history: [order(400), order(20), order(1)] })).toBe('customer');
	expect(stage({ history: [order(1), event('Referral Rewarded')] })).toBe('ambassador');
	expect(stage({ history: [order(300), order(200), order(190), event('Referral Rewarded')] })).toBe('dormant');
});
