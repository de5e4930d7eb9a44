import type { JsonObject } from './event';
import { toMinor } from './money';
import type { Order } from './orders';
import type { Article } from './stock';

/** One line of an order that stands. Instants are UTC epoch ms. */
export type Purchase = {
	orderId: string;
	at: number;
	/** Null: online. */
	storeId: string | null;
	sku: string | null;
	quantity: number;
	/** What one piece cost, in minor units; null when the line does not say. */
	priceMinor: number | null;
	/** ISO 4217; null when the order does not say. */
	currency: string | null;
};

/** The lines of an article in orders that were neither cancelled nor paid back, oldest first. */
export function purchasesOf({ productId, sku }: Article, orders: readonly Order[]): Purchase[] {
	return orders
		.filter(({ undone }) => !undone)
		.flatMap((order) =>
			order.lines
				.filter((line) => idOf(line, 'product_id') === productId && (!sku || idOf(line, 'sku') === sku))
				.map((line) => ({
					orderId: order.id,
					at: order.at,
					storeId: order.storeId,
					sku: idOf(line, 'sku'),
					quantity: typeof line.quantity === 'number' ? line.quantity : 1,
					priceMinor: typeof line.price === 'number' ? toMinor(line.price, order.currency ?? '') : null,
					currency: order.currency,
				})),
		);
}

/** Tills and shops send ids as text or as numbers. */
function idOf(line: JsonObject, name: 'product_id' | 'sku'): string | null {
	const value = line[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** The price of an article now against what she last paid for it, in minor units of one currency. */
export type PriceAgainstPaid = {
	nowMinor: number;
	paidMinor: number;
	currency: string;
	paidAt: number;
	orderId: string;
};

/**
 * What she paid last, against the price now (`priceMinor`, `currency`); null when she never bought it, when no line says what
 * it cost, or when she paid in another currency. An order that names no currency was paid in the price's.
 */
export function priceAgainstPaid(
	price: { priceMinor: number; currency: string },
	purchases: readonly Purchase[],
): PriceAgainstPaid | null {
	const last = purchases.findLast(
		(purchase) => purchase.priceMinor !== null && (purchase.currency ?? price.currency) === price.currency,
	);
	if (!last || last.priceMinor === null) return null;
	return {
		nowMinor: price.priceMinor,
		paidMinor: last.priceMinor,
		currency: price.currency,
		paidAt: last.at,
		orderId: last.orderId,
	};
}
