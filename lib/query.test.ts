import { expect, test } from 'vitest';
import { asked, askedInstant } from './query';

test.each([
	[undefined, ''],
	['Zoé', 'Zoé'],
	[['a', 'b'], 'a'],
	[[], ''],
	['a\0b', 'ab'],
])('a search for %j is one for “%s”', (written, meant) => {
	expect(asked(written)).toBe(meant);
});

test.each([
	['2026-11-24T09:30:00.000Z', new Date('2026-11-24T09:30:00.000Z')],
	[undefined, null],
	['yesterday', null],
	['-271821-04-20T00:00:00Z', null],
	['2026-11-24T09:30:00\0Z', new Date('2026-11-24T09:30:00Z')],
])('“before %s” is %s', (written, meant) => {
	expect(askedInstant(written)).toEqual(meant);
});
