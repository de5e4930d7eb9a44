import { describe, expect, test } from 'vitest';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { rule } from './condition';
import { DEFAULT_SEGMENTS, type DefaultSegment, type DefaultSegmentId } from './default-segments';
import { evaluate } from './evaluate';
import type { Stage } from './lifecycle';
import { segmentProblem } from './segment-rule';
import { DAY, event, facts, TUESDAY, ZOE } from './testing/facts';
import { LOCALES } from './text';

type Her = { scores?: [recency: number, frequency: number, monetary: number]; stage?: Stage; orders?: number[] };

/** In which of them she is; `orders`: how many days ago. */
function segmentsOf({ scores, stage = 'customer', orders = [] }: Her): string[] {
	const [recency, frequency, monetary] = scores ?? [];
	const scored =
		recency && frequency && monetary
			? { recency, frequency, monetary, last_order_at: '', orders: orders.length, spent_minor: 0 }
			: null;
	const given = facts({
		customer: { ...ZOE, lifecycle: stage, scores: scored },
		history: orders.map((days) => event('Order Completed', { order_id: `o${days}` }, { at: TUESDAY - days * DAY })),
	});
	return Object.entries(DEFAULT_SEGMENTS).flatMap(([id, segment]) => (evaluate(segment.rule, given) ? [id] : []));
}

test.each(Object.entries(DEFAULT_SEGMENTS))(
	'%s has a rule that a marketer could have built, and words in every language',
	(_id, segment) => {
		expect(rule.safeParse(segment.rule).success).toBe(true);
		expect(segmentProblem('x', segment.rule, [])).toBeNull();
		for (const locale of LOCALES) {
			expect(segment.name[locale].length).toBeLessThanOrEqual(80);
			expect(segment.description[locale]).toMatch(/^[\p{Lu}].*\.$/u);
		}
	},
);

describe('who is in which segment', () => {
	const people: [string, Her, DefaultSegmentId[]][] = [
		['a champion bought lately, often and for much', { scores: [9, 8, 10] }, ['champions', 'big-spenders']],
		['who bought often, but not lately, is at risk', { scores: [2, 8, 8] }, ['at-risk']],
		['who bought seldom and long ago is among those with few orders', { scores: [1, 2, 5] }, ['hibernating']],
		['a first order of this month is of a new customer', { scores: [9, 1, 4], orders: [3] }, ['new-customers']],
		['the second order is not', { scores: [9, 5, 4], orders: [3, 9] }, []],
		['nor is a first order of last year', { scores: [5, 1, 4], orders: [200] }, []],
		['an ambassador is loyal', { stage: 'ambassador' }, ['loyal']],
		['who never bought is in none', { stage: 'prospect' }, []],
	];
	test.each(people)('%s', (_what, her, expected) => {
		expect(segmentsOf(her)).toEqual(expected);
	});
});

test('no segment is taken for a stage: none has its name, none is only its rule', () => {
	for (const { name, rule } of Object.values<DefaultSegment>(DEFAULT_SEGMENTS)) {
		expect(rule.type === 'lifecycle' && rule.stages.length === 1).toBe(false);
		for (const [locale, { segments }] of [
			['en', en],
			['fr', fr],
		] as const)
			for (const stage of Object.values(segments.stages))
				expect([stage, `${stage}s`, `Clients ${stage.toLowerCase()}s`]).not.toContain(name[locale]);
	}
});
