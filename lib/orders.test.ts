import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from './event';
import { ordersIn } from './orders';
import { event } from './testing/facts';

let seq = 0;
const said = (at: number, name: string, properties: JsonObject) => event(name, properties, { at, seq: ++seq });
const completed = (order_id: string, total: number, more: JsonObject = {}) =>
	said(1_000, 'Order Completed', { order_id, total, currency: 'EUR', ...more });

describe('an order as it stands', () => {
	test('is what was paid, where, with its lines', () => {
		const [order] = ordersIn([completed('o1', 39.9, { store_id: 7, products: [{ product_id: 'p', quantity: 2 }] })]);
		expect(order).toMatchObject({ id: 'o1', totalMinor: 3990, storeId: '7', currency: 'EUR', undone: false });
		expect(order?.lines).toEqual([{ product_id: 'p', quantity: 2 }]);
	});

	test('is one order, however often a till uploads it', () => {
		expect(ordersIn([completed('o1', 10), completed('o1', 10)])).toHaveLength(1);
	});

	test('is undone when it was cancelled, or paid back as a whole', () => {
		const orders = ordersIn([
			completed('cancelled', 10),
			completed('refunded', 10),
			completed('in two parts', 10),
			completed('kept', 10),
			said(2_000, 'Order Cancelled', { order_id: 'cancelled' }),
			said(2_000, 'Order Refunded', { order_id: 'refunded' }),
			said(2_000, 'Order Refunded', { order_id: 'in two parts', total: 4 }),
			said(3_000, 'Order Refunded', { order_id: 'in two parts', total: 6 }),
			said(3_000, 'Order Refunded', { order_id: 'kept', total: 6 }),
		]);
		expect(orders.map(({ id, undone, refundedMinor }) => [id, undone, refundedMinor])).toEqual([
			['cancelled', true, 0],
			['refunded', true, 1000],
			['in two parts', true, 1000],
			['kept', false, 600],
		]);
	});

	test('pays back the lines that came back, at their price', () => {
		const [order] = ordersIn([
			completed('o1', 50),
			said(2_000, 'Order Refunded', { order_id: 'o1', products: [{ product_id: 'p', price: 12.5, quantity: 2 }] }),
		]);
		expect(order).toMatchObject({ refundedMinor: 2500, undone: false });
	});

	test('is the same in whatever order its events come in', () => {
		const whole = [
			completed('a', 10),
			completed('b', 20),
			said(2_000, 'Order Refunded', { order_id: 'a', total: 4 }),
			said(3_000, 'Order Updated', { order_id: 'b', total: 15 }),
			said(4_000, 'Order Cancelled', { order_id: 'b' }),
		];
		fc.assert(
			fc.property(fc.shuffledSubarray(whole, { minLength: whole.length }), (shuffled) => {
				expect(ordersIn(shuffled)).toEqual(ordersIn(whole));
			}),
		);
	});
});
