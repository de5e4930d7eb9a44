import { eq } from 'drizzle-orm';
import { metresBetween, type Point } from '@/lib/distance';
import type { Article, Stock } from '@/lib/stock';
import type { Tx } from './client';
import { type NearStore, nearestStores } from './nearest-stores';
import { stores } from './schema';
import { stockAt } from './stock';
import type { Store } from './stores';

export type Availability = {
	/** The store that was asked about, whatever it has; `metres` from the point, where there is one. */
	here: { store: Store; metres: number | null; stock: Stock } | null;
	/** Other stores that surely have it, open or not, nearest first. */
	nearby: NearStore[];
};

type Where = {
	/** One of the two; both: the store, and others near the point. */
	store?: Store | undefined;
	near?: Point | undefined;
	/** UTC epoch ms. */
	now: number;
	/** ISO 8601: an older figure counts as unknown. */
	maxAge: string;
	/** How many stores nearby. */
	limit: number;
};

/** Where an article is to be had: in a store, and near it or near a point. */
export async function availabilityOf(
	tx: Tx,
	article: Article,
	{ store, near = store, now, maxAge, limit }: Where,
): Promise<Availability> {
	const [stock] = store ? await stockAt(tx, [article], store.id, now, maxAge) : [];
	const found = near
		? await nearestStores(tx, near, { now, limit: limit + 1, withStock: { articles: [article], maxAge } })
		: [];
	return {
		here: store && stock ? { store, metres: near ? metresBetween(near, store) : null, stock } : null,
		nearby: found.filter((one) => one.store.id !== store?.id).slice(0, limit),
	};
}

/** A store or warehouse, those that were given up too; null when there is none. */
export async function loadStore(tx: Tx, id: string): Promise<Store | null> {
	const [store] = await tx.select().from(stores).where(eq(stores.id, id));
	return store ?? null;
}
