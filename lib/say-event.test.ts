import { expect, test } from 'vitest';
import type { JsonObject } from './event';
import { sayEvent, sayProducts } from './say-event';

const names = {
	products: new Map([['vase-7', 'Blue vase']]),
	stores: new Map([['auber-paris', 'Paris Bac']]),
};
const say = (properties: Parameters<typeof sayEvent>[0]) => sayEvent(properties, names, 'EUR', 'en');

test('an order says its amount with its currency, its store and its products', () => {
	const products: JsonObject[] = [{ product_id: 'vase-7' }, { product_id: 'tray-1', name: 'Tray' }];
	expect(say({ order_id: 'H-1', total: 473, store_id: 'auber-paris', products })).toBe(
		'€473.00, Paris Bac, Blue vase, Tray',
	);
	expect(say({ total: 10, currency: 'GBP' })).toBe('£10.00');
});

test('what was looked at is called by its name, by the catalogue’s, or else by its id', () => {
	expect(say({ product_id: 'vase-7', name: 'A vase' })).toBe('A vase');
	expect(say({ product_id: 'vase-7' })).toBe('Blue vase');
	expect(say({ product_id: 42 })).toBe('42');
	expect(say({ name: 'The home page' })).toBe('The home page');
	expect(say({})).toBe('');
});

test('two products are said, and how many more there are', () => {
	const lines = ['a', 'b', 'c', 'd', 'e', 'a'].map((product_id) => ({ product_id }));
	expect(sayProducts(lines)).toBe('a, b +3');
	expect(sayProducts([{ sku: 'S-1' }, { price: 3 }])).toBe('S-1');
	expect(sayProducts([])).toBe('');
});
