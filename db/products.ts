import { and, asc, desc, eq, ilike, or, type SQL, sql } from 'drizzle-orm';
import type { Article } from '@/lib/stock';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { products, productVariants } from './schema';

export type Product = typeof products.$inferSelect;
export type ProductVariant = typeof productVariants.$inferSelect;

/** A product with its variants, those no longer sold too; null when the catalogue does not know it. */
export async function loadProduct(
	tx: Tx,
	id: string,
): Promise<{ product: Product; variants: ProductVariant[] } | null> {
	const [product] = await tx.select().from(products).where(eq(products.id, id));
	if (!product) return null;
	const variants = await tx
		.select()
		.from(productVariants)
		.where(eq(productVariants.productId, id))
		.orderBy(productVariants.colour, productVariants.size, productVariants.sku);
	return { product, variants };
}

/** What an article costs now: the variant's own price, else the product's; null when the catalogue does not know it. */
export async function priceOf(
	tx: Tx,
	{ productId, sku }: Article,
): Promise<{ priceMinor: number; currency: string } | null> {
	const [row] = await tx
		.select({ own: productVariants.priceMinor, price: products.priceMinor, currency: products.currency })
		.from(products)
		.leftJoin(productVariants, and(eq(productVariants.productId, products.id), eq(productVariants.sku, sku ?? '')))
		.where(eq(products.id, productId));
	return row ? { priceMinor: row.own ?? row.price, currency: row.currency } : null;
}

/** The categories of products, by id; those the catalogue does not know are absent. */
export async function categoriesOf(tx: Tx, ids: string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await tx
		.select({ id: products.id, category: products.category })
		.from(products)
		.where(anyOf(products.id, ids));
	return new Map(rows.map(({ id, category }) => [id, category]));
}

/** Whether letters mean a product: by its name, its id, a variant's sku, its brand or its category. */
export function meansProduct(text: string): SQL | undefined {
	const like = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;
	return or(
		...[products.name, products.id, products.category, products.brand].map((column) => ilike(column, like)),
		sql`${products.id} in (select product_id from product_variants where sku ilike ${like})`,
	);
}

/** Products that letters mean: the one of this very id or sku first, then those that are sold, by name. Without letters, all. */
export async function findProducts(tx: Tx, text: string, limit: number): Promise<{ id: string; name: string }[]> {
	const exactly = sql`(${products.id} = ${text}
		or exists (select from product_variants v where v.product_id = ${products.id} and v.sku = ${text}))`;
	return tx
		.select({ id: products.id, name: products.name })
		.from(products)
		.where(text ? meansProduct(text) : undefined)
		.orderBy(sql`${exactly} desc`, desc(products.active), asc(products.name), asc(products.id))
		.limit(limit);
}

/** Names by id, of those of them that the catalogue knows. */
export async function productNames(tx: Tx, ids: string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await tx.select({ id: products.id, name: products.name }).from(products).where(anyOf(products.id, ids));
	return new Map(rows.map(({ id, name }) => [id, name]));
}
