import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { propertyProblem, RETAIL_EVENTS, requiredOf, senderOf } from './retail-events';

/** Segment's e-commerce specification, version 2. */
const SEGMENT = [
	'Products Searched',
	'Product List Viewed',
	'Product List Filtered',
	'Promotion Viewed',
	'Promotion Clicked',
	'Product Clicked',
	'Product Viewed',
	'Product Added',
	'Product Removed',
	'Cart Viewed',
	'Checkout Started',
	'Checkout Step Viewed',
	'Checkout Step Completed',
	'Payment Info Entered',
	'Order Completed',
	'Order Updated',
	'Order Refunded',
	'Order Cancelled',
	'Coupon Entered',
	'Coupon Applied',
	'Coupon Denied',
	'Coupon Removed',
	'Product Added to Wishlist',
	'Product Removed from Wishlist',
	'Wishlist Product Added to Cart',
	'Product Shared',
	'Cart Shared',
	'Product Reviewed',
];
/** What happens in and around a store. */
const STORE = [
	'Store Entered',
	'Store Left',
	'Coupon Redeemed',
	'Order Delivered',
	'Order Delayed',
	'Order Not Received',
	'Order Ready',
	'Order Collected',
	'Return Received',
	'Invoice Issued',
	'Stock Changed',
	'Stock Leased',
	'Stock Lease Claimed',
	'Stock Lease Ended',
	'Product Launched',
	'Price Changed',
	'Store Closed',
	'Loyalty Points Changed',
	'Appointment Booked',
	'Product Scanned',
	'Product Tried',
	'Ad Clicked',
	'Call Received',
	'Message Received',
	'Social Mention',
	'Form Submitted',
	'Consent Requested',
	'Customer Merged',
	'Consent Given',
	'Consent Withdrawn',
	'Support Ticket Opened',
	'Review Submitted',
	'Profile Updated',
	'Journey Continued',
	'Message Displayed',
	'Message Clicked',
	'Message Dismissed',
	'Store Task Completed',
	'Store Task Reopened',
	'Points Given',
	'Points Spent',
	'Tier Changed',
];
const ORDERS = Object.keys(RETAIL_EVENTS).filter((name) => name.startsWith('Order '));
const problem = (name: string, properties: Parameters<typeof propertyProblem>[1]) =>
	propertyProblem(name, properties)?.path ?? null;

test('the vocabulary holds Segment’s e-commerce specification and what happens in and around a store', () => {
	expect(Object.keys(RETAIL_EVENTS)).toEqual(expect.arrayContaining([...SEGMENT, ...STORE]));
});

test.each(Object.entries(RETAIL_EVENTS))('%s says what it means, and has a schema', (_name, { what, properties }) => {
	expect(what).toMatch(/^[a-zé].*[^.]$/);
	expect(Object.keys(properties).length).toBeGreaterThan(0);
	for (const [property, schema] of Object.entries(properties)) {
		expect(property).toMatch(/^[a-z]+(_[a-z]+)*$/);
		expect(() => z.toJSONSchema(schema)).not.toThrow();
	}
});

test('an event nobody knows is kept as it is, whatever is in it', () => {
	fc.assert(
		fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (name, properties) => {
			fc.pre(!Object.hasOwn(RETAIL_EVENTS, name));
			expect(propertyProblem(name, properties as Parameters<typeof propertyProblem>[1])).toBeNull();
		}),
	);
	for (const name of ['Cat Petted', 'constructor', '__proto__', 'order completed'])
		expect(propertyProblem(name, { order_id: [] })).toBeNull();
});

describe('a known event', () => {
	test('keeps properties that nobody knows', () => {
		expect(problem('Order Completed', { order_id: 'o1', gift_wrap: { paper: 'red' } })).toBeNull();
	});
	test('says which property is not of its type, lines of the basket included', () => {
		expect(problem('Order Completed', { order_id: 'o1', total: '39.90' })).toBe('total');
		expect(problem('Order Completed', { order_id: 'o1', currency: 'euro' })).toBe('currency');
		expect(problem('Cart Viewed', { products: [{ sku: 'a' }, { price: 'dear' }] })).toBe('products.1.price');
		expect(problem('Stock Changed', { product_id: 'p1', quantity: 1.5 })).toBe('quantity');
	});
	test('says in words what is missing, and what is of another kind', () => {
		const message = (properties: Parameters<typeof propertyProblem>[1]) =>
			propertyProblem('Order Completed', properties)?.message;
		expect(message({})).toBe('is missing');
		expect(message({ order_id: null })).toBe('is missing');
		expect(message({ order_id: ['o1'] })).toBe('must be a text or a number');
		expect(message({ order_id: 'o1', total: '39.90' })).toBe('must be a number');
		expect(message({ order_id: 'o1', promised_at: 'soon' })).toBe(
			'must be an ISO 8601 date such as 2026-11-24T09:30:00Z',
		);
		expect(requiredOf('Order Completed')).toEqual(['order_id']);
		expect(requiredOf('Cat Petted')).toEqual([]);
	});
	test('has dates as ISO 8601, with a zone or of a whole day', () => {
		const promised = (promised_at: string) => problem('Order Completed', { order_id: 'o1', promised_at });
		for (const date of ['2026-11-30', '2026-11-30T17:00:00Z', '2026-11-30T17:00:00+01:00'])
			expect(promised(date)).toBeNull();
		for (const date of ['30/11/2026', '2026-11-30T17:00:00', 'soon']) expect(promised(date)).toBe('promised_at');
	});
	test('may say that it does not know, as tills do', () => {
		expect(
			problem('Order Completed', { order_id: 'o1', total: null, store_id: null, products: null, promised_at: null }),
		).toBeNull();
	});
});

test.each(ORDERS)('%s needs the order it is about, as text or as a number', (name) => {
	expect(problem(name, {})).toBe('order_id');
	expect(problem(name, { order_id: null })).toBe('order_id');
	expect(problem(name, { order_id: 'o1' })).toBeNull();
	expect(problem(name, { order_id: 42 })).toBeNull();
});

test('a visit needs its store, and a stock its product', () => {
	for (const name of ['Store Entered', 'Store Left']) expect(problem(name, {})).toBe('store_id');
	expect(problem('Stock Changed', { quantity: 0 })).toBe('product_id');
	expect(problem('Stock Changed', { product_id: 'p1', quantity: 0 })).toBeNull();
});

describe('who may say that something happened', () => {
	test('what Parcours itself finds out or does is for nobody else to say', () => {
		for (const name of ['Segment Entered', 'Segment Left', 'Lifecycle Changed', 'Referral Rewarded', 'Form Submitted'])
			expect(senderOf(name)).toBe('parcours');
	});
	test('what changes the catalogue or gives a voucher back is for the retailer’s systems to say', () => {
		for (const name of ['Stock Changed', 'Price Changed', 'Product Launched', 'Store Closed', 'Order Refunded'])
			expect(senderOf(name)).toBe('server');
	});
	test('what a visitor does, and what nobody knows, any touchpoint may say', () => {
		for (const name of ['Product Viewed', 'Order Completed', 'Order Not Received', 'Cat Petted', 'constructor'])
			expect(senderOf(name)).toBe('anyone');
	});
});
