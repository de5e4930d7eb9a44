import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { addDuration, durationMs, isoDuration, positiveDuration, signedDuration } from './duration';
import { at, DAY, HOUR, iso, MINUTE, PARIS, TUESDAY } from './testing/facts';

const later = (start: string, duration: string, zone = PARIS) => iso(addDuration(at(start), duration, zone));

describe('what a marketer may write as a duration', () => {
	test.each(['PT30M', 'P3D', 'P1M', 'P2W', 'P1Y2M3W4DT5H6M7S', 'PT0S', 'P0D'])('%s', (duration) => {
		expect(positiveDuration.safeParse(duration).success).toBe(true);
	});
	test.each(['', 'P', 'PT', 'P1DT', '3 days', 'P3', 'PT1.5H', 'P-3D', '+P3D', 'P3D ', 'pt30m', 'PT5D', 'P1D2W'])(
		'not “%s”',
		(duration) => {
			expect(isoDuration.safeParse(duration).success).toBe(false);
		},
	);
	test('a wait cannot be negative, an offset can', () => {
		expect(positiveDuration.safeParse('-P1D').success).toBe(false);
		expect(signedDuration.safeParse('-P1D').success).toBe(true);
	});
});

describe('a day', () => {
	test('keeps the local time when the clocks go forward: it is 23 hours long', () => {
		expect(later('2026-03-28T09:00:00Z', 'P1D')).toBe('2026-03-29T08:00:00.000Z');
	});
	test('keeps the local time when the clocks go back: it is 25 hours long', () => {
		expect(later('2026-10-24T08:00:00Z', 'P1D')).toBe('2026-10-25T09:00:00.000Z');
	});
	test('is not 24 hours, which follow the clock and not the calendar', () => {
		expect(later('2026-03-28T09:00:00Z', 'PT24H')).toBe('2026-03-29T09:00:00.000Z');
		expect(later('2026-10-24T08:00:00Z', 'PT24H')).toBe('2026-10-25T08:00:00.000Z');
	});
	test('that ends in the skipped hour ends just after it', () => {
		expect(later('2026-03-28T01:30:00Z', 'P1D')).toBe('2026-03-29T01:30:00.000Z');
	});
	test('keeps the local time of the customer, wherever she lives', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: at('2020-01-01'), max: at('2035-01-01') }),
				fc.integer({ min: 0, max: 400 }),
				fc.constantFrom(PARIS, 'America/New_York', 'Indian/Reunion', 'Australia/Lord_Howe', 'America/Martinique'),
				(start, days, zone) => {
					const local = (ms: number) => DateTime.fromMillis(ms, { zone });
					const end = local(addDuration(start, `P${days}D`, zone));
					const wanted = local(start).plus({ days });
					expect(end.toISODate()).toBe(wanted.toISODate());
					// Only an hour that does not exist moves.
					const moved = end.hour * 60 + end.minute - (local(start).hour * 60 + local(start).minute);
					expect([0, 30, 60]).toContain(moved);
				},
			),
		);
	});
});

test('hours, minutes and seconds are added to the clock, in every zone alike', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: at('2020-01-01'), max: at('2035-01-01') }),
			fc.nat(10_000_000),
			fc.constantFrom(PARIS, 'UTC', 'Asia/Kathmandu'),
			(start, seconds, zone) => {
				expect(addDuration(start, `PT${seconds}S`, zone)).toBe(start + seconds * 1000);
				expect(addDuration(start, `-PT${seconds}S`, zone)).toBe(start - seconds * 1000);
			},
		),
	);
});

test('a month after the last of January is the last of February', () => {
	expect(later('2026-01-31T09:00:00Z', 'P1M')).toBe('2026-02-28T09:00:00.000Z');
	expect(later('2028-01-31T09:00:00Z', 'P1M')).toBe('2028-02-29T09:00:00.000Z');
});

test('one day before is an offset', () => {
	expect(later('2026-03-29T10:00:00Z', '-P1D')).toBe('2026-03-28T11:00:00.000Z');
});

test('no time at all is the same instant', () => {
	expect(addDuration(TUESDAY, 'PT0S', PARIS)).toBe(TUESDAY);
	expect(addDuration(TUESDAY, '-P0D', PARIS)).toBe(TUESDAY);
});

test('as a limit, a day has 24 hours and a month 30 days', () => {
	expect(durationMs('P1D')).toBe(DAY);
	expect(durationMs('P1M')).toBe(30 * DAY);
	expect(durationMs('P1W')).toBe(7 * DAY);
	expect(durationMs('PT1H30M')).toBe(HOUR + 30 * MINUTE);
	expect(durationMs('-PT1H')).toBe(-HOUR);
});
