import { expect, test } from 'vitest';
import type { JsonObject } from './event';
import { totalOf } from './event-total';

const order = (properties: JsonObject) => ({
	seq: 1,
	name: 'Order Completed',
	properties,
	at: 0,
	receivedAt: 0,
	knownAt: 0,
});

test('the total of an order is what it says, or its revenue', () => {
	expect(totalOf(order({ total: 80, revenue: 70 }), 'EUR')).toBe(80);
	expect(totalOf(order({ revenue: 70, currency: 'eur' }), 'EUR')).toBe(70);
});

test('an order without a total, or with one in words, has none', () => {
	expect(() => totalOf(order({}), 'EUR')).toThrow('no total');
	expect(() => totalOf(order({ total: '80' }), 'EUR')).toThrow('no total');
});

test('80 pounds are no 80 euros', () => {
	expect(() => totalOf(order({ total: 80, currency: 'GBP' }), 'EUR')).toThrow('in GBP, not in EUR');
});
