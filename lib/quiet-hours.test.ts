import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { isFrenchBankHoliday, quietUntil } from './quiet-hours';
import { type QuietHours, workspaceSettings } from './settings';
import { at, iso, PARIS } from './testing/facts';

const NIGHT: QuietHours = { from: '20:00', to: '08:30', days: [], bankHolidays: null };
const end = (quiet: QuietHours, when: string, zone = PARIS) => {
	const until = quietUntil(quiet, at(when), zone);
	return until === null ? 'may write' : iso(until);
};

describe('quiet from 20:00 to 08:30', () => {
	test('begins on the minute and ends on the minute', () => {
		expect(end(NIGHT, '2026-11-24T18:59:59Z')).toBe('may write');
		expect(end(NIGHT, '2026-11-24T19:00:00Z')).toBe('2026-11-25T07:30:00.000Z');
		expect(end(NIGHT, '2026-11-25T07:29:59Z')).toBe('2026-11-25T07:30:00.000Z');
		expect(end(NIGHT, '2026-11-25T07:30:00Z')).toBe('may write');
	});
	test('is the customer’s night, not ours', () => {
		expect(end(NIGHT, '2026-11-24T12:00:00Z', 'America/Los_Angeles')).toBe('2026-11-24T16:30:00.000Z');
		expect(end(NIGHT, '2026-11-24T17:00:00Z', 'Indian/Reunion')).toBe('2026-11-25T04:30:00.000Z');
	});
	test('ends at 08:30 on the night the clocks go forward, and on the night they go back', () => {
		expect(end(NIGHT, '2026-03-28T22:00:00Z')).toBe('2026-03-29T06:30:00.000Z');
		expect(end(NIGHT, '2026-10-24T22:00:00Z')).toBe('2026-10-25T07:30:00.000Z');
	});
});

describe('quiet at noon, within one day', () => {
	const noon: QuietHours = { ...NIGHT, from: '12:00', to: '14:00' };
	test.each([
		['2026-11-24T10:59:00Z', 'may write'],
		['2026-11-24T11:00:00Z', '2026-11-24T13:00:00.000Z'],
		['2026-11-24T13:00:00Z', 'may write'],
	])('%s: %s', (when, expected) => {
		expect(end(noon, when)).toBe(expected);
	});
	test('an end that the clocks skip comes just after the gap', () => {
		expect(end({ ...NIGHT, from: '00:00', to: '02:30' }, '2026-03-28T23:30:00Z')).toBe('2026-03-29T01:30:00.000Z');
	});
	test('an end that comes twice in autumn is quiet until the first, and does not begin again', () => {
		const quiet = { ...NIGHT, from: '00:00', to: '02:30' };
		expect(end(quiet, '2026-10-24T23:30:00Z')).toBe('2026-10-25T00:30:00.000Z');
		expect(end(quiet, '2026-10-25T01:15:00Z')).toBe('may write');
	});
});

test('the same beginning and end means no quiet hours of the day', () => {
	expect(end({ ...NIGHT, from: '08:00', to: '08:00' }, '2026-11-24T23:00:00Z')).toBe('may write');
});

describe('French practice for marketing SMS', () => {
	const french = workspaceSettings.parse({}).quietHours.sms as QuietHours;
	test('is what a new workspace starts with', () => {
		expect(french).toEqual({ from: '20:00', to: '08:30', days: [7], bankHolidays: 'FR' });
	});
	test('nothing is sent on a Sunday: Saturday evening waits for Monday morning', () => {
		expect(end(french, '2026-11-28T19:30:00Z')).toBe('2026-11-30T07:30:00.000Z');
		expect(end(french, '2026-11-29T12:00:00Z')).toBe('2026-11-30T07:30:00.000Z');
	});
	test('nothing is sent on a bank holiday, however many come in a row', () => {
		// Easter Monday follows a Sunday.
		expect(end(french, '2026-04-04T18:30:00Z')).toBe('2026-04-07T06:30:00.000Z');
		expect(end(french, '2026-05-14T10:00:00Z')).toBe('2026-05-15T06:30:00.000Z');
	});
	test('a holiday is one where the customer is', () => {
		expect(end(french, '2026-04-30T23:00:00Z', 'Pacific/Auckland')).toBe('2026-05-01T20:30:00.000Z');
		expect(end(french, '2026-05-01T23:00:00Z', 'Pacific/Auckland')).toBe('may write');
	});
	test('a shop that writes on Thursdays only waits out three holidays that are Thursdays', () => {
		const thursdays = { ...french, days: [1, 2, 3, 5, 6, 7] };
		expect(end(thursdays, '2042-04-24T21:00:00Z')).toBe('2042-05-22T06:30:00.000Z');
	});
});

describe('French bank holidays', () => {
	const holidays = (year: number) =>
		Array.from({ length: 366 }, (_, i) => DateTime.utc(year, 1, 1).plus({ days: i }))
			.filter((day) => day.year === year && isFrenchBankHoliday(day))
			.map((day) => day.toFormat('MM-dd'));
	test('are eleven, of which three move with Easter', () => {
		expect(holidays(2026)).toEqual([
			'01-01',
			'04-06',
			'05-01',
			'05-08',
			'05-14',
			'05-25',
			'07-14',
			'08-15',
			'11-01',
			'11-11',
			'12-25',
		]);
	});
	test.each([
		[2024, '04-01'],
		[2025, '04-21'],
		[2027, '03-29'],
		[2028, '04-17'],
		[2038, '04-26'],
	])('Easter Monday of %i is %s', (year, day) => {
		expect(holidays(year)).toContain(day);
	});
	test('fall together when Ascension is the eighth of May', () => {
		expect(holidays(2008)).toContain('05-01');
		expect(holidays(2008)).toHaveLength(10);
	});
});

test('an unknown time zone is never a reason to write at night', () => {
	expect(() => quietUntil(NIGHT, at('2026-11-24T23:00:00Z'), 'Europe/Lutetia')).toThrow('Europe/Lutetia');
	expect(() => quietUntil(NIGHT, at('2026-11-24T12:00:00Z'), '')).toThrow('no local time');
});

test('quiet hours always end, later, at a moment when one may write, and not on a quiet day', () => {
	const time = fc
		.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
		.map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
	fc.assert(
		fc.property(
			fc.record({
				from: time,
				to: time,
				days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
				bankHolidays: fc.constantFrom('FR' as const, null),
			}),
			fc.integer({ min: at('2020-01-01'), max: at('2060-01-01') }),
			fc.constantFrom(PARIS, 'America/New_York', 'Africa/Cairo', 'Pacific/Auckland', 'Asia/Kathmandu'),
			(quiet, when, zone) => {
				const until = quietUntil(quiet, when, zone);
				const allowed = until ?? when;
				if (until !== null) expect(until).toBeGreaterThan(when);
				expect(quietUntil(quiet, allowed, zone)).toBeNull();
				expect(quiet.days).not.toContain(DateTime.fromMillis(allowed, { zone }).weekday);
				if (quiet.bankHolidays) expect(isFrenchBankHoliday(DateTime.fromMillis(allowed, { zone }))).toBe(false);
			},
		),
		{ numRuns: 300 },
	);
});
