import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OPERATORS } from './compare';
import { type HistoryTest, type HistoryValueTest, type Rule, rule } from './condition';
import { evaluate } from './evaluate';
import type { EventFact, JsonObject } from './event';
import { exactSum } from './exact-sum';
import { historyNeeds } from './rule-needs';
import { DAY, event, facts, TUESDAY } from './testing/facts';

const order = (properties: JsonObject, daysAgo = 1, seq = 1) =>
	event('Order Completed', properties, { at: TUESDAY - daysAgo * DAY, seq });
const refund = (properties: JsonObject, daysAgo = 0) =>
	event('Order Refunded', properties, { at: TUESDAY - daysAgo * DAY });
const holds = (r: Rule, ...history: EventFact[]) => evaluate(r, facts({ history }));

describe('the sum, average, first or last of what she did', () => {
	const total = (
		take: HistoryValueTest['take'],
		op: HistoryValueTest['op'],
		value?: HistoryValueTest['value'],
		more: Partial<HistoryValueTest> = {},
	): Rule => ({ type: 'history-value', event: 'Order Completed', take, path: 'total', op, value, ...more });
	const orders = [order({ total: 19.99 }, 40), order({ total: 80 }, 10), order({ total: 5 }, 2)];

	test.each([
		['sum', 104.99],
		['average', 104.99 / 3],
		['smallest', 5],
		['largest', 80],
		['first', 19.99],
		['last', 5],
	] as const)('%s of her orders’ totals is %d', (take, value) => {
		expect(holds(total(take, 'equals', value), ...orders)).toBe(true);
		expect(holds(total(take, 'equals', value), ...orders.toReversed())).toBe(true);
		expect(holds(total(take, 'greater-than', value), ...orders)).toBe(false);
	});
	test('is of the last 30 days, where she bought online, when the rule says so', () => {
		expect(holds(total('sum', 'equals', 85, { within: 'P30D' }), ...orders)).toBe(true);
		const online: Rule = { type: 'property', of: 'event', path: 'store_id', op: 'is-not-set' };
		const inStore = order({ total: 1000, store_id: 'lyon' });
		expect(holds(total('sum', 'equals', 85, { within: 'P30D', where: online }), ...orders, inStore)).toBe(true);
	});
	test('a sum of amounts is the one on paper', () => {
		expect(holds(total('sum', 'equals', 0.3), order({ total: 0.1 }), order({ total: 0.2 }))).toBe(true);
		const cents = fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(cents, (amounts) => {
				const sum = amounts.reduce((a, b) => a + b, 0);
				expect(exactSum(amounts.map((amount) => amount / 100))).toBe(sum / 100 + 0);
			}),
		);
	});
	test('of an empty history there is none: nothing compares with it, it is only not known', () => {
		for (const take of ['sum', 'average', 'smallest', 'largest', 'first', 'last'] as const)
			for (const op of OPERATORS) {
				const value = op === 'one-of' ? [0] : 0;
				expect(holds(total(take, op, value)), `${take} ${op}`).toBe(op === 'is-not-set');
				expect(holds(total(take, op, value), order({ total: null })), `${take} ${op}`).toBe(op === 'is-not-set');
			}
	});
	test('the last of a text is the latest event’s, even when that one does not say it', () => {
		const store = { path: 'store_id' };
		expect(holds(total('last', 'equals', 'lyon', store), order({ store_id: 'lyon' }, 2))).toBe(true);
		expect(holds(total('last', 'equals', 'lyon', store), order({ store_id: 'lyon' }, 2), order({}, 1))).toBe(false);
	});
	test('text is not added up', () => {
		expect(holds(total('sum', 'equals', 10), order({ total: '10' }), order({ total: 10 }))).toBe(true);
		expect(holds(total('sum', 'is-not-set'), order({ total: '10' }))).toBe(true);
	});
});

describe('“bought the blue vase, and it was not refunded”', () => {
	const vase: Rule = { type: 'property', of: 'event', path: 'products[].product_id', op: 'equals', value: 'vase' };
	const kept: HistoryTest = {
		type: 'history',
		event: 'Order Completed',
		count: { op: 'at-least', n: 1 },
		where: vase,
		without: [{ event: 'Order Refunded', same: 'order_id' }],
	};
	const bought = (order_id?: string | number) =>
		order({ ...(order_id === undefined ? {} : { order_id }), products: [{ product_id: 'vase' }] });

	test('holds for an order that was kept', () => {
		expect(holds(kept, bought('o1'))).toBe(true);
		expect(holds(kept, order({ order_id: 'o1', products: [{ product_id: 'mug' }] }))).toBe(false);
	});
	test('does not for one that was refunded, however the sender writes its number', () => {
		expect(holds(kept, bought('42'), refund({ order_id: '42' }))).toBe(false);
		expect(holds(kept, bought('42'), refund({ order_id: 42 }))).toBe(false);
	});
	test('holds when another order was refunded, or she bought it again', () => {
		expect(holds(kept, bought('o1'), refund({ order_id: 'o2' }))).toBe(true);
		expect(holds(kept, bought('o1'), refund({ order_id: 'o1' }), bought('o2'))).toBe(true);
	});
	test('holds when neither order nor refund has a number', () => {
		expect(holds(kept, bought(), refund({}))).toBe(true);
	});
	test('a refund that is still to come does not count yet', () => {
		expect(holds(kept, bought('o1'), refund({ order_id: 'o1' }, -1))).toBe(true);
	});
	test('a refund of other lines of the order does not count, when the rule looks at lines', () => {
		const ofThis = { ...kept, without: [{ event: 'Order Refunded', same: 'order_id', where: vase }] };
		expect(holds(ofThis, bought('o1'), refund({ order_id: 'o1', products: [{ product_id: 'mug' }] }))).toBe(true);
		expect(holds(ofThis, bought('o1'), refund({ order_id: 'o1', products: [{ product_id: 'vase' }] }))).toBe(false);
	});
	test('asks the host for refunds too', () => {
		expect(historyNeeds(kept)).toEqual(['Order Completed', 'Order Refunded']);
	});
	test('is stored as it is said', () => {
		expect(rule.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
	});
});
