import type { Text } from './text';

type Called = Readonly<Record<string, string>>;

/** What ids are called, for sentences about rules and steps, which know only ids. */
export type Names = {
	segments?: Called;
	stores?: Called;
	products?: Called;
	offers?: Called;
	/** Of offers that end: the instant (ISO 8601, UTC), and the retailer's time zone to say it in. */
	offersEnd?: { at: Called; zone: string };
	operations?: Called;
	/** From when until when they are: ISO 8601, UTC. */
	operationSpans?: Readonly<Record<string, { startsAt: string; endsAt: string }>>;
	trends?: Called;
	purposes?: Readonly<Record<string, Text>>;
};

const PRODUCT = /(^|\.)product_id$/;
const OPERATION = /(^|\.)operation_id$/;
const TREND = /(^|\.)trend_id$/;
const STORE = /(^|\.)(store_id|home_store_id|homeStoreId)$/;

/** What the value of a property is called, where the property says that it is an id. */
export function nameOfValue(path: string, value: string, { products, stores, operations, trends }: Names): string {
	if (PRODUCT.test(path)) return products?.[value] ?? value;
	if (STORE.test(path)) return stores?.[value] ?? value;
	if (OPERATION.test(path)) return operations?.[value] ?? value;
	if (TREND.test(path)) return trends?.[value] ?? value;
	return value;
}

/** The products that rules, whole graphs or what a gate kept name by id: of a catalogue only their names are worth reading. */
export function productsNamedIn(mentioning: unknown): string[] {
	const found = new Set<string>();
	const keep = (id: unknown) => {
		for (const one of Array.isArray(id) ? id : [id]) if (typeof one === 'string' && one !== '') found.add(one);
	};
	const walk = (part: unknown): void => {
		if (typeof part !== 'object' || part === null) return;
		const own = new Map<string, unknown>(Object.entries(part));
		const product = own.get('product');
		if (typeof product === 'object' && product !== null && 'id' in product) keep(product.id);
		keep(own.get('productId'));
		const path = own.get('path');
		if (typeof path === 'string' && PRODUCT.test(path)) keep(own.get('value'));
		for (const child of own.values()) walk(child);
	};
	walk(mentioning);
	return [...found];
}
