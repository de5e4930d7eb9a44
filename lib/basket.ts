import type { EventFact, JsonObject } from './event';
import { textIn } from './event';
import { safeMinor, toMinor } from './money';

/** The events that `basketIn` reads. */
export const BASKET_EVENTS = [
	'Product Added',
	'Wishlist Product Added to Cart',
	'Product Removed',
	'Order Completed',
] as const;

/** Most baskets that name no currency are in one with cents. */
const UNSAID = 'EUR';

export type BasketLine = {
	/** Product and variant, as the shop named them; null: it did not. */
	productId: string | null;
	sku: string | null;
	name: string | null;
	quantity: number;
	/** Of one piece, in the currency's minor unit; null when the shop did not say. */
	priceMinor: number | null;
};
/** What somebody has put aside and not yet paid. Instants are UTC epoch ms. */
export type Basket = {
	/** Null: the shop has one basket a customer, without a name. */
	cartId: string | null;
	lines: BasketLine[];
	/** In minor units, of the lines whose price is known. */
	totalMinor: number;
	/** ISO 4217; null when it was not said. */
	currency: string | null;
	/** When something was last put in or taken out. */
	changedAt: number;
};

/**
 * The basket in progress: of those that have something in them the one that changed last, or null. Folds events in any
 * order. An order empties its basket; one that names no basket (a till's) takes what was bought out of all of them, and
 * an online one that names no products either empties all.
 */
export function basketIn(events: readonly EventFact[]): Basket | null {
	const carts = new Map<string, Basket>();
	const hers = events.filter(({ name }) => BASKET_EVENTS.some((each) => each === name));
	for (const event of hers.sort((a, b) => a.at - b.at || a.seq - b.seq)) {
		const { properties } = event;
		const cartId = textIn(properties.cart_id);
		if (event.name === 'Order Completed') {
			ordered(carts, cartId, properties);
			continue;
		}
		const cart = carts.get(cartId ?? '') ?? { cartId, lines: [], totalMinor: 0, currency: null, changedAt: event.at };
		carts.set(cartId ?? '', cart);
		cart.changedAt = event.at;
		cart.currency = textIn(properties.currency) ?? cart.currency;
		if (event.name === 'Product Removed') take(cart, properties);
		else put(cart, properties);
	}
	const open = [...carts.values()].filter(({ lines }) => lines.length > 0);
	const latest = open.reduce<Basket | null>((a, b) => (a && a.changedAt > b.changedAt ? a : b), null);
	if (!latest) return null;
	const totalMinor = latest.lines.reduce((sum, { priceMinor, quantity }) => sum + (priceMinor ?? 0) * quantity, 0);
	return { ...latest, totalMinor: safeMinor(totalMinor) };
}

function ordered(carts: Map<string, Basket>, cartId: string | null, properties: JsonObject): void {
	if (cartId !== null) {
		carts.delete(cartId);
		return;
	}
	const lines = Array.isArray(properties.products) ? properties.products : [];
	if (lines.length === 0 && textIn(properties.store_id) === null) carts.clear();
	for (const cart of carts.values())
		for (const line of lines)
			if (typeof line === 'object' && line !== null && !Array.isArray(line))
				take(cart, { ...line, quantity: Infinity });
}

function put(cart: Basket, properties: JsonObject): void {
	const price = typeof properties.price === 'number' ? properties.price : null;
	const priceMinor = price === null ? null : toMinor(price, cart.currency ?? UNSAID);
	const line = cart.lines.find((each) => isSame(each, properties));
	if (line) {
		line.quantity += quantityOf(properties);
		line.priceMinor = priceMinor ?? line.priceMinor;
		return;
	}
	cart.lines.push({
		productId: textIn(properties.product_id),
		sku: textIn(properties.sku),
		name: textIn(properties.name),
		quantity: quantityOf(properties),
		priceMinor,
	});
}

function take(cart: Basket, properties: JsonObject & { quantity?: number }): void {
	const line = cart.lines.find((each) => isSame(each, properties));
	if (!line) return;
	line.quantity -= quantityOf(properties);
	if (line.quantity <= 0) cart.lines = cart.lines.filter((each) => each !== line);
}

/** By variant where both name one, else by product. */
function isSame(line: BasketLine, properties: JsonObject): boolean {
	const [productId, sku] = [textIn(properties.product_id), textIn(properties.sku)];
	if (line.sku !== null && sku !== null) return line.sku === sku;
	return line.productId !== null ? line.productId === productId : line.sku === sku;
}

function quantityOf({ quantity }: JsonObject): number {
	return typeof quantity === 'number' && quantity > 0 ? quantity : 1;
}
