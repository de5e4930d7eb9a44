import { describe, expect, test } from 'vitest';
import { addressIn, isAutomatic, messageIdsIn, withoutQuote } from './inbound';

test.each([
	['Zoé <Zoe@Example.test>', 'zoe@example.test'],
	['"A, B <c>" <zoe@example.test> ', 'zoe@example.test'],
	[' zoe@example.test', 'zoe@example.test'],
])('“%s” was written by %s', (from, address) => {
	expect(addressIn(from)).toBe(address);
});

test('an answer names the message it answers last of all', () => {
	expect(messageIdsIn('<a@x> <b@x>', '<c@x>')).toEqual(['c@x', 'b@x', 'a@x']);
	expect(messageIdsIn(null, undefined, 'no id here')).toEqual([]);
});

describe('what she wrote', () => {
	test('is what stands above the message she answers', () => {
		expect(withoutQuote('Merci !\r\n\r\nLe mar. 24 nov. 2026 à 10:00, Maison a écrit :\r\n> STOP')).toBe('Merci !');
		expect(withoutQuote('Thanks\n\nOn Tue, Nov 24, 2026 Maison wrote:\n> Hello')).toBe('Thanks');
		expect(withoutQuote('> all quoted')).toBe('');
	});
	test('is everything where nothing is quoted', () => {
		expect(withoutQuote('On Monday I wrote to you.\nNobody answered.')).toBe(
			'On Monday I wrote to you.\nNobody answered.',
		);
	});
});

test('an out-of-office note is nobody’s answer', () => {
	expect(isAutomatic('auto-replied')).toBe(true);
	expect(isAutomatic('auto-generated; owner-email="x"')).toBe(true);
	for (const said of ['no', 'No', '', null, undefined]) expect(isAutomatic(said)).toBe(false);
});
