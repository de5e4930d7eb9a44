import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONVERSIONS, type Conversion, convertValue, DATE_FORMATS, type DateFormat, formatFor } from './convert-value';
import type { Json } from './event';

const to = (value: Json, conversion: Conversion) => {
	const result = convertValue(value, conversion);
	return 'value' in result ? result.value : result.why;
};
const comma: Conversion = { as: 'number', decimal: ',' };
const point: Conversion = { as: 'number', decimal: '.' };

describe('a number', () => {
	test.each([
		['39,90', 39.9],
		['1 079,80', 1079.8],
		['1\u202f079,80 €', 1079.8],
		['1.240,000', 1240],
		['-3', -3],
		['1,000-', -1],
		[12.5, 12.5],
	])('with a decimal comma: %s is %s', (text, value) => expect(to(text, comma)).toBe(value));
	test.each([
		['108.90', 108.9],
		['1,234,567.5', 1234567.5],
		["1'000", 1000],
		['£12', 12],
	])('with a point: %s is %s', (text, value) => expect(to(text, point)).toBe(value));
	test.each(['39,90', '1.2.3', 'twelve', '', '1e3', '--1', '-1-', '1,23,456', '٣', '9'.repeat(50)])(
		'is never made of “%s”',
		(text) => expect(to(text, point)).toBe('not-a-number'),
	);
	test('of cents is exact in euros', () => {
		expect([to(1999, { as: 'minor', digits: 2 }), to('8000', { as: 'minor', digits: 2 })]).toEqual([19.99, 80]);
		expect(to(19.5, { as: 'minor', digits: 2 })).toBe('not-a-number');
		fc.assert(
			fc.property(fc.integer(), (cents) => {
				expect(to(cents, { as: 'minor', digits: 2 })).toBe(Number(`${cents}e-2`));
			}),
		);
	});
});

describe('a number of which nobody said how it is written', () => {
	test.each([
		['1.234,56', 1234.56],
		['1,234.56', 1234.56],
		['12,5', 12.5],
		['12.50 €', 12.5],
		['1 079', 1079],
		['-3', -3],
		[7.25, 7.25],
	])('%s is %d', (value, number) => expect(to(value, { as: 'number', decimal: 'either' })).toBe(number));
	test('is none when it may be two', () => {
		expect(to('1,234', { as: 'number', decimal: 'either' })).toBe('not-a-number');
	});
});

describe('how a date is written is guessed from one', () => {
	const guess = (value: Json, format: DateFormat = 'iso') => formatFor(value, { format, zone: 'Europe/Paris' });
	test.each([
		['2026-11-25T10:00:00Z', 'iso'],
		['25/11/2026', 'dd/MM/yyyy'],
		['25/11/2026 18:30:00', 'dd/MM/yyyy HH:mm:ss'],
		['11/25/2026', 'MM/dd/yyyy'],
		['25.11.2026', 'dd.MM.yyyy'],
		[1764064800, 'seconds'],
		['1764064800000', 'milliseconds'],
		['20261125183000', 'yyyyMMddHHmmss'],
	])('%s is %s', (value, format) => expect(guess(value)).toBe(format));
	test('and left as it was said where that reads it, or nothing does', () => {
		expect(guess('03/04/2026', 'MM/dd/yyyy')).toBe('MM/dd/yyyy');
		expect(guess('soon', 'dd/MM/yyyy')).toBe('dd/MM/yyyy');
	});
});

describe('an instant', () => {
	const paris = (text: Json, format: DateFormat) => to(text, { as: 'instant', format, zone: 'Europe/Paris' });
	test('without a zone is at the source’s own time, summer and winter', () => {
		expect(paris('24/11/2026 18:32:10', 'dd/MM/yyyy HH:mm:ss')).toBe('2026-11-24T17:32:10.000Z');
		expect(paris('24/07/2026 18:32', 'dd/MM/yyyy HH:mm')).toBe('2026-07-24T16:32:00.000Z');
		expect(paris('2026-11-24 18:32:10', 'iso')).toBe('2026-11-24T17:32:10.000Z');
		expect(paris('20261124183000', 'yyyyMMddHHmmss')).toBe('2026-11-24T17:30:00.000Z');
	});
	test('with a zone is at that', () => {
		expect(paris('2026-11-24T18:32:10-05:00', 'iso')).toBe('2026-11-24T23:32:10.000Z');
	});
	test('is read from Unix time, in seconds or milliseconds', () => {
		expect(paris(1_780_000_000, 'seconds')).toBe('2026-05-28T20:26:40.000Z');
		expect(paris('1780000000000', 'milliseconds')).toBe('2026-05-28T20:26:40.000Z');
	});
	test('as a day is the day there', () => {
		expect(to('2026-11-24T23:30:00Z', { as: 'day', format: 'iso', zone: 'Europe/Paris' })).toBe('2026-11-25');
		expect(to('24.11.2026', { as: 'day', format: 'dd.MM.yyyy', zone: 'Europe/Paris' })).toBe('2026-11-24');
	});
	test('is never made of a day that is none', () => {
		expect(paris('31/02/2026', 'dd/MM/yyyy')).toBe('not-a-date');
		expect(paris('11/24/2026', 'dd/MM/yyyy')).toBe('not-a-date');
		expect(paris(true, 'iso')).toBe('not-a-date');
	});
});

describe('a table', () => {
	const table = (otherwise: 'refuse' | 'keep'): Conversion => ({
		...{ as: 'table', otherwise },
		entries: [
			{ from: 'F', to: 'women' },
			{ from: '1', to: 'one' },
		],
	});
	test('has the retailer’s words in ours', () => {
		expect([to(' F ', table('refuse')), to(1, table('refuse'))]).toEqual(['women', 'one']);
	});
	test('refuses what is not in it, or keeps it as it is', () => {
		expect([to('X', table('refuse')), to('X', table('keep'))]).toEqual(['not-in-table', 'X']);
	});
});

test('no value makes a conversion fail', () => {
	const conversions: Conversion[] = [
		...CONVERSIONS.flatMap((as): Conversion[] => {
			if (as === 'same' || as === 'text') return [{ as }];
			if (as === 'number') return [comma, point, { as, decimal: 'either' }];
			if (as === 'minor') return [{ as, digits: 4 }];
			if (as === 'table') return [{ as, entries: [], otherwise: 'refuse' }];
			return DATE_FORMATS.map((format) => ({ as, format, zone: 'Europe/Paris' }));
		}),
	];
	fc.assert(
		fc.property(fc.jsonValue(), fc.constantFrom(...conversions), (value, conversion) => {
			convertValue(value as Json, conversion);
		}),
		{ numRuns: 1000 },
	);
});
