import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { closesAt, hoursOn, isOpen, type Opening, opensAt } from './opening-hours';
import { at, iso, PARIS } from './testing/facts';

const NOON = '12:30';
const SHOP: Opening = {
	timeZone: PARIS,
	openingHours: {
		'2': [
			['10:00', NOON],
			['14:00', '19:00'],
		],
		'3': [['10:00', '19:00']],
		'5': [['20:00', '02:00']],
	},
	exceptions: {
		'2026-11-25': { hours: [], reason: 'stocktaking', asOf: '2026-11-01T00:00:00Z' },
		'2026-11-26': { hours: [['11:00', '12:00']], asOf: '2026-11-01T00:00:00Z' },
	},
};
const says = (instant: number | null) => (instant === null ? 'never' : iso(instant));

describe('a store', () => {
	test.each([
		['on the minute it opens', '2026-11-24T09:00:00Z', true],
		['just before it opens', '2026-11-24T08:59:59Z', false],
		['on the minute it closes for lunch', '2026-11-24T11:30:00Z', false],
		['after lunch', '2026-11-24T13:00:00Z', true],
		['on a day without hours', '2026-11-23T12:00:00Z', false],
		['on a day it closes exceptionally', '2026-11-25T12:00:00Z', false],
		['on a day it opens exceptionally', '2026-11-26T10:30:00Z', true],
		['after midnight, in the hours of the evening before', '2026-11-28T00:30:00Z', true],
		['when those have ended', '2026-11-28T01:00:00Z', false],
	])('%s', (_what, when, open) => {
		expect(isOpen(SHOP, at(when))).toBe(open);
	});
	test('opens next after lunch, after the night, after the exceptional day', () => {
		expect(says(opensAt(SHOP, at('2026-11-24T12:00:00Z')))).toBe('2026-11-24T13:00:00.000Z');
		expect(says(opensAt(SHOP, at('2026-11-24T18:00:00Z')))).toBe('2026-11-26T10:00:00.000Z');
		expect(says(opensAt(SHOP, at('2026-11-24T09:30:00Z')))).toBe('2026-11-24T09:30:00.000Z');
	});
	test('of which no hours are known is never said to be open', () => {
		const unknown = { timeZone: PARIS, openingHours: {}, exceptions: {} };
		expect(isOpen(unknown, at('2026-11-24T12:00:00Z'))).toBe(false);
		expect(opensAt(unknown, at('2026-11-24T12:00:00Z'))).toBeNull();
	});
	test('closes at the end of hours that follow on each other', () => {
		const allNight: Opening = {
			timeZone: PARIS,
			openingHours: { '1': [['08:00', '24:00']], '2': [['00:00', '04:00']] },
			exceptions: {},
		};
		expect(says(closesAt(allNight, at('2026-11-23T20:00:00Z')))).toBe('2026-11-24T03:00:00.000Z');
	});
	test('opens by its own clocks, summer and winter, here and overseas', () => {
		const always = (timeZone: string): Opening => ({ ...SHOP, timeZone, openingHours: everyDay(['10:00', '19:00']) });
		expect(says(opensAt(always(PARIS), at('2026-03-28T20:00:00Z')))).toBe('2026-03-29T08:00:00.000Z');
		expect(says(opensAt(always(PARIS), at('2026-10-24T20:00:00Z')))).toBe('2026-10-25T09:00:00.000Z');
		expect(says(opensAt(always('Indian/Reunion'), at('2026-10-24T20:00:00Z')))).toBe('2026-10-25T06:00:00.000Z');
	});
	test('that opens at a time the clocks skip opens an hour later', () => {
		const early = { ...SHOP, openingHours: everyDay(['02:30', '08:00']), exceptions: {} };
		expect(says(opensAt(early, at('2026-03-29T00:00:00Z')))).toBe('2026-03-29T01:30:00.000Z');
	});
});

function everyDay(span: [string, string]): Opening['openingHours'] {
	return Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), [span]]));
}

const time = fc
	.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30))
	.map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const spans = fc.array(fc.tuple(time, time), { maxLength: 3 });
const week = fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), spans);
const exceptions = fc.dictionary(
	fc.integer({ min: 0, max: 12 }).map((days) => DateTime.utc(2026, 10, 20).plus({ days }).toFormat('yyyy-MM-dd')),
	spans.map((hours) => ({ hours, asOf: '2026-01-01T00:00:00Z' })),
);
const shop: fc.Arbitrary<Opening> = fc.record({
	timeZone: fc.constantFrom(PARIS, 'Indian/Reunion', 'America/Guadeloupe', 'Australia/Lord_Howe'),
	openingHours: week,
	exceptions,
});
/** Around the night when Europe's clocks go back. */
const moment = fc
	.integer({ min: 0, max: 10 * 24 * 4 })
	.map((quarters) => at('2026-10-21T00:00:00Z') + quarters * 900_000);
const MINUTE = 60_000;

describe('for any hours', () => {
	test('open now is what the wall clock says, on days when it is not changed', () => {
		fc.assert(
			fc.property(shop, moment, (store, when) => {
				const local = DateTime.fromMillis(when, { zone: store.timeZone });
				const yesterday = local.minus({ days: 1 });
				fc.pre([yesterday.minus({ days: 1 }), local.plus({ days: 1 })].every((day) => day.offset === local.offset));
				const clock = local.toFormat('HH:mm');
				const now =
					hoursOn(store, local).some(([from, to]) => (from < to ? from <= clock && clock < to : from <= clock)) ||
					hoursOn(store, yesterday).some(([from, to]) => from >= to && clock < to);
				expect(isOpen(store, when)).toBe(now);
			}),
			{ numRuns: 500 },
		);
	});
	test('the next opening is open, and nothing before it is', () => {
		fc.assert(
			fc.property(shop, moment, (store, when) => {
				const opens = opensAt(store, when);
				if (opens === null) {
					expect(isOpen(store, when)).toBe(false);
					return;
				}
				expect(isOpen(store, opens)).toBe(true);
				if (opens > when)
					for (const before of [when, opens - 1, (when + opens) / 2]) expect(isOpen(store, before)).toBe(false);
			}),
			{ numRuns: 300 },
		);
	});
	test('a store is open until it closes, and not a moment longer', () => {
		fc.assert(
			fc.property(shop, moment, (store, when) => {
				const closes = closesAt(store, when);
				expect(isOpen(store, when)).toBe(closes !== null);
				if (closes === null || closes - when > 2 * 24 * 60 * MINUTE - MINUTE) return;
				expect(isOpen(store, closes - 1)).toBe(true);
				expect(isOpen(store, closes)).toBe(false);
			}),
			{ numRuns: 300 },
		);
	});
});
