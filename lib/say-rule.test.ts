import { expect, test } from 'vitest';
import { OPERATORS, type Scalar } from './compare';
import type { Rule } from './condition';
import { type Names, productsNamedIn } from './names';
import { sayOperator, sayRule } from './say-rule';

const vip: Rule = { type: 'property', of: 'customer', path: 'traits.vip', op: 'equals', value: true };
const dear: Rule = { type: 'property', of: 'event', path: 'total', op: 'at-least', value: 50 };
const regular: Rule = { type: 'history', event: 'Order Completed', count: { op: 'at-least', n: 2 }, within: 'P30D' };
const stock = {
	type: 'stock',
	product: { from: 'trigger', path: 'product_id' },
	at: { choose: 'home' },
	maxAge: 'PT2H',
} as const;

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
		'home store is the event’s store_id',
		{
			type: 'property',
			of: 'customer',
			path: 'homeStoreId',
			op: 'equals',
			value: { from: 'trigger', path: 'store_id' },
		},
		'magasin habituel est store_id de l’événement',
	],
	['consent to sms', { type: 'consent', channel: 'sms', granted: true }, 'consentement sms'],
	['no consent to email', { type: 'consent', channel: 'email', granted: false }, 'pas de consentement email'],
	[
		'size is one of S, M',
		{ type: 'property', of: 'event', path: 'size', op: 'one-of', value: ['S', 'M'] },
		'size est parmi S, M',
	],
	[
		'sum of total of Order Completed ≥ 200 in 1 year',
		{
			type: 'history-value',
			event: 'Order Completed',
			take: 'sum',
			path: 'total',
			op: 'at-least',
			value: 200,
			within: 'P1Y',
		},
		'somme de total de Order Completed ≥ 200 en 1 an',
	],
	[
		'Order Completed ≥ 2 in 30 days where total ≥ 50 without Order Refunded of the same order_id',
		{ ...regular, where: dear, without: [{ event: 'Order Refunded', same: 'order_id' }] },
		'Order Completed ≥ 2 en 30 jours où total ≥ 50 sans Order Refunded du même order_id',
	],
	[
		'no consent to sms (partners)',
		{ type: 'consent', channel: 'sms', granted: false, purpose: 'partners' },
		'pas de consentement sms (partners)',
	],
	[
		'loyalty card (verified) known',
		{ type: 'identity', kind: 'loyalty_card', known: true, verified: true },
		'identité connue : carte de fidélité (vérifiée)',
	],
	['email not known', { type: 'identity', kind: 'email', known: false }, 'identité inconnue : e-mail'],
	[
		'lifecycle: customer or loyal',
		{ type: 'lifecycle', stages: ['customer', 'loyal'] },
		'cycle de vie : client ou fidèle',
	],
	['not in a segment', { type: 'segment', segmentId: 's1', in: false }, 'hors d’un segment'],
	[
		'stock of product_id – home store ≥ 1 (as of the last 2 hours)',
		{ ...stock, op: 'at-least', n: 1 },
		'stock de product_id – magasin habituel ≥ 1 (chiffre de moins de 2 heures)',
	],
	[
		'stock of product_id – home store: unknown or older than 2 hours',
		{ ...stock, op: 'is-unknown' },
		'stock de product_id – magasin habituel : inconnu ou plus vieux que 2 heures',
	],
	[
		'store lyon is closed',
		{ type: 'store', at: { choose: 'given', storeId: 'lyon' }, open: false },
		'magasin lyon fermé',
	],
	[
		'nearest open store with vase in stock ≤ 5000 m',
		{
			type: 'distance',
			withStock: { product: { id: 'vase' }, maxAge: 'P1D' },
			open: true,
			op: 'at-most',
			metres: 5000,
		},
		'magasin ouvert le plus proche ayant vase en stock à ≤ 5000 m',
	],
	[
		'price of vase ≤ 90% of the price paid',
		{ type: 'price', product: { id: 'vase' }, op: 'at-most', percentOfPaid: 90 },
		'prix de vase ≤ 90 % du prix payé',
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

test('a segment is said by its name where it is known', () => {
	const rule: Rule = {
		type: 'any',
		rules: [
			{ type: 'segment', segmentId: 'a', in: false },
			{ type: 'segment', segmentId: 'b', in: true },
		],
	};
	expect(sayRule(rule, 'en', { segments: { a: 'Best customers' } })).toBe('not in “Best customers” or in a segment');
	expect(sayRule(rule, 'fr', { segments: { a: 'Meilleurs clients' } })).toBe(
		'hors de « Meilleurs clients » ou dans un segment',
	);
});

test.each<[string, Rule, string]>([
	['recency, tenth ≥ 8', of('scores.recency', 8), 'récence, dixième ≥ 8'],
	['points (trait) ≥ 100', of('traits.points', 100), 'points (attribut) ≥ 100'],
	['first name ≥ M', of('traits.first_name', 'M'), 'prénom ≥ M'],
	['favourite colour › shade ≥ 3', of('traits.favourite_colour.shade', 3), 'favourite colour › shade ≥ 3'],
])('what is known of a customer is said in words: %s', (en, rule, fr) => {
	expect(sayRule(rule, 'en')).toBe(en);
	expect(sayRule(rule, 'fr')).toBe(fr);
});

function of(path: string, value: Scalar): Rule {
	return { type: 'property', of: 'customer', path, op: 'at-least', value };
}

test('products, stores and purposes are said by their names, also within a history', () => {
	const names: Names = {
		products: { v1: 'Blue vase' },
		stores: { lyon: 'Lyon Presqu’île' },
		purposes: { partners: { en: 'Partners’ offers', fr: 'Offres des partenaires' } },
	};
	const bought: Rule = {
		...regular,
		where: { type: 'property', of: 'event', path: 'products[].product_id', op: 'one-of', value: ['v1', 'v2'] },
	};
	expect(sayRule(bought, 'en', names)).toContain('where products[].product_id is one of Blue vase, v2');
	const there: Rule = {
		...stock,
		product: { id: 'v1' },
		at: { choose: 'given', storeId: 'lyon' },
		op: 'at-least',
		n: 1,
	};
	expect(sayRule(there, 'fr', names)).toContain('stock de Blue vase – Lyon Presqu’île ≥ 1');
	const agreed: Rule = { type: 'consent', channel: 'sms', granted: true, purpose: 'partners' };
	expect(sayRule(agreed, 'fr', names)).toContain('(Offres des partenaires)');
	expect(productsNamedIn([bought, there, agreed])).toEqual(['v1', 'v2']);
	expect(productsNamedIn({ productId: 'v3', storeId: 'lyon' })).toEqual(['v3']);
});
