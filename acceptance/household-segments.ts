import type { HistoryTest, Rule } from '@/lib/condition';

const history = (event: string, op: HistoryTest['count']['op'], n: number, more: Partial<HistoryTest> = {}): Rule => ({
	type: 'history',
	event,
	count: { op, n },
	...more,
});
const scored = (measure: string): Rule => ({
	type: 'property',
	of: 'customer',
	path: `scores.${measure}`,
	op: 'at-least',
	value: 9,
});
const milk: Rule = {
	type: 'property',
	of: 'event',
	path: 'products[].category',
	op: 'equals',
	value: 'FLUID MILK PRODUCTS',
};

/** What a grocer would ask; `households-expected.ts` says the same in plain loops. */
export const SEGMENTS: Record<string, Rule> = {
	champions: { type: 'all', rules: [scored('recency'), scored('frequency'), scored('monetary')] },
	'quiet for 30 days': {
		type: 'all',
		rules: [history('Order Completed', 'at-least', 1), history('Order Completed', 'exactly', 0, { within: 'P30D' })],
	},
	'milk drinkers': history('Order Completed', 'at-least', 5, { within: 'P90D', where: milk }),
	'big baskets': history('Order Completed', 'at-least', 2, {
		within: 'P60D',
		where: { type: 'property', of: 'event', path: 'total', op: 'at-least', value: 100 },
	}),
	'coupon clippers': history('Coupon Redeemed', 'at-least', 1),
	'deaf to campaigns': {
		type: 'all',
		rules: [
			history('Campaign Received', 'at-least', 3),
			{ type: 'none', rules: [history('Coupon Redeemed', 'at-least', 1)] },
		],
	},
	'older home owners': {
		type: 'all',
		rules: [
			{ type: 'property', of: 'customer', path: 'traits.home_ownership', op: 'equals', value: 'Homeowner' },
			{ type: 'property', of: 'customer', path: 'traits.age', op: 'one-of', value: ['55-64', '65+'] },
		],
	},
	loyal: { type: 'property', of: 'customer', path: 'lifecycle', op: 'equals', value: 'loyal' },
};
