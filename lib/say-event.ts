import type { JsonObject } from './event';
import { textIn } from './event';
import { sayMoney, toMinor } from './money';
import { linesOf, productOf } from './orders';
import type { Locale } from './text';

/** What the catalogue calls products and stores, by id. */
export type EventNames = { products: ReadonlyMap<string, string>; stores: ReadonlyMap<string, string> };

/** Products that are said by name; of more it is said how many. */
const SAID = 2;

/** Which products an event names: the lines of an order or a basket, or itself. */
export function productLinesOf(properties: JsonObject): JsonObject[] {
	const lines = linesOf(properties);
	return lines.length > 0 || productOf(properties) === null ? lines : [properties];
}

/** “Blue vase, Tray +3”: each by the name it was sent with, else the catalogue's, else its id. Empty: it says none. */
export function sayProducts(lines: readonly JsonObject[], names: EventNames['products'] = new Map()): string {
	const said = lines.flatMap((line) => {
		const id = productOf(line);
		return textIn(line.name) ?? (id === null ? null : (names.get(id) ?? id)) ?? textIn(line.sku) ?? [];
	});
	const distinct = [...new Set(said)];
	const more = distinct.length - SAID;
	return [distinct.slice(0, SAID).join(', '), ...(more > 0 ? [`+${more}`] : [])].join(' ');
}

/**
 * The few words that tell one event from another: “€473.00, Paris Bac, Blue vase”. `currency` (ISO 4217): of an amount
 * that names none. A store that the catalogue does not know is called by its id.
 */
export function sayEvent(properties: JsonObject, names: EventNames, currency: string, locale: Locale): string {
	const { total, revenue } = properties;
	const amount = [total, revenue].find((value) => typeof value === 'number');
	const own = textIn(properties.currency) ?? currency;
	const storeId = textIn(properties.store_id);
	return [
		typeof amount === 'number' ? sayMoney(toMinor(amount, own), own, locale) : null,
		storeId === null ? null : (names.stores.get(storeId) ?? storeId),
		sayProducts(productLinesOf(properties), names.products) || textIn(properties.name),
	]
		.filter(Boolean)
		.join(', ');
}
