import type { JsonObject } from '@/lib/event';
import { textIn } from '@/lib/event';
import { productOf } from '@/lib/orders';
import { type EventNames, productLinesOf } from '@/lib/say-event';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { productNames } from './products';
import { stores } from './schema';

/** What the catalogue calls the stores and the products that the properties of events name. */
export async function namesOfEvents(tx: Tx, properties: JsonObject[]): Promise<EventNames> {
	const [products, shops] = await Promise.all([
		productNames(tx, distinct(properties.flatMap(productLinesOf).map(productOf))),
		storeNames(tx, distinct(properties.map(({ store_id }) => textIn(store_id)))),
	]);
	return { products, stores: shops };
}

/** Names by id, of those of them that the catalogue knows. */
export async function storeNames(tx: Tx, ids: string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await tx.select({ id: stores.id, name: stores.name }).from(stores).where(anyOf(stores.id, ids));
	return new Map(rows.map(({ id, name }) => [id, name]));
}

function distinct(ids: (string | null)[]): string[] {
	return [...new Set(ids.filter((id) => id !== null))];
}
