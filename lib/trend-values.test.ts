import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, PARIS, TUESDAY } from './testing/facts';
import { bucketAt, gridOf, type TrendDefinition } from './trend';
import {
	atFirst,
	type Change,
	judge,
	judgedBucket,
	newIn,
	nextJudged,
	type Reading,
	readingAt,
	SETTLE_MS,
	type Span,
	type Standing,
	spanOf,
	usualKnownFrom,
	valuesFrom,
} from './trend-values';

const BUCKETS = 12;
const grid = { buckets: BUCKETS };

/** As the database adds them up. */
function changesOf(counted: { span: Span; amount: number }[]): Change[] {
	const sums = new Map<number, number>();
	const add = (bucket: number, amount: number) => sums.set(bucket, (sums.get(bucket) ?? 0) + amount);
	for (const { span, amount } of counted) {
		add(span.from, amount);
		add(span.to, -amount);
	}
	return [...sums].map(([bucket, change]) => ({ bucket, change })).sort((a, b) => a.bucket - b.bucket);
}
const inWindow = (bucket: number, last: number) => bucket > last - BUCKETS && bucket <= last;
const bucket = fc.integer({ min: 0, max: 60 });

describe('a rolling value', () => {
	test('is the sum of what happened in its window, in whatever order it came in', () => {
		const events = fc.array(fc.record({ bucket, cents: fc.integer({ min: -5000, max: 50_000 }) }), { maxLength: 60 });
		fc.assert(
			fc.property(events, bucket, (list, last) => {
				const counted = list.map(({ bucket, cents }) => ({ span: spanOf(bucket, grid), amount: cents / 100 }));
				const cents = list.filter((one) => inWindow(one.bucket, last)).reduce((sum, one) => sum + one.cents, 0);
				expect(valuesFrom(changesOf(counted))(last)).toBe(cents / 100);
			}),
		);
	});
	test('of customers counts each of them once, whatever she did in the window and however late it came in', () => {
		const visits = fc.array(fc.record({ who: fc.integer({ min: 0, max: 4 }), bucket }), { maxLength: 60 });
		fc.assert(
			fc.property(visits, bucket, (list, last) => {
				const seen = new Map<number, number[]>();
				const counted = list.flatMap(({ who, bucket }) => {
					const own = seen.get(who) ?? [];
					if (own.includes(bucket)) return [];
					const before = own.filter((one) => one < bucket).sort((a, b) => b - a)[0] ?? null;
					const after = own.filter((one) => one > bucket).sort((a, b) => a - b)[0] ?? null;
					seen.set(who, [...own, bucket]);
					const span = newIn(bucket, { before, after }, grid);
					return span ? [{ span, amount: 1 }] : [];
				});
				const there = new Set(list.filter((one) => inWindow(one.bucket, last)).map(({ who }) => who));
				expect(valuesFrom(changesOf(counted))(last)).toBe(there.size);
			}),
		);
	});
});

const trend = (threshold: TrendDefinition['threshold']): TrendDefinition => ({
	event: 'Product Added',
	measure: { of: 'events' },
	by: 'nothing',
	window: 'PT1H',
	threshold,
	pause: 'PT1H',
});
const usual = (op: 'at-least' | 'at-most', times: number, least: number) =>
	trend({ than: 'usual', op, times, of: 'days', least });
const atLeast20 = trend({ than: 'number', op: 'at-least', n: 20 });
const around = { since: TUESDAY - 30 * DAY, zone: PARIS };
const now = bucketAt(TUESDAY, gridOf(atLeast20));
/** Its value, and what it was at the same time on the days before. */
const values = (value: number, before: number) => (bucket: number) => (bucket === now ? value : before);

describe('the usual', () => {
	test('is the average of the same time on the days before', () => {
		expect(readingAt(usual('at-least', 2, 0), values(25, 10), now, around)).toEqual({
			...{ bucket: now, value: 25, usual: 10, threshold: 20 },
		});
	});
	test('is unknown with too little history, and nothing crosses then', () => {
		const young = { ...around, since: TUESDAY - 7 * DAY };
		const reading = readingAt(usual('at-least', 2, 0), values(1000, 0), now, young);
		expect(reading).toMatchObject({ usual: null, threshold: null });
		const calm = { crossed: false, told: false, crossedAt: null };
		expect(judge(atLeast20, calm, reading, { now: TUESDAY, pauseMs: 0, quietly: false }).tell).toBeNull();
		const old = { ...around, since: TUESDAY - 7 * DAY - HOUR };
		expect(readingAt(usual('at-least', 2, 0), values(1000, 0), now, old).usual).toBe(0);
		expect(readingAt(usual('at-least', 2, 0), values(1000, 0), now, { ...around, since: null }).usual).toBeNull();
	});
	test('is known from an instant on that can be told beforehand', () => {
		const trend = usual('at-least', 2, 0);
		const grid = gridOf(trend);
		const since = TUESDAY + 12_345;
		const from = usualKnownFrom(trend, since, PARIS);
		const at = (ms: number) => readingAt(trend, () => 0, bucketAt(ms, grid), { since, zone: PARIS }).usual;
		expect(at(from)).toBe(0);
		expect(at(from - 2 * grid.bucketMs)).toBeNull();
	});
	test('of what is seldom is no measure: a rise counts from so many on, a fall only where so many are usual', () => {
		expect(readingAt(usual('at-least', 2, 10), values(3, 1), now, around).threshold).toBe(10);
		expect(readingAt(usual('at-most', 0.5, 10), values(3, 8), now, around).threshold).toBeNull();
		expect(readingAt(usual('at-most', 0.5, 10), values(3, 30), now, around).threshold).toBe(15);
	});
});

describe('a window', () => {
	test('that rises is judged as it fills, one that falls only when its last bucket is complete', () => {
		const five = gridOf(atLeast20);
		const at = TUESDAY + MINUTE;
		expect(judgedBucket(atLeast20, at, five)).toBe(bucketAt(at, five));
		const falls = trend({ than: 'number', op: 'at-most', n: 3 });
		expect(judgedBucket(falls, at, five)).toBe(bucketAt(at, five) - 1);
		expect(judgedBucket(falls, TUESDAY + SETTLE_MS - 1, five)).toBe(bucketAt(at, five) - 2);
	});
	test('is looked at again once its last bucket is complete', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: DAY }), (ms) => {
				const five = gridOf(atLeast20);
				const next = nextJudged(TUESDAY + ms, five);
				expect(next).toBeGreaterThan(TUESDAY + ms);
				expect(next - TUESDAY - ms).toBeLessThanOrEqual(five.bucketMs);
				expect((next - SETTLE_MS) % five.bucketMs).toBe(0);
			}),
		);
	});
});

const reading = (value: number, threshold: number | null = 20): Reading => ({
	...{ bucket: 0, value, usual: null, threshold },
});

/** What is told of a row of values, a minute apart. */
function toldOf(definition: TrendDefinition, list: (number | null)[], pauseMs: number): (string | null)[] {
	let standing: Standing = atFirst(definition);
	return list.map((value, minute) => {
		const found = reading(value ?? 0, value === null ? null : 20);
		const judged = judge(definition, standing, found, { now: minute * MINUTE, pauseMs, quietly: false });
		standing = judged.standing;
		return judged.tell;
	});
}

describe('crossing a threshold', () => {
	test('is told once, and again only after it came back', () => {
		expect(toldOf(atLeast20, [19, 20, 25, 20, 12, 21], 0)).toEqual([
			...[null, 'crossed', null, null, 'recovered', 'crossed'],
		]);
	});
	test('does not flap: what is only just below is not back', () => {
		expect(toldOf(atLeast20, [20, 19, 20, 18, 20, 17], 0)).toEqual(['crossed', null, null, null, null, 'recovered']);
	});
	test('waits for the pause to be over, and is told then if it still is', () => {
		const told = toldOf(atLeast20, [20, 0, 20, 20, 20, 20], 4 * MINUTE);
		expect(told).toEqual(['crossed', 'recovered', null, null, 'crossed', null]);
	});
	test('is told of a fall that began after there was enough', () => {
		const atMost = trend({ than: 'number', op: 'at-most', n: 20 });
		expect(atFirst(atMost).crossed).toBe(true);
		expect(toldOf(atMost, [5, 40, 20, 21, 22, 23], 0)).toEqual([null, null, 'crossed', null, null, 'recovered']);
	});
	test('is not told of what an edit or imported history shows, nor is its coming back', () => {
		const quietly = { now: 0, pauseMs: 0, quietly: true };
		const first = judge(atLeast20, atFirst(atLeast20), reading(50), quietly);
		expect(first).toEqual({ standing: { crossed: true, told: false, crossedAt: null }, tell: null });
		const loud = { ...quietly, quietly: false };
		expect(judge(atLeast20, first.standing, reading(50), loud).tell).toBeNull();
		expect(judge(atLeast20, first.standing, reading(0), loud)).toEqual({
			standing: { crossed: false, told: false, crossedAt: null },
			tell: null,
		});
	});
	test('never comes twice without coming back between, nor within the pause, whatever the values', () => {
		const list = fc.array(fc.option(fc.integer({ min: 0, max: 40 })), { maxLength: 80 });
		fc.assert(
			fc.property(list, fc.integer({ min: 0, max: 10 }), (values, pause) => {
				const told = toldOf(atLeast20, values, pause * MINUTE);
				const said = told.flatMap((tell, minute) => (tell ? [{ tell, minute }] : []));
				said.forEach(({ tell, minute }, i) => {
					expect(tell).toBe(i % 2 === 0 ? 'crossed' : 'recovered');
					const earlier = said[i - 2];
					if (tell === 'crossed' && earlier) expect(minute - earlier.minute).toBeGreaterThanOrEqual(pause);
				});
			}),
		);
	});
});
