import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OPERATORS, valuesAt } from './compare';
import { type PropertyTest, type Rule, rule } from './condition';
import { evaluate } from './evaluate';
import type { Json, JsonObject } from './event';
import { historyNeeds } from './rule-needs';
import { DAY, event, facts, TUESDAY } from './testing/facts';

const of = (path: string, op: PropertyTest['op'], value?: PropertyTest['value']): PropertyTest => ({
	type: 'property',
	of: 'event',
	path,
	op,
	value,
});
const holds = (r: Rule, properties: JsonObject = {}) =>
	evaluate(r, facts({ event: event('Order Completed', properties) }));
const yes: Rule = { type: 'all', rules: [] };
const no: Rule = { type: 'any', rules: [] };

describe('all, any and none', () => {
	const outcomes = fc.array(fc.boolean(), { maxLength: 6 });
	const group = (type: 'all' | 'any' | 'none', wanted: boolean[]): Rule => ({
		type,
		rules: wanted.map((b) => (b ? yes : no)),
	});

	test('hold when every, some or no rule of theirs does', () => {
		fc.assert(
			fc.property(outcomes, (wanted) => {
				expect(holds(group('all', wanted))).toBe(wanted.every(Boolean));
				expect(holds(group('any', wanted))).toBe(wanted.some(Boolean));
				expect(holds(group('none', wanted))).toBe(!wanted.some(Boolean));
			}),
		);
	});
	test('turn into one another: “none of” is “not any of”, and “not all of” is “any of the opposites”', () => {
		const opposite = (r: Rule): Rule => ({ type: 'none', rules: [r] });
		fc.assert(
			fc.property(outcomes, (wanted) => {
				expect(holds(opposite(group('any', wanted)))).toBe(holds(group('none', wanted)));
				const opposites: Rule = { type: 'any', rules: wanted.map((b) => opposite(b ? yes : no)) };
				expect(holds(opposite(group('all', wanted)))).toBe(holds(opposites));
			}),
		);
	});
	test('without rules: all holds, any does not, none holds', () => {
		expect(holds({ type: 'all', rules: [] })).toBe(true);
		expect(holds({ type: 'any', rules: [] })).toBe(false);
		expect(holds({ type: 'none', rules: [] })).toBe(true);
	});
});

describe('text and numbers', () => {
	test('are never compared in silence: a test between unlike types is false', () => {
		const ops = ['equals', 'greater-than', 'at-least', 'less-than', 'at-most', 'contains', 'starts-with'] as const;
		fc.assert(
			fc.property(fc.constantFrom(...ops), fc.integer(), (op, n) => {
				expect(holds(of('total', op, n), { total: String(n) })).toBe(false);
				expect(holds(of('total', op, String(n)), { total: n })).toBe(false);
			}),
		);
		expect(holds(of('total', 'one-of', ['1', '2']), { total: 1 })).toBe(false);
		expect(holds(of('vip', 'equals', 'true'), { vip: true })).toBe(false);
	});
	test.each([
		['equals', 50, [50], [49.99, 51]],
		['greater-than', 50, [50.01], [50, 49]],
		['at-least', 50, [50, 51], [49.99]],
		['less-than', 50, [49.99, -1], [50, 51]],
		['at-most', 50, [50, 0], [50.01]],
		['one-of', [1, 2], [1, 2], [3]],
	] as const)('a total %s %j', (op, value, inside, outside) => {
		const wanted = Array.isArray(value) ? [...value] : (value as number);
		for (const total of inside) expect(holds(of('total', op, wanted), { total }), String(total)).toBe(true);
		for (const total of outside) expect(holds(of('total', op, wanted), { total }), String(total)).toBe(false);
	});
	test('text is found whatever its case, but equal only when it is the same', () => {
		expect(holds(of('name', 'contains', 'JEAN'), { name: 'Blue jeans' })).toBe(true);
		expect(holds(of('name', 'starts-with', 'blue'), { name: 'Blue jeans' })).toBe(true);
		expect(holds(of('name', 'starts-with', 'jeans'), { name: 'Blue jeans' })).toBe(false);
		expect(holds(of('name', 'equals', 'blue jeans'), { name: 'Blue jeans' })).toBe(false);
		expect(holds(of('tags', 'contains', 'sale'), { tags: ['new', 'sale'] })).toBe(true);
	});
});

describe('dates', () => {
	test.each([
		['2026-11-24', '2026-11-25'],
		['2026-11-24T23:59:59Z', '2026-11-25'],
		['2026-11-24T10:00:00+01:00', '2026-11-24T09:30:00Z'],
		['2026-11-24T10:00', '2026-11-24T10:00:00.001'],
	])('%s is before %s', (earlier, later) => {
		expect(holds(of('d', 'less-than', later), { d: earlier })).toBe(true);
		expect(holds(of('d', 'at-most', later), { d: earlier })).toBe(true);
		expect(holds(of('d', 'greater-than', earlier), { d: later })).toBe(true);
		expect(holds(of('d', 'less-than', earlier), { d: later })).toBe(false);
	});
	test('without a zone mean the same on every machine', () => {
		expect(holds(of('d', 'at-least', '2026-11-24T10:00:00Z'), { d: '2026-11-24T10:00' })).toBe(true);
		expect(holds(of('d', 'at-most', '2026-11-24T10:00:00Z'), { d: '2026-11-24T10:00' })).toBe(true);
	});
	test.each(['12', 'size 5', 'Nov 24, 2026', '24/11/2026', '', '2026-13-45', '2026-02-30', 'abc'])(
		'are not read into “%s”',
		(text) => {
			for (const op of ['greater-than', 'at-least', 'less-than', 'at-most'] as const) {
				expect(holds(of('d', op, '2026-11-24'), { d: text })).toBe(false);
				expect(holds(of('d', op, text), { d: '2026-11-24' })).toBe(false);
			}
		},
	);
});

describe('a value of the event that starts the journey', () => {
	const replaced = { from: 'trigger', path: 'replaces' } as const;
	const launch = (properties: JsonObject) => event('Product Launched', properties);
	const bought = (properties: JsonObject, trigger: JsonObject, op: PropertyTest['op'] = 'equals') =>
		evaluate(of('products[].product_id', op, replaced), {
			...facts({ event: event('Order Completed', properties) }),
			trigger: launch(trigger),
		});
	const shoes = { products: [{ product_id: 'shoe-1' }, { product_id: 'sock-9' }] };

	test('is what a property of hers is compared with: she bought the product that the new one replaces', () => {
		expect(bought(shoes, { replaces: 'shoe-1' })).toBe(true);
		expect(bought(shoes, { replaces: 'shoe-2' })).toBe(false);
		expect(bought(shoes, { replaces: 'shoe-2' }, 'not-equals')).toBe(true);
	});
	test('may be several: any of them will do', () => {
		const any: PropertyTest = of('product_id', 'one-of', { from: 'trigger', path: 'products[].product_id' });
		const holdsFor = (product_id: string) =>
			evaluate(any, { ...facts({ event: event('Product Viewed', { product_id }) }), trigger: launch(shoes) });
		expect(['shoe-1', 'sock-9', 'hat-3'].map(holdsFor)).toEqual([true, true, false]);
	});
	test('is the same id whether the sender writes 42 or “42”', () => {
		fc.assert(
			fc.property(fc.integer(), (id) => {
				expect(bought({ products: [{ product_id: String(id) }] }, { replaces: id })).toBe(true);
				expect(bought({ products: [{ product_id: id }] }, { replaces: String(id) })).toBe(true);
				expect(bought({ products: [{ product_id: `${id}x` }] }, { replaces: id })).toBe(false);
			}),
		);
		expect(bought({ products: [{ product_id: 42 }] }, { replaces: '042' })).toBe(false);
	});
	test('equals nothing when the event does not say it, whatever she bought', () => {
		for (const trigger of [{}, { replaces: null }, { replaces: '' }] as JsonObject[]) {
			expect(bought(shoes, trigger)).toBe(false);
			expect(bought(shoes, trigger, 'not-equals')).toBe(true);
			expect(bought({ products: [{}] }, trigger)).toBe(false);
		}
	});
	test('is compared as a price is: she paid more than it costs now', () => {
		const paidMore = of('price', 'greater-than', { from: 'trigger', path: 'price' });
		const paid = (price: number, now: JsonObject) =>
			evaluate(paidMore, {
				...facts({ event: event('Product Added', { price }) }),
				trigger: event('Price Changed', now),
			});
		expect([paid(40, { price: 30 }), paid(30, { price: 30 }), paid(40, { price: '30' })]).toEqual([true, false, false]);
	});
	test('is a rule like any other in a file', () => {
		const parsed = rule.parse(of('homeStoreId', 'equals', { from: 'trigger', path: 'store_id' }));
		expect(parsed).toMatchObject({ value: { from: 'trigger', path: 'store_id' } });
		expect(rule.safeParse({ ...of('x', 'equals'), value: { from: 'trigger', path: '' } }).success).toBe(false);
	});
});

describe('what is not there', () => {
	test('is not set, and so is what is empty', () => {
		for (const properties of [{}, { coupon: null }, { coupon: '' }] as JsonObject[]) {
			expect(holds(of('coupon', 'is-set'), properties)).toBe(false);
			expect(holds(of('coupon', 'is-not-set'), properties)).toBe(true);
		}
		for (const coupon of [0, false, 'x']) expect(holds(of('coupon', 'is-set'), { coupon })).toBe(true);
	});
	test('equals nothing, and so is different from everything', () => {
		const value = fc.constantFrom('x', 0, '', true);
		fc.assert(
			fc.property(fc.constantFrom(...OPERATORS), value, (op, wanted) => {
				expect(holds(of('gone', op, op === 'one-of' ? [wanted] : wanted))).toBe(
					['not-equals', 'not-contains', 'is-not-set'].includes(op),
				);
			}),
		);
	});
	test('is not found in what every object inherits', () => {
		for (const path of ['constructor', 'toString', '__proto__', 'constructor.name'])
			expect(holds(of(path, 'is-set'))).toBe(false);
	});
	test('the opposite of a test holds exactly when the test does not', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.constantFrom('a', 1, true), (value, wanted) => {
				const properties = { p: value as Json };
				expect(holds(of('p', 'not-equals', wanted), properties)).toBe(!holds(of('p', 'equals', wanted), properties));
				expect(holds(of('p', 'not-contains', wanted), properties)).toBe(
					!holds(of('p', 'contains', wanted), properties),
				);
				expect(holds(of('p', 'is-not-set'), properties)).toBe(!holds(of('p', 'is-set'), properties));
			}),
		);
	});
});

test('a list is walked: any line of the basket may match', () => {
	const products: Json = [{ sku: 'a', tags: ['new'] }, { sku: 'b' }, {}, null];
	expect(valuesAt({ products }, 'products[].sku')).toEqual(['a', 'b']);
	expect(valuesAt({ products }, 'products[].tags[]')).toEqual(['new']);
	expect(valuesAt({ products }, 'products.sku')).toEqual([]);
	expect(valuesAt({ a: { b: { c: 1 } } }, 'a.b.c')).toEqual([1]);
	expect(holds(of('products[].sku', 'equals', 'b'), { products })).toBe(true);
	expect(holds(of('products[].sku', 'not-equals', 'b'), { products })).toBe(false);
});

test('a rule looks at the customer, the event or the trigger, each by its name', () => {
	const test = (subject: PropertyTest['of'], path: string, value: string): Rule => ({
		...of(path, 'equals', value),
		of: subject,
	});
	const all = facts({ event: event('a', { id: 'e' }), trigger: event('b', { id: 't' }) });
	expect(evaluate(test('event', 'id', 'e'), all)).toBe(true);
	expect(evaluate(test('trigger', 'id', 't'), all)).toBe(true);
	expect(evaluate(test('customer', 'traits.first_name', 'Zoé'), all)).toBe(true);
	expect(evaluate(test('event', 'id', 'e'), facts())).toBe(false);
});

test('a consent that was never given counts as refused', () => {
	const consent = (granted: boolean): Rule => ({ type: 'consent', channel: 'email', granted });
	expect(evaluate(consent(true), facts({ consents: { email: true } }))).toBe(true);
	expect(evaluate(consent(true), facts({ consents: { sms: true } }))).toBe(false);
	expect(evaluate(consent(false), facts())).toBe(true);
});

describe('“bought at least twice in the last 30 days”', () => {
	const bought = (more: Partial<Extract<Rule, { type: 'history' }>> = {}): Rule => ({
		type: 'history',
		event: 'Order Completed',
		count: { op: 'at-least', n: 2 },
		...more,
	});
	const orders = (...instants: number[]) =>
		facts({ history: instants.map((when, seq) => event('Order Completed', { total: seq }, { at: when, seq })) });

	test('counts what had happened by the logical time, and nothing after it', () => {
		expect(evaluate(bought(), orders(TUESDAY - DAY, TUESDAY))).toBe(true);
		expect(evaluate(bought(), orders(TUESDAY - DAY, TUESDAY + 1))).toBe(false);
	});
	test('counts the last 30 days up to the millisecond', () => {
		const within = 'P30D';
		expect(evaluate(bought({ within }), orders(TUESDAY, TUESDAY - 30 * DAY + 1))).toBe(true);
		expect(evaluate(bought({ within }), orders(TUESDAY, TUESDAY - 30 * DAY))).toBe(false);
	});
	test('counts only the named event, and those that pass its filter', () => {
		const history = [
			event('Order Completed', { total: 10 }),
			event('Order Completed', { total: 90 }),
			event('Order Refunded'),
		];
		expect(evaluate(bought(), facts({ history }))).toBe(true);
		expect(evaluate(bought({ where: of('total', 'at-least', 50) }), facts({ history }))).toBe(false);
		expect(evaluate(bought({ where: of('total', 'at-least', 10) }), facts({ history }))).toBe(true);
	});
	test('a filter may look at the trigger too, for example another order than this one', () => {
		const history = [event('Order Completed', { order_id: 'o1' }), event('Order Completed', { order_id: 'o2' })];
		const r = bought({
			count: { op: 'exactly', n: 1 },
			where: { type: 'none', rules: [{ ...of('order_id', 'equals', 'o1') }] },
		});
		expect(evaluate(r, facts({ history, trigger: event('Order Completed', { order_id: 'o1' }) }))).toBe(true);
	});
	test.each([
		['at-least', [false, false, true, true]],
		['at-most', [true, true, true, false]],
		['exactly', [false, false, true, false]],
	] as const)('%s 2, with none to three', (op, expected) => {
		expected.forEach((answer, n) => {
			expect(evaluate(bought({ count: { op, n: 2 } }), orders(...Array.from({ length: n }, () => TUESDAY)))).toBe(
				answer,
			);
		});
	});
	test('tells the host which events to fetch, however deep it stands', () => {
		const inner = bought({ event: 'Store Entered' });
		const deep: Rule = {
			type: 'none',
			rules: [yes, { type: 'all', rules: [bought({ where: inner }), of('x', 'is-set')] }],
		};
		expect(historyNeeds(deep).sort()).toEqual(['Order Completed', 'Store Entered']);
		expect(historyNeeds(undefined)).toEqual([]);
	});
});

describe('what is stored as a rule', () => {
	test.each<[string, unknown]>([
		['a comparison without a value', { ...of('total', 'equals') }],
		['a property without a name', { ...of('', 'is-set') }],
		['an operator nobody knows', { ...of('total', 'is-set'), op: 'sounds-like' }],
		['a negative count', { type: 'history', event: 'x', count: { op: 'exactly', n: -1 } }],
		['a period that is none', { type: 'history', event: 'x', count: { op: 'exactly', n: 1 }, within: '30 days' }],
		['something wrong deep inside', { type: 'all', rules: [{ type: 'none', rules: [{ ...of('total', 'equals') }] }] }],
	])('is not %s', (_what, raw) => {
		expect(rule.safeParse(raw).success).toBe(false);
	});
	test('comes back as it was, filters of histories included', () => {
		const r: Rule = {
			type: 'all',
			rules: [{ type: 'history', event: 'x', count: { op: 'at-most', n: 0 }, within: 'P1D', where: of('a', 'is-set') }],
		};
		expect(rule.parse(JSON.parse(JSON.stringify(r)))).toEqual(JSON.parse(JSON.stringify(r)));
	});
});
