import { describe, expect, test } from 'vitest';
import type { JsonObject } from './event';
import type { Order } from './orders';
import { brokenPromise, type Promised, type PromiseFacts, promisedBy, promises } from './promise';
import { DAY, HOUR, TUESDAY } from './testing/facts';

const COAT = { productId: 'coat' };
const facts: PromiseFacts = {
	now: TUESDAY,
	voucher: { state: 'issued', expiresAt: TUESDAY + 3 * DAY },
	orders: [],
	storeId: 'lyon',
	stock: [{ productId: 'coat', sku: '', quantity: 2, asOf: TUESDAY - HOUR }],
	leased: [],
};
const stock = { maxAge: 'PT12H', unknown: 'skip' as const };
const products = { articles: [COAT], notBought: true, boughtBefore: 'P14D', stock };
const whole: Promised = { voucher: { minValidity: 'P1D' }, products };
const reason = (more: Partial<PromiseFacts>, promised = whole) =>
	brokenPromise(promised, { ...facts, ...more })?.reason ?? null;

test('a message that keeps its promises leaves', () => {
	expect(brokenPromise(whole, facts)).toBeNull();
});

describe('a message that shows a voucher', () => {
	test.each([
		['that has ended', { state: 'issued', expiresAt: TUESDAY }, 'offer-ended'],
		['that she has used', { state: 'redeemed', expiresAt: TUESDAY + 3 * DAY }, 'offer-ended'],
		['that was taken back', { state: 'cancelled', expiresAt: TUESDAY + 3 * DAY }, 'offer-ended'],
		['that ends in less than a day', { state: 'issued', expiresAt: TUESDAY + DAY - 1 }, 'offer-ends-soon'],
		['that ends in a day', { state: 'issued', expiresAt: TUESDAY + DAY }, null],
	])('%s: %s', (_what, voucher, expected) => {
		expect(reason({ voucher })).toBe(expected);
	});
	test('says when it ends', () => {
		expect(brokenPromise(whole, { ...facts, voucher: { state: 'issued', expiresAt: TUESDAY + HOUR } })).toEqual({
			reason: 'offer-ends-soon',
			evidence: {
				at: '2026-11-24T09:00:00.000Z',
				state: 'issued',
				expiresAt: '2026-11-24T10:00:00.000Z',
				minValidity: 'P1D',
			},
		});
	});
});

const order = (more: Partial<Order> = {}): Order => ({
	...{ id: 'o1', at: TUESDAY - HOUR, storeId: 'lyon', currency: 'EUR', totalMinor: 9900, refundedMinor: 0 },
	...{ undone: false, lines: [{ product_id: 'coat' }], returned: [] },
	...more,
});

describe('a message about a product she has bought meanwhile', () => {
	test('does not leave, and names the order', () => {
		expect(brokenPromise(whole, { ...facts, orders: [order()] })).toMatchObject({
			reason: 'already-bought',
			evidence: { orderId: 'o1', productId: 'coat', storeId: 'lyon', orderedAt: '2026-11-24T08:00:00.000Z' },
		});
	});
	test.each([
		['an order that was undone', order({ undone: true })],
		['one that she gave back', order({ returned: ['coat'] })],
		['another product', order({ lines: [{ product_id: 'hat' }] })],
	])('%s does not count', (_what, one) => {
		expect(reason({ orders: [one] })).toBeNull();
	});
	test('leaves when nobody asked', () => {
		expect(reason({ orders: [order()] }, { ...whole, products: { ...products, notBought: false } })).toBeNull();
	});
});

describe('a message about a product in a store', () => {
	const figure = (quantity: number, hours: number, sku = '') => ({
		...{ productId: 'coat', sku, quantity, asOf: TUESDAY - hours * HOUR },
	});
	test.each([
		['there', [figure(1, 12)], null],
		['sold out', [figure(0, 1)], 'out-of-stock'],
		['there when it was last counted, too long ago', [figure(5, 13)], 'stock-unknown'],
		['sold out when it was last counted, too long ago', [figure(0, 13)], 'stock-unknown'],
		['never counted', [], 'stock-unknown'],
		['there in another size', [figure(0, 1, 's'), figure(3, 1, 'm')], null],
		['sold out in one size, the other not counted lately', [figure(0, 1, 's'), figure(3, 20, 'm')], 'stock-unknown'],
	])('%s', (_what, figures, expected) => {
		expect(reason({ stock: figures })).toBe(expected);
	});
	test('in her size: another size is no help', () => {
		const promised = { ...whole, products: { ...products, articles: [{ productId: 'coat', sku: 's' }] } };
		expect(reason({ stock: [figure(0, 1, 's'), figure(3, 1, 'm')] }, promised)).toBe('out-of-stock');
		expect(reason({ stock: [figure(3, 1, 'm')] }, promised)).toBe('stock-unknown');
	});
	test('says the figure, its age and what is allowed', () => {
		expect(brokenPromise(whole, { ...facts, stock: [figure(4, 13)] })?.evidence).toMatchObject({
			...{ productId: 'coat', storeId: 'lyon', asOf: '2026-11-23T20:00:00.000Z', maxAge: 'PT12H' },
		});
	});
	test('leaves on an unknown figure where the step says so, never on a product that is certainly gone', () => {
		const daring = { ...whole, products: { ...products, stock: { ...stock, unknown: 'send' as const } } };
		expect(reason({ stock: [] }, daring)).toBeNull();
		expect(reason({ stock: [figure(0, 1)] }, daring)).toBe('out-of-stock');
	});
	test('needs all of them', () => {
		const two = { ...whole, products: { ...products, articles: [COAT, { productId: 'hat', sku: null }] } };
		expect(reason({}, two)).toBe('stock-unknown');
	});
	test('does not count what is kept aside for others', () => {
		const aside = (quantity: number, sku = '') => [{ productId: 'coat', sku, quantity }];
		expect(reason({ leased: aside(1) })).toBeNull();
		expect(brokenPromise(whole, { ...facts, leased: aside(2) })).toMatchObject({
			reason: 'out-of-stock',
			evidence: { quantity: 2, leased: 2 },
		});
	});
	test('without a store nobody can tell', () => {
		expect(reason({ storeId: null, stock: [] })).toBe('stock-unknown');
	});
});

describe('what a message promises', () => {
	const by = (config: object, templates: string[] = [], trigger: JsonObject = {}) =>
		promisedBy(promises.parse(config), templates, trigger);
	test('is nothing unless it is asked for', () => {
		expect(by({}, ['Hello {{ customer.first_name }}'], { product_id: 'coat' })).toBeNull();
	});
	test('is its voucher, as soon as it shows one', () => {
		expect(by({}, ['{{ voucher.url }}'])).toEqual({ voucher: { minValidity: 'P0D' }, products: null });
		expect(by({}, ['{% if voucher %}x{% endif %}'])).toMatchObject({ voucher: {} });
		expect(by({}, ['Your voucher is waiting'])).toBeNull();
	});
	test('are the products of its trigger: its lines, or the one it names', () => {
		const config = { products: { about: 'trigger' } };
		const basket: JsonObject = { products: [{ product_id: 'coat', sku: 'coat-s' }, { product_id: 7 }, 'nonsense'] };
		expect(by(config, [], basket)?.products?.articles).toEqual([
			{ productId: 'coat', sku: 'coat-s' },
			{ productId: '7', sku: null },
		]);
		expect(by(config, [], { product_id: 'coat' })?.products?.articles).toEqual([{ productId: 'coat', sku: null }]);
		expect(by(config, [], {})).toBeNull();
	});
	test('are the products that are given', () => {
		expect(by({ products: { about: 'given', ids: ['coat'], stock: { check: 'store' } } })).toEqual({
			voucher: null,
			products: {
				articles: [COAT],
				notBought: true,
				boughtBefore: 'P14D',
				stock: { check: 'store', maxAge: 'PT12H', unknown: 'skip' },
			},
		});
	});
});
