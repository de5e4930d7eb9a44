import { durationMs } from './duration';

/** What is asked for: a product in any of its variants, or one variant. */
export type Article = {
	productId: string;
	/** The variant's; none: any. */
	sku?: string | null;
	/** How many are wanted; 1 when it is not said. */
	quantity?: number;
};

/** One figure as it is kept: `sku` is empty for the product as a whole, `asOf` UTC epoch ms. */
export type StockFigure = { productId: string; sku: string; quantity: number; asOf: number };

/** How old a figure may be where nobody says otherwise (ISO 8601): most tills and warehouses report at night. */
export const DEFAULT_MAX_AGE = 'P1D';

/**
 * What can be said of an article at a place. `asOf` (UTC epoch ms) is how old the oldest figure is that was counted; of
 * the unknown, how old the latest is that was too old to count, null when there never was one.
 */
export type Stock = { known: true; quantity: number; asOf: number } | { known: false; asOf: number | null };

/**
 * The stock of an article at one place. A figure older than `maxAge` (ISO 8601) counts as unknown. Variants are summed,
 * and then a figure for the product as a whole is left out; where some are known and some are not, there is at least
 * what is known, and nothing is said when that is none. Less than none, as tills say it, is none.
 *
 * @param figures of that place; those of other products are left out
 * @param now UTC epoch ms
 */
export function stockOf(article: Article, figures: readonly StockFigure[], now: number, maxAge: string): Stock {
	const counted = countedFor(article, figures);
	const oldest = now - durationMs(maxAge);
	const fresh = counted.filter(({ asOf }) => asOf >= oldest);
	const quantity = fresh.reduce((sum, figure) => sum + Math.max(0, figure.quantity), 0);
	if (fresh.length > 0 && (fresh.length === counted.length || quantity > 0))
		return { known: true, quantity, asOf: Math.min(...fresh.map(({ asOf }) => asOf)) };
	return { known: false, asOf: counted.length > 0 ? Math.max(...counted.map(({ asOf }) => asOf)) : null };
}

function countedFor({ productId, sku }: Article, figures: readonly StockFigure[]): StockFigure[] {
	const own = figures.filter((figure) => figure.productId === productId);
	if (sku) return own.filter((figure) => figure.sku === sku);
	const variants = own.filter((figure) => figure.sku !== '');
	return variants.length > 0 ? variants : own;
}

/** Whether there is, surely, as much as is wanted. */
export function isThere(article: Article, stock: Stock): boolean {
	return stock.known && stock.quantity >= (article.quantity ?? 1);
}

/** Units kept aside for somebody: `sku` is empty for any variant. */
export type OpenLease = { sku: string; quantity: number };

/**
 * Whether an article can be kept aside too, beside what is kept already. A unit of any variant may be each of them, so
 * that a variant must suffice for its own leases, and the whole for all. `kept`: what stands in the way.
 *
 * @param quantity of the article asked for, `total` of the product in all its variants
 */
export function leavesRoom(
	{ sku, quantity: wanted = 1 }: Article,
	quantity: number,
	total: number,
	kept: readonly OpenLease[],
): { enough: boolean; kept: number } {
	const sum = (leases: readonly OpenLease[]) => leases.reduce((n, lease) => n + lease.quantity, 0);
	const all = sum(kept);
	const same = sku ? sum(kept.filter((lease) => lease.sku === sku)) : all;
	return { enough: same + wanted <= quantity && all + wanted <= Math.max(quantity, total), kept: same };
}
