import { asc, sql } from 'drizzle-orm';
import { metresBetween, type Point } from '@/lib/distance';
import { isOpen } from '@/lib/opening-hours';
import { type Article, isThere, type Stock, stockOf } from '@/lib/stock';
import type { Tx } from './client';
import { onEarth } from './earth';
import { stores } from './schema';
import { figuresOf } from './stock';
import { isShop, type Store } from './stores';

/** How many stores are looked at in one go: mostly the nearest few will do. */
const PAGE = 40;

export type NearestOptions = {
	/** UTC epoch ms. */
	now: number;
	limit: number;
	/** Only stores that surely have all of these; a figure older than `maxAge` (ISO 8601) is not sure. */
	withStock?: { articles: Article[]; maxAge: string };
	/** Only stores that are open now. */
	open?: boolean;
	/** Only stores so far away, in metres. */
	within?: number;
};

/** A store with its way in metres and, where articles were asked for, what it has of them, in their order. */
export type NearStore = { store: Store; metres: number; stock: Stock[] };

/** The stores next to a point, nearest first. The index narrows; what is open and what is there `lib/` decides. */
export async function nearestStores(
	tx: Tx,
	point: Point,
	{ now, limit, withStock, open, within = Number.POSITIVE_INFINITY }: NearestOptions,
): Promise<NearStore[]> {
	const found: NearStore[] = [];
	for (let offset = 0; found.length < limit; offset += PAGE) {
		const near = await tx
			.select()
			.from(stores)
			.where(isShop)
			.orderBy(
				sql`${onEarth(stores.latitude, stores.longitude)} <-> ${onEarth(sql`${point.latitude}::float8`, sql`${point.longitude}::float8`)}`,
				asc(stores.id),
			)
			.limit(PAGE)
			.offset(offset);
		const stocked = await withStockOf(tx, near, withStock, now);
		for (const { store, stock } of stocked) {
			const metres = metresBetween(point, store);
			if (metres > within) return found;
			if (open && !isOpen(store, now)) continue;
			if (withStock?.articles.some((article, n) => !isThere(article, stock[n] ?? { known: false, asOf: null })))
				continue;
			found.push({ store, metres, stock });
			if (found.length === limit) return found;
		}
		if (near.length < PAGE) return found;
	}
	return found;
}

async function withStockOf(
	tx: Tx,
	near: Store[],
	wanted: NearestOptions['withStock'],
	now: number,
): Promise<{ store: Store; stock: Stock[] }[]> {
	if (!wanted) return near.map((store) => ({ store, stock: [] }));
	const ids = [...new Set(wanted.articles.map(({ productId }) => productId))];
	const figures = await figuresOf(
		tx,
		ids,
		near.map(({ id }) => id),
	);
	return near.map((store) => ({
		store,
		stock: wanted.articles.map((article) => stockOf(article, figures.get(store.id) ?? [], now, wanted.maxAge)),
	}));
}
