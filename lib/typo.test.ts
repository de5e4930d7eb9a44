import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance, probablyMeant } from './typo';

const KNOWN = [
	{ name: 'Order Completed', count: 91_715 },
	{ name: 'Order Cancelled', count: 312 },
	{ name: 'Product Viewed', count: 4000 },
	{ name: 'products[].category', count: 9 },
];

test.each([
	['a letter is missing', 'Order Complete', 'Order Completed'],
	['two letters are swapped', 'Order Copmleted', 'Order Completed'],
	['it is written small', 'order completed', 'Order Completed'],
	['it is written as code', 'orderCompleted', 'Order Completed'],
	['it is written with a line', 'product_viewed', 'Product Viewed'],
	['the words are the other way round', 'Completed Order', 'Order Completed'],
	['where it stands is missing', 'category', 'products[].category'],
	['the brackets of a list are missing', 'products.category', 'products[].category'],
])('says what was probably meant when %s', (_, typed, meant) => {
	expect(probablyMeant(typed, KNOWN)?.name).toBe(meant);
});

test('says nothing of a name that is known, of none, or of one that is like nothing', () => {
	for (const typed of ['Order Completed', '', ' ', 'Birthday', 'VIP Evening Joined'])
		expect(probablyMeant(typed, KNOWN)).toBeNull();
});

test('of two equally near names the one that comes in more often is meant', () => {
	const known = [
		{ name: 'Order Shipped', count: 1 },
		{ name: 'Order Skipped', count: 90 },
	];
	expect(probablyMeant('Order Slipped', known)?.name).toBe('Order Skipped');
});

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 8 });

test('a distance is nought between equals only, the same both ways, and never more than the longer word', () => {
	fc.assert(
		fc.property(letters, letters, (a, b) => {
			expect(distance(a, b) === 0).toBe(a === b);
			expect(distance(a, b)).toBe(distance(b, a));
			expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
			expect(distance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
		}),
	);
});

test('one slip in a long enough name is always recognised', () => {
	const name = fc.constantFrom(...KNOWN.slice(0, 3).map((one) => one.name));
	fc.assert(
		fc.property(name, fc.nat(), fc.constantFrom('drop', 'double', 'swap'), (meant, nth, slip) => {
			const at = nth % (meant.length - 1);
			const typed =
				slip === 'drop'
					? meant.slice(0, at) + meant.slice(at + 1)
					: slip === 'double'
						? meant.slice(0, at + 1) + meant.slice(at)
						: meant.slice(0, at) + meant.charAt(at + 1) + meant.charAt(at) + meant.slice(at + 2);
			fc.pre(typed !== meant);
			expect(probablyMeant(typed, KNOWN)?.name).toBe(meant);
		}),
	);
});
