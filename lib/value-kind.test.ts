import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testValues } from './compare';
import { kindOfValue, unlike } from './value-kind';

test('a number that is compared with text is told, with the number to compare with', () => {
	expect(unlike(['number'], 'at-least', '20')).toEqual({ is: 'number', compared: 'text', fix: 20 });
	expect(unlike(['number'], 'one-of', ['20', 30])).toEqual({ is: 'number', compared: 'text', fix: [20, 30] });
	expect(unlike(['number'], 'equals', 'much')).toEqual({ is: 'number', compared: 'text', fix: null });
});

test('text that is compared with a number is told, with the text', () => {
	expect(unlike(['text'], 'equals', 42)).toEqual({ is: 'text', compared: 'number', fix: '42' });
});

test('only text contains something', () => {
	expect(unlike(['number'], 'contains', '4')).toMatchObject({ compared: 'text', fix: null });
	expect(unlike(['text'], 'contains', 4)).toMatchObject({ fix: '4' });
});

test('nothing is said of what never came in, came in as both, or is still empty', () => {
	expect(unlike([], 'equals', 42)).toBeNull();
	expect(unlike(['number', 'text'], 'equals', '42')).toBeNull();
	expect(unlike(['number'], 'equals', '')).toBeNull();
	expect(unlike(['number'], 'is-set', undefined)).toBeNull();
});

test('whatever is told would never have been equal', () => {
	const scalar = fc.oneof(fc.string({ minLength: 1 }), fc.integer(), fc.boolean());
	fc.assert(
		fc.property(scalar, scalar, (came, wanted) => {
			const kind = kindOfValue(came);
			if (kind && unlike([kind], 'equals', wanted)) expect(testValues([came], 'equals', wanted)).toBe(false);
		}),
	);
});
