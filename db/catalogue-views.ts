import { and, asc, count, desc, eq, sql } from 'drizzle-orm';
import { WEB } from '@/lib/place';
import { type Stock, type StockFigure, stockOf } from '@/lib/stock';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { meansProduct, type Product } from './products';
import { products, productVariants, stock, stores } from './schema';
import { figuresOf } from './stock';

const PAGE = 50;
/** Those one sees at once; more would be a list of its own. */
export const MAIN_CATEGORIES = 12;

export type ListedProduct = {
	product: Product;
	variants: number;
	/** In how many places it surely is, and in how many nobody knows. */
	places: { known: number; unknown: number };
};

/** By name, fifty at a time; `after` is the cursor of the page before. */
export async function listProducts(
	tx: Tx,
	{
		search,
		category,
		after,
		now,
		maxAge,
	}: { search: string; category: string; after: string; now: number; maxAge: string },
): Promise<{ rows: ListedProduct[]; next: string | null }> {
	// The cursor is an id: names may be anything and change.
	const beyond = sql`(${products.name}, ${products.id}) > (select name, id from products where id = ${after})`;
	const found = await tx
		.select()
		.from(products)
		.where(
			and(
				search ? meansProduct(search) : undefined,
				category ? eq(products.category, category) : undefined,
				after ? beyond : undefined,
			),
		)
		.orderBy(asc(products.name), asc(products.id))
		.limit(PAGE + 1);
	const page = found.slice(0, PAGE);
	const ids = page.map(({ id }) => id);
	const [figures, variants] = await Promise.all([figuresOf(tx, ids), countVariants(tx, ids)]);
	return {
		rows: page.map((product) => {
			const all = [...figures.values()].map((own) => stockOf({ productId: product.id }, own, now, maxAge));
			return {
				product,
				variants: variants.get(product.id) ?? 0,
				places: {
					known: all.filter((one) => one.known && one.quantity > 0).length,
					unknown: all.filter((one) => !one.known && one.asOf !== null).length,
				},
			};
		}),
		next: found.length > PAGE ? (page.at(-1)?.id ?? null) : null,
	};
}

async function countVariants(tx: Tx, productIds: string[]): Promise<Map<string, number>> {
	const rows = await tx
		.select({ id: productVariants.productId, n: count() })
		.from(productVariants)
		.where(anyOf(productVariants.productId, productIds))
		.groupBy(productVariants.productId);
	return new Map(rows.map(({ id, n }) => [id, n]));
}

/** The largest ones, or as many as one may choose from, by name. */
export async function listCategories(tx: Tx, limit = 5000): Promise<string[]> {
	const rows = await tx
		.select({ category: products.category })
		.from(products)
		.where(sql`${products.category} <> ''`)
		.groupBy(products.category)
		.orderBy(desc(count()), asc(products.category))
		.limit(limit);
	return rows.map(({ category }) => category).sort((a, b) => a.localeCompare(b));
}

export type PlaceStock = {
	storeId: string;
	/** Null: a place that the catalogue does not know, or the web shop. */
	name: string | null;
	stock: Stock;
	figures: StockFigure[];
};

/** What each place has of a product, the fullest first. */
export async function stockByPlace(tx: Tx, productId: string, now: number, maxAge: string): Promise<PlaceStock[]> {
	const [figures, places] = await Promise.all([
		figuresOf(tx, [productId]),
		tx.select({ id: stores.id, name: stores.name }).from(stores),
	]);
	const names = new Map(places.map(({ id, name }) => [id, name]));
	const known = ({ stock: one }: PlaceStock) => (one.known ? one.quantity : -1);
	return [...figures]
		.map(([storeId, own]) => ({
			...{ storeId, name: storeId === WEB ? null : (names.get(storeId) ?? null) },
			...{ stock: stockOf({ productId }, own, now, maxAge), figures: own },
		}))
		.sort((a, b) => known(b) - known(a) || (a.name ?? a.storeId).localeCompare(b.name ?? b.storeId));
}

/** Those that it replaces, or that replace it: neither need be in the catalogue. */
export async function successorsOf(tx: Tx, productId: string): Promise<{ id: string; name: string }[]> {
	return tx
		.select({ id: products.id, name: products.name })
		.from(products)
		.where(eq(products.replaces, productId))
		.orderBy(asc(products.name))
		.limit(20);
}

/** Stores and warehouses, those that were given up last. */
export async function listPlaces(tx: Tx) {
	return tx.select().from(stores).orderBy(desc(stores.active), asc(stores.kind), asc(stores.name));
}

/** How many articles a place has figures of, and from when the oldest and the newest are; null when there are none. */
export async function stockAges(
	tx: Tx,
	storeId: string,
): Promise<{ figures: number; oldest: Date; newest: Date } | null> {
	const [row] = await tx
		.select({
			figures: count(),
			oldest: sql<string | null>`min(${stock.asOf})`,
			newest: sql<string | null>`max(${stock.asOf})`,
		})
		.from(stock)
		.where(eq(stock.storeId, storeId));
	return row?.oldest && row.newest
		? { figures: row.figures, oldest: new Date(row.oldest), newest: new Date(row.newest) }
		: null;
}
