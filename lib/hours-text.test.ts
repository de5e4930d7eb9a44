import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDayHours, readWeekHours, writeWeekHours } from './hours-text';

describe('opening hours in words', () => {
	test('are read day by day, over ranges and lists of days', () => {
		expect(readWeekHours('Mo-We,Fr 10:00-12:30, 14:00-19:00; Sa 09:00-24:00; Su off')).toEqual({
			...Object.fromEntries(
				['1', '2', '3', '5'].map((day) => [
					day,
					[
						['10:00', '12:30'],
						['14:00', '19:00'],
					],
				]),
			),
			'6': [['09:00', '24:00']],
			'7': [],
		});
	});
	test.each(['Lu-Ve 10:00-19:00', 'Mo', 'Mo 10-19', 'Fr-Mo 10:00-19:00', 'PH off', '10:00-19:00'])(
		'%s is not read',
		(text) => {
			expect(readWeekHours(text)).toBeNull();
		},
	);
	test('of single days name the date', () => {
		expect(readDayHours('2026-12-25 off; 2026-12-24 10:00-17:00')).toEqual({
			'2026-12-25': [],
			'2026-12-24': [['10:00', '17:00']],
		});
		expect(readDayHours('25/12/2026 off')).toBeNull();
	});
	test('are read again as they were written', () => {
		const time = fc.constantFrom('08:00', '12:30', '19:00', '24:00');
		const week = fc.dictionary(
			fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
			fc.array(fc.tuple(time, time), { minLength: 1, maxLength: 2 }),
		);
		fc.assert(
			fc.property(week, (hours) => {
				expect(readWeekHours(writeWeekHours(hours))).toEqual({ ...hours });
			}),
		);
	});
});
