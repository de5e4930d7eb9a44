import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_MINOR, sayMoney, toMajor, toMinor } from './money';

test('ten per cent of 80 € are 800 cents', () => {
	expect(toMinor(80 * 0.1, 'EUR')).toBe(800);
});

test('half a cent is rounded up, whatever binary numbers make of it', () => {
	expect(toMinor(1.005, 'EUR')).toBe(101);
	expect(toMinor(0.285, 'EUR')).toBe(29);
});

test('what no shop sells for is still a whole number of cents', () => {
	fc.assert(
		fc.property(fc.double({ noNaN: true }), fc.constantFrom('EUR', 'JPY', '€€€'), (major, currency) => {
			expect(Math.abs(toMinor(major, currency))).toBeLessThanOrEqual(MOST_MINOR);
			expect(Number.isSafeInteger(toMinor(major, currency))).toBe(true);
		}),
	);
});

test('a yen has no cents', () => {
	expect(toMinor(1500, 'JPY')).toBe(1500);
	expect(toMajor(1500, 'JPY')).toBe(1500);
});

test('an order in what is no currency has cents', () => {
	expect(toMinor(19.99, '12€')).toBe(1999);
});

test('an amount comes back as it was', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
			expect(toMinor(toMajor(minor, currency), currency)).toBe(minor);
		}),
	);
});

test('an amount is said in the reader’s language', () => {
	expect(sayMoney(2000, 'EUR', 'en')).toBe('€20.00');
	expect(sayMoney(2000, 'EUR', 'fr')).toMatch(/^20,00\s€$/);
});

test('an amount in what is no currency is said all the same', () => {
	expect(sayMoney(1999, '€€€', 'en')).toBe('19.99 €€€');
	expect(sayMoney(1999, 'x'.repeat(9000), 'en')).toBe('19.99 xxxxxxxxxxxx');
});
