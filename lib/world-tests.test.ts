import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Facts, type Rule, rule, type StockTest, type StoreFact } from './condition';
import { evaluate, judge } from './evaluate';
import type { Json } from './event';
import { mayBeUnknown, needs } from './rule-needs';
import { DAY, event, facts, HOUR, PARIS, TUESDAY, ZOE } from './testing/facts';

const shop = (id: string, metres: number | null, open = true): StoreFact => ({
	id,
	metres,
	timeZone: PARIS,
	openingHours: open ? { '2': [['09:00', '19:00']] } : {},
	exceptions: {},
});
const figure = (storeId: string, quantity: number, hoursAgo = 0, more = {}) => ({
	storeId,
	productId: 'vase',
	sku: '',
	quantity,
	asOf: TUESDAY - hoursAgo * HOUR,
	...more,
});
const stock = (more: Partial<StockTest> = {}): StockTest => ({
	type: 'stock',
	product: { id: 'vase' },
	at: { choose: 'home' },
	maxAge: 'PT4H',
	op: 'at-least',
	n: 1,
	...more,
});
const stores = [shop('lyon', 9000), shop('paris', 300, false), shop('lille', 5000)];
const says = (r: Rule, more: Partial<Facts> = {}) => judge(r, facts({ stores, ...more }));

describe('stock at her store', () => {
	test('is compared with a number', () => {
		expect(says(stock(), { stock: [figure('lyon', 1)] })).toBe(true);
		expect(says(stock(), { stock: [figure('lyon', 0)] })).toBe(false);
		expect(says(stock({ op: 'at-most', n: 2 }), { stock: [figure('lyon', 3)] })).toBe(false);
	});
	test('is unknown when the figure is older than allowed, was never said, or nobody knows her store', () => {
		const cases: Partial<Facts>[] = [
			{ stock: [figure('lyon', 5, 5)] },
			{ stock: [figure('paris', 5)] },
			{},
			{ stock: [figure('lyon', 5)], customer: { ...ZOE, homeStoreId: null } },
		];
		for (const more of cases) {
			expect(says(stock(), more)).toBe('unknown');
			expect(evaluate(stock(), facts({ stores, ...more }))).toBe(false);
			expect(says(stock({ op: 'is-unknown' }), more)).toBe(true);
		}
		expect(says(stock({ op: 'is-unknown' }), { stock: [figure('lyon', 5, 3)] })).toBe(false);
	});
	test('of a basket: each product has to be there, in the size that was chosen', () => {
		const basket = stock({ product: { from: 'trigger', path: 'products[].product_id' } });
		const products: Json = [
			{ product_id: 'vase', sku: 'vase-l' },
			{ product_id: 'mug', quantity: 2 },
		];
		const trigger = event('Product Added', { products });
		const mugs = figure('lyon', 4, 0, { productId: 'mug' });
		const [large, small] = [figure('lyon', 1, 0, { sku: 'vase-l' }), figure('lyon', 3, 0, { sku: 'vase-s' })];
		expect(says(basket, { trigger, stock: [mugs, large] })).toBe(true);
		expect(says(basket, { trigger, stock: [mugs, { ...large, quantity: 0 }, small] })).toBe(false);
		expect(says(basket, { trigger, stock: [mugs, small] })).toBe('unknown');
		expect(says(basket, { trigger, stock: [{ ...mugs, quantity: 0 }, small] })).toBe(false);
		expect(says(basket, { trigger: event('Product Added') })).toBe('unknown');
	});
	test('can be asked of a store that is given, that the event names, or of the nearest that is open', () => {
		const there = { stock: [figure('lille', 2)], trigger: event('Store Entered', { store_id: 'lille' }) };
		expect(says(stock({ at: { choose: 'given', storeId: 'lille' } }), there)).toBe(true);
		expect(says(stock({ at: { choose: 'event', from: 'trigger', path: 'store_id' } }), there)).toBe(true);
		expect(says(stock({ at: { choose: 'nearest-open' } }), there)).toBe(true);
		expect(says(stock({ at: { choose: 'nearest-open' } }), { stores: [shop('lille', null)] })).toBe('unknown');
	});
});

describe('the unknown in a group', () => {
	const [yes, no]: Rule[] = [
		{ type: 'all', rules: [] },
		{ type: 'any', rules: [] },
	];
	const unknown: Rule = stock();
	const verdicts = fc.array(fc.constantFrom(yes, no, unknown) as fc.Arbitrary<Rule>, { maxLength: 5 });
	const group = (type: 'all' | 'any' | 'none', rules: Rule[]): Rule => ({ type, rules });

	test('counts only when the answer depends on it', () => {
		expect(says(group('all', [unknown, no as Rule]))).toBe(false);
		expect(says(group('any', [unknown, yes as Rule]))).toBe(true);
		expect(says(group('none', [unknown, yes as Rule]))).toBe(false);
		expect(says(group('none', [unknown]))).toBe('unknown');
	});
	test('is unknown exactly when another figure could turn the answer', () => {
		fc.assert(
			fc.property(fc.constantFrom('all', 'any', 'none'), verdicts, (type, rules) => {
				const answers = [0, 1].map((quantity) => says(group(type, rules), { stock: [figure('lyon', quantity)] }));
				const [without, within] = answers;
				expect(says(group(type, rules))).toBe(without === within ? without : 'unknown');
			}),
		);
	});
});

describe('a store', () => {
	test('is open or closed at the logical time, unknown when nobody can name it', () => {
		const at = (choose: 'home' | 'nearest-open' | 'kept'): Rule => ({ type: 'store', at: { choose }, open: true });
		expect(says(at('home'))).toBe(true);
		expect(says(at('home'), { now: TUESDAY + 12 * HOUR })).toBe(false);
		expect(says(at('home'), { customer: { ...ZOE, homeStoreId: 'gone' } })).toBe('unknown');
		expect(says(at('kept'), { keptStoreId: 'lyon' })).toBe(true);
		expect(says(at('kept'))).toBe('unknown');
		expect(says({ type: 'store', at: { choose: 'given', storeId: 'paris' }, open: false })).toBe(true);
	});
	test('where something is kept for her is so far away, whatever is nearer', () => {
		const near = (metres: number): Rule => ({ type: 'distance', to: { choose: 'kept' }, op: 'at-most', metres });
		expect(says(near(9000), { keptStoreId: 'lyon' })).toBe(true);
		expect(says(near(8999), { keptStoreId: 'lyon' })).toBe(false);
		expect(says(near(1e6))).toBe('unknown');
		expect(rule.safeParse({ ...near(500), open: true }).error?.issues[0]?.path).toEqual(['to']);
	});
	test('with stock is so far away: the nearest that surely has it', () => {
		const near = (metres: number, open = false): Rule => ({
			type: 'distance',
			withStock: { product: { id: 'vase' }, maxAge: 'PT4H' },
			open,
			op: 'at-most',
			metres,
		});
		const all = [figure('lyon', 1), figure('paris', 1), figure('lille', 0)];
		expect(says(near(500), { stock: all })).toBe(true);
		expect(says(near(500, true), { stock: all })).toBe(false);
		expect(says(near(9000, true), { stock: all })).toBe(true);
		expect(says(near(9000), { stock: [figure('lyon', 0), figure('paris', 0), figure('lille', 0)] })).toBe(false);
		expect(says(near(9000), { stock: [figure('lyon', 1, 9)] })).toBe('unknown');
		expect(says(near(9000), { stock: all, stores: [shop('lyon', null)] })).toBe('unknown');
	});
	test('is nearest whatever it has, when the rule does not ask for stock', () => {
		expect(says({ type: 'distance', op: 'less-than', metres: 301 })).toBe(true);
		expect(says({ type: 'distance', op: 'less-than', metres: 300 })).toBe(false);
	});
});

describe('the price now against the price she paid', () => {
	const cheaper: Rule = { type: 'price', product: { id: 'vase' }, op: 'at-most', percentOfPaid: 90 };
	const prices = (priceMinor: number) => [{ productId: 'vase', sku: null, priceMinor, currency: 'EUR' }];
	const bought = (price: number, daysAgo = 3, order_id = 'o1') =>
		event(
			'Order Completed',
			{ order_id, currency: 'EUR', total: price, products: [{ product_id: 'vase', price }] },
			{ at: TUESDAY - daysAgo * DAY },
		);

	test('is compared in percent, to the cent', () => {
		expect(says(cheaper, { prices: prices(3591), history: [bought(39.9)] })).toBe(true);
		expect(says(cheaper, { prices: prices(3592), history: [bought(39.9)] })).toBe(false);
	});
	test('is the one of the last time she bought it and kept it', () => {
		const history = [bought(100, 9, 'o1'), bought(39.9, 3, 'o2')];
		expect(says(cheaper, { prices: prices(5000), history })).toBe(false);
		const back = event('Order Refunded', { order_id: 'o2' });
		expect(says(cheaper, { prices: prices(5000), history: [...history, back] })).toBe(true);
	});
	test('is unknown when she never bought it, or it has no price', () => {
		expect(says(cheaper, { prices: prices(100) })).toBe('unknown');
		expect(says(cheaper, { history: [bought(39.9)] })).toBe('unknown');
	});
});

test('identities, purposes, stages and segments are looked up', () => {
	const card = (known: boolean, verified?: boolean): Rule => ({
		type: 'identity',
		kind: 'loyalty_card',
		known,
		verified,
	});
	const identities = [{ kind: 'loyalty_card', verified: false }];
	expect(says(card(true), { identities })).toBe(true);
	expect(says(card(true, true), { identities })).toBe(false);
	expect(says(card(false, true), { identities })).toBe(true);
	expect(says(card(false))).toBe(true);
	const partners: Rule = { type: 'consent', channel: 'sms', granted: true, purpose: 'partners' };
	expect(says(partners, { consents: { sms: true } })).toBe(false);
	expect(says(partners, { consentsTo: { sms: { partners: true } } })).toBe(true);
	expect(says({ type: 'lifecycle', stages: ['prospect', 'dormant'] })).toBe(true);
	expect(says({ type: 'lifecycle', stages: ['customer'] })).toBe(false);
	const segmentId = '0190a0a0-0000-7000-8000-000000000001';
	const inside = { ...ZOE, segments: [segmentId] };
	expect(says({ type: 'segment', segmentId, in: true }, { customer: inside })).toBe(true);
	expect(says({ type: 'segment', segmentId, in: false })).toBe(true);
});

test('a rule says what a host has to fetch for it, and whether it may be unknown', () => {
	const r: Rule = { type: 'all', rules: [stock({ at: { choose: 'nearest-open' } })] };
	expect(needs(r)).toMatchObject({ events: [], nearest: true, stock: [{ id: 'vase' }], prices: [] });
	expect(mayBeUnknown(r)).toBe(true);
	expect(mayBeUnknown(stock({ op: 'is-unknown' }))).toBe(false);
	expect(mayBeUnknown({ type: 'lifecycle', stages: ['customer'] })).toBe(false);
	expect(needs({ type: 'lifecycle', stages: ['customer'] })).toMatchObject({ nearest: false, places: [], stock: [] });
});

test('a stock test says what it compares with', () => {
	const { n: _gone, ...open } = stock();
	expect(rule.safeParse(open).success).toBe(false);
	expect(rule.safeParse({ ...open, op: 'is-unknown' }).success).toBe(true);
});
