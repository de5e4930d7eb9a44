import { ORDER_EVENTS, ordersIn } from '@/lib/orders';
import { type PriceAgainstPaid, type Purchase, priceAgainstPaid, purchasesOf } from '@/lib/purchases';
import type { Article } from '@/lib/stock';
import type { Tx } from './client';
import { historyOf } from './history';
import { priceOf } from './products';

/**
 * What a customer bought of an article, online and in stores, oldest first; what was cancelled or paid back is left out.
 *
 * @param customerIds her merged set
 * @param until what had happened by then, UTC epoch ms
 * @param knownBy and was known by then
 */
export async function boughtBefore(
	tx: Tx,
	customerIds: string[],
	article: Article,
	until: number,
	knownBy = until,
): Promise<Purchase[]> {
	return purchasesOf(article, ordersIn(await historyOf(tx, customerIds, [...ORDER_EVENTS], until, knownBy)));
}

/** The price of an article now against what she last paid for it; null when there is nothing to compare. */
export async function priceAgainstPaidBy(
	tx: Tx,
	customerIds: string[],
	article: Article,
	now: number,
): Promise<PriceAgainstPaid | null> {
	const price = await priceOf(tx, article);
	return price && priceAgainstPaid(price, await boughtBefore(tx, customerIds, article, now));
}
