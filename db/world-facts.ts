import type { Facts, PlaceRef, PriceFact, StoreFact } from '@/lib/condition';
import { metresBetween } from '@/lib/distance';
import type { Needs } from '@/lib/rule-needs';
import type { Article } from '@/lib/stock';
import { type AtHand, articlesAt, storeIdAt } from '@/lib/world-tests';
import type { Tx } from './client';
import { keptStores } from './kept-stores';
import { operationFacts } from './operations';
import { categoriesOf, priceOf } from './products';
import type { Profile } from './profiles';
import { figuresOf } from './stock';
import { listStores, pointOf, type Store, storesById } from './stores';

type World = Pick<Facts, 'stores' | 'keptStoreId' | 'stock' | 'prices' | 'operations' | 'categories'>;

/**
 * What rules see of stores, stock, prices and operations, as they are now: only what `wanted` names, of the products and stores that
 * the events at hand name. For several customers at once; how far away a store is, is each one's own.
 */
export async function worldFor(
	tx: Tx,
	profiles: Profile[],
	wanted: Needs,
	atHand: AtHand[],
): Promise<(profile: Profile) => World> {
	const { places, nearest, stock, prices, operations } = wanted;
	// Most rules ask nothing of it.
	if (places.length + stock.length + prices.length + operations.length === 0 && !nearest) return () => ({});
	const triggers = atHand.flatMap(({ trigger = [] }) => trigger);
	const kept = places.some(({ choose }) => choose === 'kept')
		? await keptStores(tx, profiles, triggers)
		: new Map<string, string>();
	const stores = await storesFor(tx, profiles, wanted, atHand, [...kept.values()]);
	const products = articlesIn(stock, atHand).map(({ productId }) => productId);
	const ids = stores.map(({ id }) => id);
	const figures = await figuresOf(tx, [...new Set(products)], ids);
	const known = {
		stock: [...figures].flatMap(([storeId, all]) => all.map((figure) => ({ ...figure, storeId }))),
		prices: await pricesOf(tx, articlesIn(prices, atHand)),
		...(await calendarFor(tx, wanted, atHand)),
	};
	return (profile) => ({ ...known, stores: seenFrom(profile, stores), keptStoreId: kept.get(profile.facts.id) });
}

/** What rules see of operations, the same for every customer. */
export async function calendarFor(
	tx: Tx,
	{ operations, categories }: Needs,
	atHand: AtHand[],
): Promise<Pick<World, 'operations' | 'categories'>> {
	if (operations.length === 0) return {};
	const ids = articlesIn(categories, atHand).map(({ productId }) => productId);
	return { operations: await operationFacts(tx, [...new Set(operations)]), categories: await categoriesOf(tx, ids) };
}

async function storesFor(
	tx: Tx,
	profiles: Profile[],
	{ nearest, places }: Needs,
	atHand: AtHand[],
	kept: string[],
): Promise<Store[]> {
	if (nearest) return listStores(tx);
	const ids = places.flatMap((place) => idsOf(place, profiles, atHand));
	return storesById(tx, [...new Set([...kept, ...ids.filter((id) => id !== null)])]);
}

function idsOf(place: PlaceRef, profiles: Profile[], atHand: AtHand[]): (string | null)[] {
	switch (place.choose) {
		case 'given':
			return [place.storeId];
		case 'home':
			return profiles.map(({ facts }) => facts.homeStoreId);
		case 'event':
			return atHand.map((events) => storeIdAt(place, events));
		case 'nearest-open':
		case 'kept':
			return [];
	}
}

function seenFrom({ facts }: Profile, stores: Store[]): StoreFact[] {
	const point = pointOf(facts);
	return stores.map((store) => ({
		id: store.id,
		timeZone: store.timeZone,
		openingHours: store.openingHours,
		exceptions: store.exceptions,
		metres: point && metresBetween(point, store),
	}));
}

function articlesIn(refs: Needs['stock'], atHand: AtHand[]): Article[] {
	return refs.flatMap((ref) => atHand.flatMap((events) => articlesAt(ref, events)));
}

async function pricesOf(tx: Tx, articles: Article[]): Promise<PriceFact[]> {
	const asked = new Map(articles.map((article) => [`${article.productId}\n${article.sku ?? ''}`, article]));
	const found: PriceFact[] = [];
	for (const { productId, sku = null } of asked.values()) {
		const price = await priceOf(tx, { productId, sku });
		if (price) found.push({ productId, sku, ...price });
	}
	return found;
}
