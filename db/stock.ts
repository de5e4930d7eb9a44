import { and, sql } from 'drizzle-orm';
import { type Article, type Stock, type StockFigure, stockOf } from '@/lib/stock';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { stock } from './schema';

export type StockChange = {
	productId: string;
	/** Empty: the product as a whole. */
	sku: string;
	storeId: string;
	quantity: number;
	/** When it was true. Of two figures for one instant the one that is received later holds. */
	asOf: Date;
};

/** Writes figures down; one that is older than what is there changes nothing. Returns how many changed something. */
export async function setStock(tx: Tx, changes: StockChange[]): Promise<number> {
	if (changes.length === 0) return 0;
	const list = changes.map((change, n) => ({ ...change, asOf: change.asOf.toISOString(), n }));
	// In one order for everybody: no deadlock.
	const { rowCount } = await tx.execute(sql`
		insert into stock (product_id, sku, store_id, quantity, as_of)
		select distinct on ("productId", sku, "storeId") "productId", sku, "storeId", quantity, "asOf"
		from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
			as r("productId" text, sku text, "storeId" text, quantity integer, "asOf" timestamptz, n integer)
		order by "productId", sku, "storeId", "asOf" desc, n desc
		on conflict (product_id, sku, store_id) do update set quantity = excluded.quantity, as_of = excluded.as_of
		where stock.as_of <= excluded.as_of`);
	return rowCount ?? 0;
}

/** All figures of some products, by place. */
export async function figuresOf(
	tx: Tx,
	productIds: string[],
	storeIds?: string[],
): Promise<Map<string, StockFigure[]>> {
	const places = new Map<string, StockFigure[]>();
	if (productIds.length === 0 || storeIds?.length === 0) return places;
	const rows = await tx
		.select()
		.from(stock)
		.where(and(anyOf(stock.productId, productIds), storeIds && anyOf(stock.storeId, storeIds)));
	for (const { storeId, asOf, ...figure } of rows) {
		const place = places.get(storeId) ?? [];
		place.push({ ...figure, asOf: asOf.getTime() });
		places.set(storeId, place);
	}
	return places;
}

/**
 * What can be said of articles at one place, in their order: `isThere` (lib/stock.ts) tells whether there is enough.
 *
 * @param now UTC epoch ms
 * @param maxAge ISO 8601: an older figure counts as unknown
 */
export async function stockAt(
	tx: Tx,
	articles: Article[],
	storeId: string,
	now: number,
	maxAge: string,
): Promise<Stock[]> {
	const ids = [...new Set(articles.map(({ productId }) => productId))];
	const figures = (await figuresOf(tx, ids, [storeId])).get(storeId) ?? [];
	return articles.map((article) => stockOf(article, figures, now, maxAge));
}
