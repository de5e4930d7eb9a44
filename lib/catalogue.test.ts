import { describe, expect, test } from 'vitest';
import type { CatalogueKind } from './catalogue';
import { readCatalogueLine } from './catalogue-line';
import { say } from './text';

const NOW = Date.parse('2026-11-24T09:00:00Z');
const read = (kind: CatalogueKind, raw: unknown) => readCatalogueLine(kind, raw, 7, NOW);
const problems = (kind: CatalogueKind, raw: unknown) => {
	const answer = read(kind, raw);
	return 'problems' in answer ? answer.problems.map(({ field, message }) => `${field}: ${say(message, 'en')}`) : [];
};
const record = (kind: CatalogueKind, raw: unknown) => {
	const answer = read(kind, raw);
	return 'record' in answer ? answer.record : answer;
};

const SHIRT = { id: 'shirt', name: 'Chemise', category: 'Hommes', price: '39,90', currency: 'eur' };
const LYON = {
	...{ id: 12, name: 'Lyon', address: '1 rue X', postal_code: '69002', city: 'Lyon', country: 'fr' },
	...{ latitude: '45,7589', longitude: 4.8329, time_zone: 'Europe/Paris' },
};

describe('a line about a product', () => {
	test('is read as a spreadsheet in French writes it', () => {
		expect(record('products', SHIRT)).toEqual({
			...{ id: 'shirt', name: 'Chemise', category: 'Hommes', currency: 'EUR', price_minor: 3990 },
			price_as_of: '2026-11-24T09:00:00.000Z',
		});
		expect(record('products', { ...SHIRT, price: '1 234,50' })).toMatchObject({ price_minor: 123450 });
	});
	test('keeps what it does not say apart from what it empties', () => {
		expect(record('products', { ...SHIRT, brand: null, active: null })).toMatchObject({ brand: null, active: true });
		expect(record('products', SHIRT)).not.toHaveProperty('brand');
		expect(record('products', SHIRT)).not.toHaveProperty('active');
	});
	test.each([
		[{ price: undefined }, 'price: write a number such as 39.90'],
		[{ price: '39€' }, 'price: write a number such as 39.90'],
		[{ price: -1 }, 'price: must not be negative'],
		[{ price: 39.905 }, 'price: has more digits after the point than its currency'],
		[{ price: 39.9, currency: 'JPY' }, 'price: has more digits after the point than its currency'],
		[{ currency: '€' }, 'currency: write an ISO 4217 currency such as EUR'],
		[{ name: '' }, 'name: this is missing'],
		[{ id: null }, 'id: this is missing'],
		[{ active: 'perhaps' }, 'active: write yes or no'],
		[{ url: 'javascript:alert(1)' }, 'url: write an address such as https://…'],
		[
			{ launched_at: '24/11/2026' },
			'launched_at: write an ISO 8601 instant with its zone, such as 2026-11-24T09:30:00+01:00',
		],
		[{ price_as_of: '2027-01-01' }, 'price_as_of: lies in the future'],
	])('%o is refused: %s', (wrong, said) => {
		expect(problems('products', { ...SHIRT, ...wrong })).toEqual([said]);
	});
	test('says all that is wrong with it at once', () => {
		expect(problems('products', { id: 'x' })).toHaveLength(4);
		expect(problems('products', 'x')).toHaveLength(1);
	});
});

describe('a line about a variant', () => {
	test('has the product’s price unless it says its own, with its currency', () => {
		expect(record('variants', { sku: 's', product_id: 1 })).toMatchObject({ sku: 's', product_id: '1' });
		expect(record('variants', { sku: 's', product_id: 1, price: 5, currency: 'EUR' })).toMatchObject({
			price_minor: 500,
		});
		expect(problems('variants', { sku: 's', product_id: 1, price: 5 })).toEqual([
			'currency: say in which currency the price is',
		]);
	});
});

describe('a line about a store', () => {
	test('is read with hours in words or as an object', () => {
		const hours = { opening_hours: 'Mo-Tu 10:00-19:00', exceptions: '2026-12-25 off' };
		expect(record('stores', { ...LYON, ...hours })).toMatchObject({
			id: '12',
			country: 'FR',
			latitude: 45.7589,
			opening_hours: { '1': [['10:00', '19:00']], '2': [['10:00', '19:00']] },
			exceptions: { '2026-12-25': { hours: [], asOf: '2026-11-24T09:00:00.000Z' } },
		});
		const objects = {
			opening_hours: { '1': [['10:00', '19:00']] },
			exceptions: { '2026-12-25': { hours: [], reason: 'x' } },
		};
		expect(record('stores', { ...LYON, ...objects })).toMatchObject({ exceptions: { '2026-12-25': { reason: 'x' } } });
	});
	test('has lists with commas or bars between', () => {
		expect(
			record('stores', { ...LYON, services: 'click-and-collect | tailor', languages: 'fr,en', capacity: '80' }),
		).toMatchObject({
			services: ['click-and-collect', 'tailor'],
			languages: ['fr', 'en'],
			capacity: 80,
		});
		expect(record('stores', { ...LYON, services: null })).toMatchObject({ services: [] });
	});
	test.each([
		[{ opening_hours: 'Lu-Ve 10-19' }, /^opening_hours: write opening hours such as/],
		[{ opening_hours: { '1': [['10:00', '25:00']] } }, /^opening_hours: write opening hours such as/],
		[{ exceptions: 'Noël' }, /^exceptions: write days with other hours/],
		[{ latitude: 95 }, /^latitude: 90 at most/],
		[{ time_zone: 'Paris' }, /^time_zone: use an IANA time zone/],
		[{ country: 'France' }, /^country: write at most 2/],
		[{ kind: 'shop' }, /^kind: write store or warehouse/],
		[{ capacity: 0 }, /^capacity: at least 1/],
		[{ languages: 'French' }, /^languages: write a language such as fr/],
	])('%o is refused', (wrong, said) => {
		expect(problems('stores', { ...LYON, ...wrong }).join()).toMatch(said);
	});
});

describe('a line about stock', () => {
	const line = { product_id: 'shirt', store_id: 'lyon', quantity: '3' };
	test('without a variant is about the product as a whole, and about now', () => {
		expect(record('stock', line)).toEqual({ ...line, quantity: 3, sku: '', as_of: '2026-11-24T09:00:00.000Z' });
	});
	test('may come from a clock that is a little ahead, not from tomorrow', () => {
		expect(record('stock', { ...line, as_of: '2026-11-24T10:05:00+01:00' })).toMatchObject({
			as_of: '2026-11-24T09:00:00.000Z',
		});
		expect(problems('stock', { ...line, as_of: '2026-11-25' })).toEqual(['as_of: lies in the future']);
	});
	test.each(['', '3.5', 'trois'])('of %o pieces is refused', (quantity) => {
		expect(problems('stock', { ...line, quantity: quantity || null })).toEqual([
			'quantity: write a whole number such as 12',
		]);
	});
});
