import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HistoryTest, Rule } from './condition';
import { evaluate } from './evaluate';
import { ripens } from './ripens';
import { DAY, event, facts, TUESDAY } from './testing/facts';

const bought = (daysAgo: number) => event('Order Completed', {}, { at: TUESDAY - daysAgo * DAY });
const ordered = (op: HistoryTest['count']['op'], n: number, within?: string): Rule => ({
	type: 'history',
	event: 'Order Completed',
	count: { op, n },
	within,
});

describe('when time alone changes a rule', () => {
	test('“no order for 30 days” changes when the last order is 30 days old', () => {
		const rule = ordered('exactly', 0, 'P30D');
		expect(ripens(rule, facts({ history: [bought(10)] }))).toBe(TUESDAY + 20 * DAY);
		expect(ripens(rule, facts({ history: [bought(31)] }))).toBeNull();
	});

	test('a rule without a window waits for an event', () => {
		expect(ripens(ordered('at-least', 1), facts({ history: [bought(10)] }))).toBeNull();
		expect(ripens({ type: 'consent', channel: 'sms', granted: true }, facts())).toBeNull();
	});

	test('nothing changes before the instant it names', () => {
		const windowed = fc.record({
			type: fc.constant('history' as const),
			event: fc.constantFrom('Order Completed', 'Store Entered'),
			count: fc.record({
				op: fc.constantFrom('at-least' as const, 'at-most' as const, 'exactly' as const),
				n: fc.integer({ min: 0, max: 3 }),
			}),
			within: fc.constantFrom('P1D', 'P7D', 'P30D', undefined),
		});
		const rules: fc.Arbitrary<Rule> = fc.record({
			type: fc.constantFrom('all' as const, 'any' as const, 'none' as const),
			rules: fc.array(windowed, { minLength: 1, maxLength: 4 }),
		});
		const history = fc.array(
			fc.record({
				name: fc.constantFrom('Order Completed', 'Store Entered'),
				hours: fc.integer({ min: 0, max: 1000 }),
			}),
			{ maxLength: 8 },
		);
		fc.assert(
			fc.property(rules, history, fc.double({ min: 0, max: 1, noNaN: true }), (rule, past, part) => {
				const seen = facts({
					history: past.map(({ name, hours }) => event(name, {}, { at: TUESDAY - hours * 3_600_000 })),
				});
				const next = ripens(rule, seen);
				const until = next === null ? TUESDAY + 400 * DAY : next - 1;
				const between = Math.floor(TUESDAY + part * (until - TUESDAY));
				expect(evaluate(rule, { ...seen, now: between })).toBe(evaluate(rule, seen));
			}),
		);
	});
});
