import { describe, expect, test } from 'vitest';
import { closedDays } from './closed-days';
import { at, PARIS } from './testing/facts';

const days = (closed: Parameters<typeof closedDays>[0], when = '2026-11-24T23:30:00Z', zone = PARIS) =>
	Object.keys(closedDays(closed, at(when), zone));

describe('a store that says it is closed', () => {
	test('is closed on the day it is there', () => {
		expect(days({})).toEqual(['2026-11-25']);
		expect(days({}, '2026-11-24T23:30:00Z', 'America/Guadeloupe')).toEqual(['2026-11-24']);
	});
	test('may name the day, and the last one', () => {
		expect(days({ date: '2026-12-25' })).toEqual(['2026-12-25']);
		expect(days({ date: '2026-12-30', until: '2027-01-02' })).toEqual([
			'2026-12-30',
			'2026-12-31',
			'2027-01-01',
			'2027-01-02',
		]);
		expect(days({ until: '2026-11-26T23:30:00Z' })).toEqual(['2026-11-25', '2026-11-26', '2026-11-27']);
	});
	test('until before it began is closed for that day', () => {
		expect(days({ date: '2026-12-25', until: '2026-12-01' })).toEqual(['2026-12-25']);
	});
	test('without end is not closed for ever', () => {
		expect(days({ until: '2999-01-01' })).toHaveLength(400);
	});
	test('says why, and when it was said', () => {
		expect(closedDays({ reason: 'flood' }, at('2026-11-24T09:00:00Z'), PARIS)).toEqual({
			'2026-11-24': { hours: [], reason: 'flood', asOf: '2026-11-24T09:00:00.000Z' },
		});
	});
});
