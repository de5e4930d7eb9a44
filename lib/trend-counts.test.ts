import { describe, expect, test } from 'vitest';
import { event } from './testing/facts';
import type { TrendDefinition } from './trend';
import { countsOf, withoutCategory } from './trend-counts';

const nothing = { categories: new Map<string, string>(), segments: [] };
const trend = (more: Partial<TrendDefinition>) => ({
	...{ event: 'Order Completed', measure: { of: 'events' as const }, by: 'nothing' as const },
	...more,
});
const order = event('Order Completed', {
	total: 100,
	store_id: 'lyon',
	products: [
		{ product_id: 'shoe', category: 'shoes', price: 60 },
		{ product_id: 7, price: 19.99 },
		{ product_id: 'shoe', category: 'shoes', price: 20.01 },
	],
});

describe('what an event adds to a trend', () => {
	test('nothing, when it is another event or the rule does not let it through', () => {
		expect(countsOf(trend({ event: 'Product Viewed' }), order, nothing)).toEqual([]);
		const where = { type: 'property', of: 'event', path: 'total', op: 'greater-than', value: 100 } as const;
		expect(countsOf(trend({ where }), order, nothing)).toEqual([]);
		expect(countsOf(trend({ where: { ...where, value: 99 } }), order, nothing)).toEqual([{ group: '', amount: 1 }]);
	});
	test('by product: an order counts once for each product in it, and sums are of its lines', () => {
		expect(countsOf(trend({ by: 'product' }), order, nothing)).toEqual([
			{ group: 'shoe', amount: 1 },
			{ group: '7', amount: 1 },
		]);
		const price = trend({ by: 'product', measure: { of: 'sum', path: 'products[].price' } });
		expect(countsOf(price, order, nothing)).toEqual([
			{ group: 'shoe', amount: 80.01 },
			{ group: '7', amount: 19.99 },
		]);
		const added = event('Product Added', { product_id: 'hat', price: 30 });
		expect(countsOf(trend({ event: 'Product Added', by: 'product' }), added, nothing)).toEqual([
			{ group: 'hat', amount: 1 },
		]);
	});
	test('by category: as the event says, or the catalogue', () => {
		const categories = new Map([['7', 'hats']]);
		expect(withoutCategory(order)).toEqual(['7']);
		expect(countsOf(trend({ by: 'category' }), order, { ...nothing, categories }).map(({ group }) => group)).toEqual([
			...['shoes', 'hats'],
		]);
		expect(countsOf(trend({ by: 'category' }), order, nothing).map(({ group }) => group)).toEqual(['shoes']);
	});
	test('by store: what names none was online', () => {
		const sum = trend({ by: 'store', measure: { of: 'sum', path: 'total' } });
		expect(countsOf(sum, order, nothing)).toEqual([{ group: 'lyon', amount: 100 }]);
		expect(countsOf(sum, event('Order Completed', { total: 5 }), nothing)).toEqual([{ group: 'web', amount: 5 }]);
		expect(countsOf(sum, event('Order Completed', { total: 'much' }), nothing)).toEqual([]);
	});
	test('by segment: the one that the event names, or those that she is in', () => {
		const by = { event: 'Segment Entered', by: 'segment' } as const;
		const entered = event('Segment Entered', { segment_id: 's1', segment_name: 'Left a basket' });
		expect(countsOf(trend(by), entered, { ...nothing, segments: ['s1', 's2'] })).toEqual([{ group: 's1', amount: 1 }]);
		const groups = countsOf(trend({ by: 'segment' }), order, { ...nothing, segments: ['s1', 's2'] });
		expect(groups.map(({ group }) => group)).toEqual(['s1', 's2']);
		expect(countsOf(trend({ by: 'segment' }), order, nothing)).toEqual([]);
	});
	test('no amount that cannot be one', () => {
		const sum = trend({ measure: { of: 'sum', path: 'total' } });
		expect(countsOf(sum, event('Order Completed', { total: 1e300 }), nothing)).toEqual([]);
	});
});
