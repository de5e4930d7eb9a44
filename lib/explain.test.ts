import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Facts, Rule } from './condition';
import { evaluate, judge } from './evaluate';
import { explain, sayFailing } from './explain';
import { DAY, event, facts, HOUR, TUESDAY } from './testing/facts';

const bought: Rule = {
	type: 'history',
	event: 'Order Completed',
	count: { op: 'at-least', n: 1 },
	within: 'P14D',
	where: {
		type: 'property',
		of: 'event',
		path: 'product_id',
		op: 'equals',
		value: { from: 'trigger', path: 'replaces' },
	},
};
const refunded: Rule = { ...bought, event: 'Order Refunded' };
const kept: Rule = { type: 'all', rules: [bought, { type: 'none', rules: [refunded] }] };
const launch = event('Product Launched', { replaces: 'shoe-1' });
const did = (name: string, daysAgo: number, product_id = 'shoe-1') =>
	event(name, { product_id }, { at: TUESDAY - daysAgo * DAY });
const her = (...history: Facts['history']): Facts => facts({ history, trigger: launch, event: launch });
const said = (rule: Rule, given: Facts) =>
	explain(rule, given).map((one) => [sayFailing(one, given.now, 'en'), sayFailing(one, given.now, 'fr')]);

describe('why a rule does not hold is told with its figures', () => {
	const rule = 'Order Completed ≥ 1 in 14 days where product_id is the event’s replaces';
	const regle = 'Order Completed ≥ 1 en 14 jours où product_id est replaces de l’événement';
	test('she bought it, but too long ago', () => {
		expect(said(kept, her(did('Order Completed', 40)))).toEqual([
			[
				`${rule}: not in that time, the last one 40 days before`,
				`${regle}\u00a0: pas dans ce délai, la dernière fois 40 jours avant`,
			],
		]);
	});
	test('she never bought it, whatever else she bought', () => {
		expect(said(kept, her(did('Order Completed', 1, 'hat-1')))).toEqual([[`${rule}: never`, `${regle}\u00a0: jamais`]]);
	});
	test('she bought it, but was paid back', () => {
		expect(said(kept, her(did('Order Completed', 5), did('Order Refunded', 2)))).toEqual([
			[
				'should not be so – Order Refunded ≥ 1 in 14 days where product_id is the event’s replaces: 1 time, the last one 2 days before',
				'ne devait pas être vrai – Order Refunded ≥ 1 en 14 jours où product_id est replaces de l’événement\u00a0: 1 fois, la dernière 2 jours avant',
			],
		]);
	});
	test('she bought it, but that very order was paid back', () => {
		const once: Rule = { ...bought, without: [{ event: 'Order Refunded', same: 'order_id' }] };
		const of = (name: string, days: number) =>
			event(name, { order_id: 7, product_id: 'shoe-1' }, { at: TUESDAY - days * DAY });
		expect(
			said(once, her(of('Order Completed', 5), of('Order Refunded', 2)))[0]?.map((words) => words.split(/:\s/)[1]),
		).toEqual([
			'1 time, but undone since, the last one 5 days before',
			'1 fois, mais annulé depuis, la dernière 5 jours avant',
		]);
	});
	test('what nobody knows is no reason for either', () => {
		const open: Rule = { type: 'store', at: { choose: 'home' }, open: true };
		expect(said(open, facts())[0]?.[0]).toMatch(/: nobody knows$/);
		expect(said({ type: 'none', rules: [open] }, facts())[0]?.[0]).toMatch(/: nobody knows$/);
	});
	test('her store is another one, and she did not agree', () => {
		const rules: Rule = {
			type: 'all',
			rules: [
				{
					type: 'property',
					of: 'customer',
					path: 'homeStoreId',
					op: 'equals',
					value: { from: 'trigger', path: 'store_id' },
				},
				{ type: 'property', of: 'customer', path: 'traits.size', op: 'equals', value: 42 },
				{ type: 'consent', channel: 'sms', granted: true },
				{ type: 'consent', channel: 'email', granted: true },
			],
		};
		const closed = event('Store Closed', { store_id: 'paris' });
		expect(said(rules, facts({ trigger: closed, consents: { email: false } })).map(([en]) => en)).toEqual([
			'home store is the event’s store_id: it is lyon, the event says paris',
			'size is 42: it is unknown',
			'consent to sms: never given',
			'consent to email: refused',
		]);
	});
	test('of several ways the one that lacks least', () => {
		const either: Rule = { type: 'any', rules: [{ type: 'all', rules: [bought, refunded] }, bought] };
		expect(explain(either, her())).toHaveLength(1);
		expect(explain({ type: 'any', rules: [] }, her())).toMatchObject([{ found: { kind: 'nothing' } }]);
	});
	test('hours and minutes, where days would say nothing', () => {
		const late = { ...her(event('Order Completed', { product_id: 'shoe-1' }, { at: TUESDAY - 30 * HOUR })) };
		expect(said({ ...bought, within: 'PT1H' }, late)[0]?.[0]).toMatch(/the last one 30 hours before$/);
	});
});

describe('whatever the rule', () => {
	const leaf: fc.Arbitrary<Rule> = fc.constantFrom<Rule>(
		bought,
		refunded,
		{ type: 'consent', channel: 'sms', granted: true },
		{ type: 'property', of: 'customer', path: 'country', op: 'equals', value: 'FR' },
	);
	const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
		rule: fc.oneof(
			{ maxDepth: 4 },
			leaf,
			fc.record({
				type: fc.constantFrom('all' as const, 'any' as const, 'none' as const),
				rules: fc.array(tie('rule'), { maxLength: 3 }),
			}),
		),
	}));
	const given = fc
		.subarray([did('Order Completed', 3), did('Order Completed', 40), did('Order Refunded', 2)])
		.map((history) => her(...history));

	test('something is told exactly when it does not hold, and every part of it is as it is told', () => {
		fc.assert(
			fc.property(rule, given, (r, f) => {
				const why = explain(r, f);
				expect(why.length > 0).toBe(!evaluate(r, f));
				for (const one of why) expect(judge(one.rule, f)).toBe(one.verdict);
			}),
			{ numRuns: 1000 },
		);
	});
});
