import { expect, test } from 'vitest';
import { OPERATORS, type Rule } from './condition';
import { sayOperator, sayRule } from './say-rule';

const vip: Rule = { type: 'property', of: 'customer', path: 'traits.vip', op: 'equals', value: true };
const dear: Rule = { type: 'property', of: 'event', path: 'total', op: 'at-least', value: 50 };
const regular: Rule = { type: 'history', event: 'Order Completed', count: { op: 'at-least', n: 2 }, within: 'P30D' };

test.each<[string, Rule, string]>([
	['vip is true', vip, 'vip est true'],
	['vip is true and total ≥ 50', { type: 'all', rules: [vip, dear] }, 'vip est true et total ≥ 50'],
	['vip is true or total ≥ 50', { type: 'any', rules: [vip, dear] }, 'vip est true ou total ≥ 50'],
	['none of (vip is true, total ≥ 50)', { type: 'none', rules: [vip, dear] }, 'aucun de (vip est true, total ≥ 50)'],
	[
		'vip is true and (vip is true or total ≥ 50)',
		{ type: 'all', rules: [vip, { type: 'any', rules: [vip, dear] }] },
		'vip est true et (vip est true ou total ≥ 50)',
	],
	['always', { type: 'all', rules: [] }, 'toujours'],
	['Order Completed ≥ 2 in 30 days', regular, 'Order Completed ≥ 2 en 30 jours'],
	[
		'Order Completed ≥ 2 in 30 days where total ≥ 50',
		{ ...regular, where: dear },
		'Order Completed ≥ 2 en 30 jours où total ≥ 50',
	],
	[
		'home_store is the event’s store_id',
		{
			type: 'property',
			of: 'customer',
			path: 'home_store',
			op: 'equals',
			value: { from: 'trigger', path: 'store_id' },
		},
		'home_store est store_id de l’événement',
	],
	['consent to sms', { type: 'consent', channel: 'sms', granted: true }, 'consentement sms'],
	['no consent to email', { type: 'consent', channel: 'email', granted: false }, 'pas de consentement email'],
	[
		'size is one of S, M',
		{ type: 'property', of: 'event', path: 'size', op: 'one-of', value: ['S', 'M'] },
		'size est parmi S, M',
	],
	['coupon is known', { type: 'property', of: 'event', path: 'coupon', op: 'is-set' }, 'coupon est connu'],
])('%s', (en, rule, fr) => {
	expect(sayRule(rule, 'en')).toBe(en);
	expect(sayRule(rule, 'fr')).toBe(fr);
});

test('every comparison has words of its own', () => {
	for (const locale of ['en', 'fr'] as const) {
		const words = OPERATORS.map((op) => sayOperator(op, locale));
		expect(new Set(words).size).toBe(OPERATORS.length);
	}
});
