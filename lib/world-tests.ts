import { compareNumbers, idIn, valuesAt } from './compare';
import type { DistanceTest, Facts, PlaceRef, PriceTest, ProductRef, Rule, StockTest, StoreFact } from './condition';
import type { EventFact, Json } from './event';
import { isOpen } from './opening-hours';
import { ordersIn } from './orders';
import { priceAgainstPaid, purchasesOf } from './purchases';
import { type Article, isThere, type Stock, stockOf } from './stock';
import { both, either, type Verdict } from './verdict';

/** The events that a rule may name products and stores by. */
export type AtHand = Pick<Facts, 'event' | 'trigger'>;

/** The products a test is about. A line's `sku`, beside its product's id, narrows to that variant. */
export function articlesAt(ref: ProductRef, atHand: AtHand): Article[] {
	if ('id' in ref) return [{ productId: ref.id }];
	const steps = ref.path.split('.');
	const key = steps.pop() ?? '';
	const event = ref.from === 'event' ? atHand.event : atHand.trigger;
	const lines: Json[] =
		steps.length > 0 ? valuesAt(event?.properties, steps.join('.')) : event ? [event.properties] : [];
	return lines.flatMap((line) => {
		const sku = valuesAt(line, 'sku').map(idIn)[0] ?? null;
		return valuesAt(line, key).flatMap((value) => {
			const productId = idIn(value);
			return productId === null ? [] : [{ productId, sku }];
		});
	});
}

/** The id of the store that an event names. */
export function storeIdAt({ from, path }: { from: 'event' | 'trigger'; path: string }, atHand: AtHand): string | null {
	const event: EventFact | undefined = from === 'event' ? atHand.event : atHand.trigger;
	return valuesAt(event?.properties, path).map(idIn)[0] ?? null;
}

export function judgeStock(test: StockTest, facts: Facts): Verdict {
	const store = storeAt(test.at, facts);
	const articles = articlesAt(test.product, facts);
	const stocks = articles.map((article) => (store ? stockAt(article, store, test.maxAge, facts) : NOTHING_KNOWN));
	const { op, n = 0 } = test;
	if (op === 'is-unknown') return stocks.length === 0 || stocks.some(({ known }) => !known);
	if (stocks.length === 0) return 'unknown';
	return both(stocks, (stock) => (stock.known ? compareNumbers(stock.quantity, op, n) : 'unknown'));
}

export function judgeStore({ at, open }: Extract<Rule, { type: 'store' }>, facts: Facts): Verdict {
	const store = storeAt(at, facts);
	return store ? isOpen(store, facts.now) === open : 'unknown';
}

export function judgeDistance({ to, withStock, open, op, metres }: DistanceTest, facts: Facts): Verdict {
	if (to) {
		const far = storeAt(to, facts)?.metres ?? null;
		return far === null ? 'unknown' : compareNumbers(far, op, metres);
	}
	const stores = nearestFirst(facts).filter((store) => !open || isOpen(store, facts.now));
	const articles = withStock ? articlesAt(withStock.product, facts) : [];
	if (stores.length === 0 || (withStock && articles.length === 0)) return 'unknown';
	let unsure = false;
	for (const store of stores) {
		const stocks = articles.map((article) => stockAt(article, store, withStock?.maxAge ?? 'P0D', facts));
		if (articles.every((article, i) => isThere(article, stocks[i] ?? NOTHING_KNOWN)))
			return compareNumbers(store.metres, op, metres);
		unsure ||= stocks.some(({ known }) => !known);
	}
	return unsure ? 'unknown' : false;
}

export function judgePrice({ product, op, percentOfPaid }: PriceTest, facts: Facts): Verdict {
	const articles = articlesAt(product, facts);
	if (articles.length === 0) return 'unknown';
	const orders = ordersIn(facts.history.filter(({ at }) => at <= facts.now));
	return either(articles, (article) => {
		const price = facts.prices?.find((one) => one.productId === article.productId && one.sku === (article.sku ?? null));
		const against = price ? priceAgainstPaid(price, purchasesOf(article, orders)) : null;
		return against ? compareNumbers(against.nowMinor * 100, op, against.paidMinor * percentOfPaid) : 'unknown';
	});
}

const NOTHING_KNOWN: Stock = { known: false, asOf: null };

function stockAt(article: Article, { id }: StoreFact, maxAge: string, facts: Facts): Stock {
	const figures = (facts.stock ?? []).filter(({ storeId }) => storeId === id);
	return stockOf(article, figures, facts.now, maxAge);
}

function storeAt(place: PlaceRef, facts: Facts): StoreFact | undefined {
	const id = placeIdAt(place, facts);
	return facts.stores?.find((store) => store.id === id);
}

/** The id of a store that a test is about; the catalogue need not know the store. */
export function placeIdAt(place: PlaceRef, facts: Facts): string | null {
	switch (place.choose) {
		case 'home':
			return facts.customer.homeStoreId;
		case 'kept':
			return facts.keptStoreId ?? null;
		case 'given':
			return place.storeId;
		case 'event':
			return storeIdAt(place, facts);
		case 'nearest-open':
			return nearestFirst(facts).find((store) => isOpen(store, facts.now))?.id ?? null;
	}
}

function nearestFirst({ stores = [] }: Facts): (StoreFact & { metres: number })[] {
	return stores
		.flatMap((store) => (store.metres === null ? [] : [{ ...store, metres: store.metres }]))
		.sort((a, b) => a.metres - b.metres || (a.id < b.id ? -1 : 1));
}
