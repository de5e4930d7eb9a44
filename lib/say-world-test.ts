import type { NumberOperator } from './compare';
import type { OperationTest, PlaceRef, ProductRef, Rule } from './condition';
import type { Names } from './names';
import { sayDuration } from './say-duration';
import type { Locale } from './text';

type WorldTest = Extract<Rule, { type: 'stock' | 'store' | 'distance' | 'price' }>;

const COMPARISON = {
	equals: '=',
	'greater-than': '>',
	'at-least': '≥',
	'less-than': '<',
	'at-most': '≤',
} as const satisfies Record<NumberOperator, string>;

/** A test on stock, stores or prices, in words. */
export function sayWorldTest(test: WorldTest, locale: Locale, names: Names = {}): string {
	const fr = locale === 'fr';
	switch (test.type) {
		case 'stock': {
			const stock = `${fr ? 'stock de' : 'stock of'} ${sayProduct(test.product, names)} – ${sayPlace(test.at, locale, names)}`;
			const age = sayDuration(test.maxAge, locale);
			if (test.op === 'is-unknown')
				return fr ? `${stock} : inconnu ou plus vieux que ${age}` : `${stock}: unknown or older than ${age}`;
			return `${stock} ${COMPARISON[test.op]} ${test.n} (${fr ? 'chiffre de moins de' : 'as of the last'} ${age})`;
		}
		case 'store': {
			const store = sayPlace(test.at, locale, names);
			if (fr) return `${store} ${test.open ? 'ouvert' : 'fermé'}`;
			return `${store} is ${test.open ? 'open' : 'closed'}`;
		}
		case 'distance': {
			if (test.to)
				return `${sayPlace(test.to, locale, names)}${fr ? ' à' : ''} ${COMPARISON[test.op]} ${test.metres} m`;
			const open = test.open ? (fr ? ' ouvert' : ' open') : '';
			const stock = test.withStock && sayProduct(test.withStock.product, names);
			const stocked = stock ? (fr ? ` ayant ${stock} en stock` : ` with ${stock} in stock`) : '';
			const store = fr ? `magasin${open} le plus proche${stocked} à` : `nearest${open} store${stocked}`;
			return `${store} ${COMPARISON[test.op]} ${test.metres} m`;
		}
		case 'price': {
			const price = `${fr ? 'prix de' : 'price of'} ${sayProduct(test.product, names)} ${COMPARISON[test.op]} ${test.percentOfPaid}`;
			return fr ? `${price} % du prix payé` : `${price}% of the price paid`;
		}
	}
}

/** “Black Friday is running – home store, for product_id”. */
export function sayOperationTest(test: OperationTest, locale: Locale, names: Names = {}): string {
	const { operationId, running, at, product } = test;
	const fr = locale === 'fr';
	const state = fr ? (running ? 'en cours' : 'pas en cours') : running ? 'is running' : 'is not running';
	const where = [
		...(at ? [sayPlace(at, locale, names)] : []),
		...(product ? [`${fr ? 'pour' : 'for'} ${sayProduct(product, names)}`] : []),
	].join(', ');
	const name = names.operations?.[operationId] ?? operationId;
	return `${fr ? 'opération ' : ''}${name} ${state}${where ? ` – ${where}` : ''}`;
}

function sayProduct(product: ProductRef, { products }: Names): string {
	if ('id' in product) return products?.[product.id] ?? product.id;
	return product.path;
}

const PLACES = {
	home: { en: 'home store', fr: 'magasin habituel' },
	'nearest-open': { en: 'nearest open store', fr: 'magasin ouvert le plus proche' },
	kept: { en: 'store where something is kept for her', fr: 'magasin où quelque chose lui est réservé' },
	event: { en: 'store of the event', fr: 'magasin de l’événement' },
} as const;

function sayPlace(place: PlaceRef, locale: Locale, { stores }: Names): string {
	if (place.choose !== 'given') return PLACES[place.choose][locale];
	const name = stores?.[place.storeId];
	if (name !== undefined) return name;
	return locale === 'fr' ? `magasin ${place.storeId}` : `store ${place.storeId}`;
}
