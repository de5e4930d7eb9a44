import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { deadline, type WaitSpec } from './deadline';
import { UserError } from './errors';
import type { JsonObject } from './event';
import { at, DAY, event, iso, PARIS, TUESDAY, ZOE } from './testing/facts';

const until = (spec: WaitSpec, from: string, zone = PARIS, trigger: JsonObject = {}) =>
	iso(deadline(spec, { from: at(from), zone, customer: ZOE, trigger: event('Order Completed', trigger) }));
const localTime = (time: string, ...weekdays: number[]): WaitSpec => ({ kind: 'local-time', time, weekdays });

describe('waiting for a duration', () => {
	test('counts from the logical time of the step, so that a slow worker does not shift “3 days”', () => {
		expect(until({ kind: 'duration', duration: 'P3D' }, '2026-11-24T09:00:00Z')).toBe('2026-11-27T09:00:00.000Z');
	});
	test('“1 day” over a change of clocks keeps the time of day', () => {
		expect(until({ kind: 'duration', duration: 'P1D' }, '2026-03-28T09:00:00Z')).toBe('2026-03-29T08:00:00.000Z');
		expect(until({ kind: 'duration', duration: 'P1D' }, '2026-10-24T08:00:00Z')).toBe('2026-10-25T09:00:00.000Z');
	});
	test('of nothing ends at once', () => {
		expect(until({ kind: 'duration', duration: 'PT0S' }, '2026-11-24T09:00:00Z')).toBe('2026-11-24T09:00:00.000Z');
	});
});

describe('waiting until a time of day', () => {
	test('is today when it is still to come, else tomorrow', () => {
		expect(until(localTime('18:00'), '2026-11-24T09:00:00Z')).toBe('2026-11-24T17:00:00.000Z');
		expect(until(localTime('09:00'), '2026-11-24T09:00:00Z')).toBe('2026-11-25T08:00:00.000Z');
	});
	test('at that very minute is tomorrow: a loop must not spin', () => {
		expect(until(localTime('10:00'), '2026-11-24T09:00:00Z')).toBe('2026-11-25T09:00:00.000Z');
	});
	test('is the customer’s own time, wherever she lives', () => {
		expect(until(localTime('18:00'), '2026-11-24T09:00:00Z', 'America/Martinique')).toBe('2026-11-24T22:00:00.000Z');
		expect(until(localTime('18:00'), '2026-11-24T15:00:00Z', 'Indian/Reunion')).toBe('2026-11-25T14:00:00.000Z');
	});
	test('on a weekday is the next such day', () => {
		expect(until(localTime('09:00', 6), '2026-11-24T09:00:00Z')).toBe('2026-11-28T08:00:00.000Z');
		expect(until(localTime('09:00', 2), '2026-11-24T09:00:00Z')).toBe('2026-12-01T08:00:00.000Z');
		expect(until(localTime('18:00', 2), '2026-11-24T09:00:00Z')).toBe('2026-11-24T17:00:00.000Z');
	});
	test('that the clocks skip in spring moves on by the gap', () => {
		expect(until(localTime('02:30'), '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
	});
	test('that comes twice in autumn is taken the first time, once', () => {
		const first = until(localTime('02:30'), '2026-10-24T12:00:00Z');
		expect(first).toBe('2026-10-25T00:30:00.000Z');
		expect(until(localTime('02:30'), first)).toBe('2026-10-26T01:30:00.000Z');
	});
	test('is found where the clocks change at midnight, and the day begins at one', () => {
		expect(until(localTime('00:30'), '2026-04-23T12:00:00Z', 'Africa/Cairo')).toBe('2026-04-23T22:30:00.000Z');
		expect(until(localTime('09:00'), '2026-04-24T03:00:00Z', 'Africa/Cairo')).toBe('2026-04-24T06:00:00.000Z');
	});
	test('is always ahead, at most a week and a day, on a day that was asked for, at that time', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: at('2020-01-01'), max: at('2035-01-01') }),
				fc.integer({ min: 0, max: 23 }),
				fc.integer({ min: 0, max: 59 }),
				fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
				fc.constantFrom(PARIS, 'America/New_York', 'Indian/Reunion', 'Asia/Kathmandu'),
				(from, hour, minute, weekdays, zone) => {
					const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
					const answer = deadline(localTime(time, ...weekdays), { from, zone, customer: ZOE, trigger: event('x') });
					const local = DateTime.fromMillis(answer, { zone });
					expect(answer).toBeGreaterThan(from);
					expect(answer - from).toBeLessThanOrEqual(8 * DAY);
					if (weekdays.length > 0) expect(weekdays).toContain(local.weekday);
					expect([minute, minute + 60]).toContain(local.minute + 60 * (local.hour - hour));
					expect(local.second + local.millisecond).toBe(0);
				},
			),
		);
	});
});

describe('waiting until a date', () => {
	const promised = (offset?: string): WaitSpec => ({ kind: 'date', of: 'trigger', path: 'promised_at', offset });
	const from = '2026-11-24T09:00:00Z';

	test('of the trigger, for example the day an order was promised for', () => {
		expect(until(promised(), from, PARIS, { promised_at: '2026-11-30T17:00:00Z' })).toBe('2026-11-30T17:00:00.000Z');
	});
	test('without a time is its midnight where the customer lives', () => {
		expect(until(promised(), from, PARIS, { promised_at: '2026-11-30' })).toBe('2026-11-29T23:00:00.000Z');
	});
	test('without a zone is read in the customer’s; with one of its own, in that', () => {
		expect(until(promised(), from, PARIS, { promised_at: '2026-11-30T10:00' })).toBe('2026-11-30T09:00:00.000Z');
		expect(until(promised(), from, PARIS, { promised_at: '2026-11-30T10:00-04:00' })).toBe('2026-11-30T14:00:00.000Z');
	});
	test('may be shifted to a day before, over a change of clocks too', () => {
		expect(until(promised('-P1D'), from, PARIS, { promised_at: '2026-03-29T12:00' })).toBe('2026-03-28T11:00:00.000Z');
		expect(until(promised('PT36H'), from, PARIS, { promised_at: '2026-11-30' })).toBe('2026-12-01T11:00:00.000Z');
	});
	test('of the customer, for example a date among her traits', () => {
		expect(until({ kind: 'date', of: 'customer', path: 'traits.birthday' }, from)).toBe('1990-05-13T22:00:00.000Z');
	});
	test('that is past already is answered as it is: the wait ends at once', () => {
		expect(until(promised(), from, PARIS, { promised_at: '2026-11-01' })).toBe('2026-10-31T23:00:00.000Z');
	});
	test.each([
		['missing', {}],
		['nothing', { promised_at: null }],
		['a number', { promised_at: 1764000000000 }],
		['words', { promised_at: 'next Monday' }],
		['a day that does not exist', { promised_at: '2026-02-30' }],
		['only a time of day, of which nobody knows the day', { promised_at: '10:30' }],
		['only an hour', { promised_at: '12' }],
		['several lines', { promised_at: ['2026-11-30'] }],
	])('that is %s fails with the field to fix', (_what, trigger) => {
		const attempt = () => until(promised(), from, PARIS, trigger);
		expect(attempt).toThrow(UserError);
		expect(attempt).toThrow(expect.objectContaining({ field: 'promised_at' }));
	});
});

test('a wait that ends beyond every calendar fails with a reason, and is not tried for ever', () => {
	const attempt = () =>
		deadline(
			{ kind: 'duration', duration: 'P999999Y' },
			{ from: TUESDAY, zone: PARIS, customer: ZOE, trigger: event('x') },
		);
	expect(attempt).toThrow(UserError);
});

test('an unknown time zone is never guessed', () => {
	for (const spec of [localTime('09:00'), { kind: 'duration', duration: 'P1D' } as const])
		expect(() => until(spec, '2026-11-24T09:00:00Z', 'Europe/Lutetia')).toThrow('Europe/Lutetia');
});
