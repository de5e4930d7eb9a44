import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlates } from './correlation';
import type { JsonObject } from './event';
import { event } from './testing/facts';

const SAME_BASKET = { property: 'cart_id', equalsTrigger: 'cart_id' };
const same = (later: JsonObject, trigger: JsonObject, correlation = SAME_BASKET) =>
	correlates(correlation, event('Order Completed', later), event('Product Added', trigger));

test('without a correlation every event concerns the enrollment', () => {
	expect(correlates(undefined, event('Order Completed'), event('Product Added'))).toBe(true);
});

describe('“the same basket”', () => {
	test('is the one of the trigger, and no other', () => {
		expect(same({ cart_id: 'c1' }, { cart_id: 'c1' })).toBe(true);
		expect(same({ cart_id: 'c2' }, { cart_id: 'c1' })).toBe(false);
		expect(same({ cart_id: 'C1' }, { cart_id: 'c1' })).toBe(false);
	});
	test.each([
		['both unknown', {}, {}],
		['both null', { cart_id: null }, { cart_id: null }],
		['both empty, as tills send what they do not know', { cart_id: '' }, { cart_id: '' }],
		['one unknown', {}, { cart_id: 'c1' }],
		['the other unknown', { cart_id: 'c1' }, {}],
	])('is not said of two without an id: %s', (_what, later, trigger) => {
		expect(same(later, trigger)).toBe(false);
	});
	test('is the same when one sender writes its id as a number', () => {
		expect(same({ cart_id: 42 }, { cart_id: '42' })).toBe(true);
		expect(same({ cart_id: '42' }, { cart_id: 42 })).toBe(true);
		expect(same({ cart_id: 42 }, { cart_id: '042' })).toBe(false);
	});
	test('is not said of whole objects', () => {
		expect(same({ cart_id: { id: 1 } }, { cart_id: { id: 1 } })).toBe(false);
	});
});

test('the properties may have different names', () => {
	const correlation = { property: 'source_cart', equalsTrigger: 'cart_id' };
	expect(same({ source_cart: 'c1', cart_id: 'c9' }, { cart_id: 'c1' }, correlation)).toBe(true);
	expect(same({ source_cart: 'c9', cart_id: 'c1' }, { cart_id: 'c1' }, correlation)).toBe(false);
});

test('“one of the products” of the trigger: any line of the order will do', () => {
	const correlation = { property: 'products[].sku', equalsTrigger: 'sku' };
	expect(same({ products: [{ sku: 'a' }, { sku: 'b' }] }, { sku: 'b' }, correlation)).toBe(true);
	expect(same({ products: [{ sku: 'a' }, {}] }, { sku: 'b' }, correlation)).toBe(false);
	expect(same({ products: [] }, { sku: 'b' }, correlation)).toBe(false);
});

test('being the same basket does not depend on which event came first', () => {
	const value = fc.oneof(fc.constantFrom('a', '', '1', null, true), fc.constantFrom(0, 1, 2));
	fc.assert(
		fc.property(value, value, (a, b) => {
			expect(same({ cart_id: a }, { cart_id: b })).toBe(same({ cart_id: b }, { cart_id: a }));
		}),
	);
});
