import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExactly } from './exact-json';

test('an id that is too long for a number stays the id it is', () => {
	expect(parseExactly('{"id":820982911946154508,"ids":[-1234567890123456789, 1],"n":12345678901234567890}')).toEqual({
		...{ id: '820982911946154508', ids: ['-1234567890123456789', 1], n: '12345678901234567890' },
	});
});
test('texts, fractions and powers are as in any JSON', () => {
	const text =
		'{"a":"1234567890123456789 \\" 1234567890123456789","b":0.1234567890123456789,"c":1e-1234567890123456,"d":1234567890123456.5}';
	expect(parseExactly(text)).toEqual(JSON.parse(text));
	fc.assert(
		fc.property(fc.json(), (json) => {
			if (!/\d{16}/.test(json)) expect(parseExactly(json)).toEqual(JSON.parse(json));
		}),
	);
});
test('what is no JSON is refused', () => {
	expect(() => parseExactly('{"a":01}')).toThrow(SyntaxError);
});
