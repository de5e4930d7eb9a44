import { describe, expect, test } from 'vitest';
import type { JsonObject } from './event';
import { ordersIn } from './orders';
import { priceAgainstPaid, purchasesOf } from './purchases';
import { event } from './testing/facts';

let seq = 0;
const said = (at: number, name: string, properties: JsonObject) => event(name, properties, { at, seq: ++seq });
const order = (at: number, order_id: string, products: JsonObject[], more: JsonObject = {}) =>
	said(at, 'Order Completed', { order_id, total: 100, currency: 'EUR', products, ...more });
const ORDERS = ordersIn([
	order(1, 'o1', [{ product_id: 'shirt', sku: 'shirt-m', price: 30, quantity: 2 }], { store_id: 7 }),
	order(2, 'o2', [{ product_id: 'shirt', sku: 'shirt-s', price: 25 }]),
	order(3, 'o3', [{ product_id: 'shirt', price: 20 }]),
	said(4, 'Order Refunded', { order_id: 'o3' }),
	order(5, 'o4', [{ product_id: 12 }]),
]);

describe('what she bought before', () => {
	test('is found in any variant, online and in stores, without what was paid back', () => {
		expect(purchasesOf({ productId: 'shirt' }, ORDERS)).toMatchObject([
			{ orderId: 'o1', storeId: '7', quantity: 2, priceMinor: 3000 },
			{ orderId: 'o2', storeId: null, quantity: 1, priceMinor: 2500 },
		]);
	});
	test('is found in one variant', () => {
		expect(purchasesOf({ productId: 'shirt', sku: 'shirt-m' }, ORDERS)).toMatchObject([{ orderId: 'o1' }]);
	});
	test('is found by ids that the till sends as numbers', () => {
		expect(purchasesOf({ productId: '12' }, ORDERS)).toMatchObject([{ orderId: 'o4', priceMinor: null }]);
	});
});

describe('the price now against the price paid', () => {
	const paid = (currency: string, productId = 'shirt') =>
		priceAgainstPaid({ priceMinor: 1900, currency }, purchasesOf({ productId }, ORDERS));
	test('is against what she paid last', () => {
		expect(paid('EUR')).toMatchObject({ nowMinor: 1900, paidMinor: 2500, orderId: 'o2' });
	});
	test('is not told when she paid in another currency, never bought it, or no price is known', () => {
		expect(paid('USD')).toBeNull();
		expect(paid('EUR', 'hat')).toBeNull();
		expect(paid('EUR', '12')).toBeNull();
	});
});
