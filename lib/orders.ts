import type { EventFact, JsonObject } from './event';
import { textIn } from './event';
import { toMinor } from './money';

/** The events that `ordersIn` reads. */
export const ORDER_EVENTS = ['Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled'] as const;

/** Most orders that name no currency are in one with cents. */
const UNSAID = 'EUR';

/** An order as it stands after all that was said about it. Instants are UTC epoch ms, money is in minor units. */
export type Order = {
	id: string;
	/** When it was placed. */
	at: number;
	/** Null: online. */
	storeId: string | null;
	/** ISO 4217; null when it was not said. */
	currency: string | null;
	/** What was paid, before anything was paid back. */
	totalMinor: number;
	refundedMinor: number;
	/** Cancelled, or paid back as a whole. */
	undone: boolean;
	/** Of the lines as they were last said. */
	lines: JsonObject[];
	/** Products of which lines came back. */
	returned: string[];
};

/**
 * Folds the events about orders, in any order, into orders, oldest first. A refund that names lines or an amount pays
 * back that much; one that names neither pays back the order. Events about an order that was never completed are left out.
 */
export function ordersIn(events: readonly EventFact[]): Order[] {
	const orders = new Map<string, Order>();
	const inTime = [...events].sort((a, b) => a.at - b.at || a.seq - b.seq);
	for (const event of inTime) {
		if (event.name !== 'Order Completed') continue;
		const id = orderId(event);
		if (id === null || orders.has(id)) continue;
		orders.set(id, {
			id,
			at: event.at,
			storeId: textIn(event.properties.store_id),
			currency: textIn(event.properties.currency),
			totalMinor: totalOf(event.properties) ?? 0,
			refundedMinor: 0,
			undone: false,
			lines: linesOf(event.properties),
			returned: [],
		});
	}
	for (const event of inTime) {
		const order = orders.get(orderId(event) ?? '');
		if (!order) continue;
		if (event.name === 'Order Updated') {
			order.totalMinor = totalOf(event.properties) ?? order.totalMinor;
			if (linesOf(event.properties).length > 0) order.lines = linesOf(event.properties);
		}
		if (event.name === 'Order Cancelled') order.undone = true;
		if (event.name === 'Order Refunded') refund(order, event.properties);
	}
	return [...orders.values()];
}

function refund(order: Order, properties: JsonObject): void {
	const lines = linesOf(properties);
	order.returned.push(...lines.flatMap((line) => productOf(line) ?? []));
	const amount =
		totalOf(properties) ?? (lines.length > 0 ? lines.reduce((sum, line) => sum + lineTotal(line, order), 0) : null);
	order.refundedMinor = Math.min(order.totalMinor, order.refundedMinor + (amount ?? order.totalMinor));
	if (amount === null || order.refundedMinor >= order.totalMinor) order.undone = true;
}

function lineTotal(line: JsonObject, { currency }: Order): number {
	const price = typeof line.price === 'number' ? line.price : 0;
	const quantity = typeof line.quantity === 'number' ? line.quantity : 1;
	return toMinor(price * quantity, currency ?? UNSAID);
}

function totalOf(properties: JsonObject): number | null {
	const amount = [properties.total, properties.revenue].find((value) => typeof value === 'number');
	return typeof amount === 'number' ? toMinor(amount, textIn(properties.currency) ?? UNSAID) : null;
}

/** The lines of an order or a basket, as its event says them. */
export function linesOf(properties: JsonObject): JsonObject[] {
	const { products } = properties;
	if (!Array.isArray(products)) return [];
	return products.flatMap((line) => (line !== null && typeof line === 'object' && !Array.isArray(line) ? [line] : []));
}

/** Which product a line is of. */
export function productOf(line: JsonObject): string | null {
	return textIn(line.product_id);
}

function orderId({ properties }: EventFact): string | null {
	return textIn(properties.order_id);
}
