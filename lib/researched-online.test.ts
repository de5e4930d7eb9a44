import { expect, test } from 'vitest';
import type { JsonObject } from './event';
import { ordersIn } from './orders';
import { researchedOnline } from './researched-online';
import { event } from './testing/facts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 9, 1, 12);
let seq = 0;
const said = (at: number, name: string, properties: JsonObject) => event(name, properties, { at, seq: ++seq });
const sold = (more: JsonObject = {}) =>
	said(NOON, 'Order Completed', {
		...{ order_id: 'o', store_id: 'lyon', total: 240 },
		products: [{ product_id: 'coat', sku: 'coat-38' }],
		...more,
	});
const looked = (at: number, more: JsonObject = {}, name = 'Product Viewed') =>
	said(at, name, { product_id: 'coat', ...more });
const counts = (...events: ReturnType<typeof said>[]) => researchedOnline(ordersIn(events), events).size === 1;

test('an order in a store counts as researched online when she had looked at one of its products on the site', () => {
	expect(counts(sold(), looked(NOON - DAY))).toBe(true);
	expect(counts(sold(), looked(NOON - DAY, { sku: 'coat-40' }))).toBe(true);
	expect(counts(sold(), looked(NOON - DAY, {}, 'Product Added'))).toBe(true);
	expect(counts(sold(), looked(NOON - DAY, {}, 'Product Added to Wishlist'))).toBe(true);
	expect(counts(sold({ products: [{ product_id: 7 }] }), looked(NOON - DAY, { product_id: '7' }))).toBe(true);
});

test.each([
	['when she ordered online', [sold({ store_id: null }), looked(NOON - DAY)]],
	['when she looked at something else', [sold(), looked(NOON - DAY, { product_id: 'hat' })]],
	[
		'when nobody says what was bought',
		[sold({ products: [{ name: 'Coat' }] }), looked(NOON - DAY, { product_id: null })],
	],
	['when she looked afterwards', [sold(), looked(NOON + 1)]],
	['when that was more than 30 days ago', [sold(), looked(NOON - 30 * DAY - 1)]],
	['when she looked on a tablet in the store', [sold(), looked(NOON - DAY, { store_id: 'lyon' })]],
])('not %s', (_when, events) => {
	expect(counts(...events)).toBe(false);
});

test('a till that uploads a sale twice, and late, makes one of it', () => {
	expect(counts(sold(), looked(NOON - DAY), sold())).toBe(true);
});
