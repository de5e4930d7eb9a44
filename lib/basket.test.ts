import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { basketIn } from './basket';
import type { EventFact, JsonObject } from './event';

let seq = 0;
function at(minute: number, name: string, properties: JsonObject): EventFact {
	const instant = Date.UTC(2026, 2, 1, 10, minute);
	return { seq: ++seq, name, properties, at: instant, receivedAt: instant, knownAt: instant };
}
const shoe = { product_id: 'shoe', name: 'Shoe', price: 89.9 };
const sock = { product_id: 'sock', name: 'Sock', price: 9.5 };

describe('the basket in progress', () => {
	test('is what was put in and not taken out', () => {
		const basket = basketIn([
			at(1, 'Product Added', { ...shoe, cart_id: 'c' }),
			at(2, 'Product Added', { ...sock, cart_id: 'c', quantity: 3 }),
			at(3, 'Product Removed', { ...sock, cart_id: 'c' }),
		]);
		expect(basket).toMatchObject({
			cartId: 'c',
			lines: [
				{ productId: 'shoe', quantity: 1, priceMinor: 8990 },
				{ productId: 'sock', quantity: 2, priceMinor: 950 },
			],
			totalMinor: 10_890,
		});
	});
	test('is gone once it is ordered', () => {
		expect(
			basketIn([
				at(1, 'Product Added', { ...shoe, cart_id: 'c' }),
				at(2, 'Order Completed', { order_id: 'o', cart_id: 'c' }),
			]),
		).toBeNull();
	});
	test('loses what she bought in a store meanwhile, and nothing else', () => {
		const basket = basketIn([
			at(1, 'Product Added', { ...shoe, cart_id: 'c', quantity: 2 }),
			at(2, 'Product Added', { ...sock, cart_id: 'c' }),
			at(3, 'Order Completed', { order_id: 'o', store_id: 'lyon', products: [{ product_id: 'shoe' }] }),
		]);
		expect(basket?.lines.map(({ productId }) => productId)).toEqual(['sock']);
	});
	test('stays after an order in a store that does not say what was bought, and goes after one online', () => {
		const added = at(1, 'Product Added', { ...shoe, cart_id: 'c' });
		expect(basketIn([added, at(2, 'Order Completed', { order_id: 'o', store_id: 'lyon' })])).not.toBeNull();
		expect(basketIn([added, at(2, 'Order Completed', { order_id: 'o' })])).toBeNull();
	});
	test('of two is the one that changed last', () => {
		const basket = basketIn([
			at(3, 'Product Added', { ...shoe, cart_id: 'web' }),
			at(5, 'Product Added', { ...sock, cart_id: 'app' }),
		]);
		expect(basket?.cartId).toBe('app');
	});
	test('has nothing to do with what else happened', () => {
		expect(basketIn([at(1, 'Product Viewed', shoe), at(2, 'Store Entered', { store_id: 'lyon' })])).toBeNull();
	});
	test('two sizes are two lines', () => {
		const basket = basketIn([
			at(1, 'Product Added', { ...shoe, sku: 'shoe-40' }),
			at(2, 'Product Added', { ...shoe, sku: 'shoe-42' }),
			at(3, 'Product Removed', { ...shoe, sku: 'shoe-40' }),
		]);
		expect(basket?.lines.map(({ sku }) => sku)).toEqual(['shoe-42']);
	});
	test('is the same in whatever order its events come, and never has a line of nothing', () => {
		const act = fc.record({
			name: fc.constantFrom('Product Added', 'Product Removed', 'Order Completed'),
			product: fc.constantFrom('a', 'b'),
			cart: fc.constantFrom('x', 'y', null),
			quantity: fc.integer({ min: 1, max: 3 }),
		});
		fc.assert(
			fc.property(fc.array(act, { maxLength: 15 }), fc.infiniteStream(fc.nat()), (acts, shuffle) => {
				const events = acts.map(({ name, product, cart, quantity }, minute) =>
					at(minute, name, {
						product_id: product,
						quantity,
						...(cart ? { cart_id: cart } : {}),
						order_id: `o${minute}`,
					}),
				);
				const shuffled = events
					.map((event) => ({ event, by: shuffle.next().value }))
					.sort((a, b) => a.by - b.by)
					.map(({ event }) => event);
				const basket = basketIn(events);
				expect(basketIn(shuffled)).toEqual(basket);
				expect(basket?.lines.every(({ quantity }) => quantity > 0) ?? true).toBe(true);
			}),
		);
	});
});
