import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isThere, type StockFigure, stockOf } from './stock';
import { HOUR, TUESDAY } from './testing/facts';

const figure = (sku: string, quantity: number, hoursAgo: number, productId = 'shirt'): StockFigure => ({
	...{ productId, sku, quantity },
	asOf: TUESDAY - hoursAgo * HOUR,
});
const SHIRT = { productId: 'shirt' };
const of = (article: Parameters<typeof stockOf>[0], ...figures: StockFigure[]) =>
	stockOf(article, figures, TUESDAY, 'PT4H');

describe('the stock of a product in a store', () => {
	test('is its figure, with its age', () => {
		expect(of(SHIRT, figure('', 3, 1), figure('', 9, 1, 'hat'))).toEqual({
			...{ known: true, quantity: 3 },
			asOf: TUESDAY - HOUR,
		});
	});
	test('is unknown when the figure is older than allowed, or there is none', () => {
		expect(of(SHIRT, figure('', 3, 4))).toMatchObject({ known: true });
		expect(of(SHIRT, figure('', 3, 4.01))).toEqual({ known: false, asOf: TUESDAY - 4.01 * HOUR });
		expect(of(SHIRT)).toEqual({ known: false, asOf: null });
	});
	test('is the sum of its variants, and as old as the oldest of them', () => {
		expect(of(SHIRT, figure('s', 1, 1), figure('m', 2, 3))).toEqual({
			...{ known: true, quantity: 3 },
			asOf: TUESDAY - 3 * HOUR,
		});
		expect(of({ ...SHIRT, sku: 'm' }, figure('s', 1, 1), figure('m', 2, 3))).toMatchObject({ quantity: 2 });
	});
	test('does not count a product as a whole beside its variants', () => {
		expect(of(SHIRT, figure('', 50, 1), figure('m', 2, 1))).toMatchObject({ quantity: 2 });
	});
	test('is at least what is surely there, and unknown when only what is old could be there', () => {
		expect(of(SHIRT, figure('s', 1, 1), figure('m', 2, 9))).toMatchObject({ known: true, quantity: 1 });
		expect(of(SHIRT, figure('s', 0, 1), figure('m', 2, 9))).toMatchObject({ known: false });
	});
	test('of less than none is none, and takes nothing from other variants', () => {
		expect(of(SHIRT, figure('s', -2, 1), figure('m', 3, 1))).toMatchObject({ quantity: 3 });
	});
});

const figures = fc.array(
	fc.record({
		productId: fc.constantFrom('shirt', 'hat'),
		sku: fc.constantFrom('', 's', 'm'),
		quantity: fc.integer({ min: -3, max: 5 }),
		asOf: fc.integer({ min: 0, max: 9 }).map((hours) => TUESDAY - hours * HOUR),
	}),
	{ maxLength: 6 },
);

test('a figure never becomes surer by growing older', () => {
	fc.assert(
		fc.property(figures, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), (list, a, b) => {
			const [short, long] = [Math.min(a, b), Math.max(a, b)];
			const strict = stockOf(SHIRT, list, TUESDAY, `PT${short}H`);
			const lax = stockOf(SHIRT, list, TUESDAY, `PT${long}H`);
			if (isThere(SHIRT, strict)) expect(isThere(SHIRT, lax)).toBe(true);
			if (strict.known && strict.quantity > 0) expect(lax).toMatchObject({ known: true });
		}),
		{ numRuns: 300 },
	);
});
