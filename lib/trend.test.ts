import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sayRule } from './say-rule';
import { sayThreshold, sayTrend, sayUsual } from './say-trend';
import { at, DAY, HOUR, PARIS } from './testing/facts';
import { bucketAt, gridOf, type TrendDefinition, trendDefinition, USUAL_COUNT, usualBuckets } from './trend';

const trend = (more: Partial<TrendDefinition> = {}): TrendDefinition => ({
	event: 'Product Added',
	measure: { of: 'events' },
	by: 'nothing',
	window: 'PT1H',
	threshold: { than: 'number', op: 'at-least', n: 20 },
	pause: 'P1D',
	...more,
});
const usual = (of: 'windows' | 'days' | 'weeks') =>
	({ than: 'usual', op: 'at-least', times: 2, of, least: 10 }) as const;
const problemsOf = (more: Partial<TrendDefinition>) =>
	trendDefinition.safeParse(trend(more)).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('a trend', () => {
	test('rolls over whole hours or days, from one hour to thirty days', () => {
		for (const window of ['PT1H', 'PT36H', 'P7D', 'P30D']) expect(problemsOf({ window })).toEqual([]);
		for (const window of ['PT30M', 'PT90M', 'P31D', 'P1M1D']) expect(problemsOf({ window })).toEqual(['window']);
	});
	test('is not compared with days or weeks that are shorter than its window', () => {
		expect(problemsOf({ window: 'P2D', threshold: usual('days') })).toEqual(['threshold.of']);
		expect(problemsOf({ window: 'P2D', threshold: usual('weeks') })).toEqual([]);
		expect(problemsOf({ window: 'P30D', threshold: usual('windows') })).toEqual([]);
	});
	test('looks at the events alone, never at who did them', () => {
		const where = { type: 'property', of: 'customer', path: 'country', op: 'equals', value: 'FR' } as const;
		expect(problemsOf({ where })).toEqual(['where']);
		expect(problemsOf({ where: { ...where, of: 'event' } })).toEqual([]);
		expect(problemsOf({ where: { type: 'any', rules: [] } })).toEqual(['where']);
	});
	test('does not count crossings, which would make it cross', () => {
		expect(problemsOf({ event: 'Trend Crossed' })).toEqual(['event']);
		expect(problemsOf({ unless: { event: 'Trend Recovered', within: 'P1D' } })).toEqual(['unless.event']);
	});
	test('is said in one sentence', () => {
		const abandons = trend({
			measure: { of: 'customers' },
			by: 'product',
			unless: { event: 'Order Completed', within: 'P1D' },
		});
		expect(sayTrend(abandons, 'en')).toBe(
			'Customers with Product Added, not followed by Order Completed within 1 day, by product, over 1 hour',
		);
		expect(sayTrend(trend({ measure: { of: 'sum', path: 'total' } }), 'fr')).toBe(
			'Somme de total de Product Added, sur 1 heure',
		);
		const where = { type: 'property', of: 'event', path: 'product_id', op: 'equals', value: 'MA-1' } as const;
		expect(sayTrend(trend({ where }), 'en', { products: { 'MA-1': 'Kettle' } })).toBe(
			'Product Added where product_id is Kettle, over 1 hour',
		);
		expect(sayRule({ ...where, path: 'trend_id', value: 't1' }, 'en', { trends: { t1: 'Baskets' } })).toBe(
			'trend_id is Baskets',
		);
		expect(sayThreshold(usual('days'), 'en')).toBe('at least 2 × the usual, and at least 10');
		expect(sayThreshold({ than: 'number', op: 'at-most', n: 3 }, 'fr')).toBe('au plus 3');
		expect(sayUsual(usual('weeks'), 'PT1H', 'en')).toBe(
			'the average of the same weekday and time in the 4 weeks before',
		);
	});
});

const windows = fc.integer({ min: 1, max: 30 * 24 }).map((hours) => `PT${hours}H`);

describe('the grid of a trend', () => {
	test('parts every window into twelve buckets or more, that divide a day', () => {
		fc.assert(
			fc.property(windows, (window) => {
				const { bucketMs, buckets } = gridOf(trend({ window }));
				expect(Number.isInteger(buckets)).toBe(true);
				expect(buckets).toBeGreaterThanOrEqual(12);
				expect(DAY % bucketMs).toBe(0);
			}),
		);
	});
	test('keeps enough for the usual of everything that the chart shows', () => {
		fc.assert(
			fc.property(windows, fc.constantFrom('windows', 'days', 'weeks'), (window, of) => {
				const grid = gridOf(trend({ window, threshold: usual(of) }));
				const now = at('2026-11-24T09:00:00Z');
				const shown = bucketAt(now - grid.shownMs, grid);
				const first = Math.min(...usualBuckets(shown, of, grid, PARIS)) - grid.buckets + 1;
				expect(first).toBeGreaterThanOrEqual(bucketAt(now - grid.keptMs, grid));
			}),
		);
	});
	test('the same time of earlier days is the same on the shop’s clocks, when they change too', () => {
		const grid = gridOf(trend({ threshold: usual('days') }));
		// Clocks went back on 25 October 2026: 10:00 is 09:00 UTC on Monday, 08:00 UTC on Saturday.
		const monday = bucketAt(at('2026-10-26T09:00:00Z'), grid);
		const before = usualBuckets(monday, 'days', grid, PARIS).map((bucket) => bucket * grid.bucketMs);
		expect(before).toHaveLength(USUAL_COUNT.days);
		expect(before.slice(0, 2)).toEqual([at('2026-10-25T09:00:00Z'), at('2026-10-24T08:00:00Z')]);
		expect(usualBuckets(monday, 'windows', grid, PARIS)[0]).toBe(monday - HOUR / grid.bucketMs);
	});
});
