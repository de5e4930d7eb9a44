import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, DAY, PARIS } from './testing/facts';
import { monthAfter, monthOf, placeOn, readMonth, timelineOf } from './timeline';

test('months stand side by side, as long as they are on the retailer’s calendar', () => {
	const { from, until, months } = timelineOf('2026-10', 3, PARIS);
	expect([from, until]).toEqual([at('2026-09-30T22:00:00Z'), at('2026-12-31T23:00:00Z')]);
	expect(months.map(({ month }) => month)).toEqual(['2026-10', '2026-11', '2026-12']);
	expect(months.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(100);
	// October is an hour longer: the clocks go back.
	expect((months[0]?.width ?? 0) / (months[2]?.width ?? 1)).toBeCloseTo((31 * 24 + 1) / (31 * 24));
});
test('a bar is where its time is, cut at the ends', () => {
	fc.assert(
		fc.property(fc.integer({ min: -50, max: 150 }), fc.integer({ min: 0, max: 100 }), (start, length) => {
			const bar = placeOn({ from: 0, until: 100 * DAY }, start * DAY, (start + length) * DAY);
			const days = Array.from({ length: 100 }, (_, day) => day).filter((day) => day >= start && day < start + length);
			expect(Math.round(bar?.width ?? 0)).toBe(days.length);
			if (bar && days.length > 0) expect(Math.round(bar.left)).toBe(days[0]);
		}),
	);
});
test('an address may name any month, and nothing else', () => {
	expect(readMonth('2027-02', '2026-11')).toBe('2027-02');
	for (const wrong of [undefined, '', '2027-13', 'x']) expect(readMonth(wrong, '2026-11')).toBe('2026-11');
	expect(monthAfter('2026-11', 3)).toBe('2027-02');
	expect(monthOf(at('2026-11-30T23:30:00Z'), PARIS)).toBe('2026-12');
});
