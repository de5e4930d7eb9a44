import type { EventFact } from './event';
import { type Order, productOf } from './orders';

/** What counts as looking at a product: its page was opened, or it was put aside or into the basket. */
export const RESEARCH_EVENTS = ['Product Viewed', 'Product Added', 'Product Added to Wishlist'] as const;

/** Whoever looked longer ago than this has most likely come for another reason. */
const RESEARCH_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * The ids of those orders in a store of which she had looked at a product online in the 30 days before (“research online,
 * purchase offline”): by product, whatever the variant. It goes by when the order was placed, not by when the till told
 * about it. What names a store (a tablet or a screen there) is not online.
 */
export function researchedOnline(orders: readonly Order[], events: readonly EventFact[]): Set<string> {
	const looks = events.filter(
		({ name, properties }) => RESEARCH_EVENTS.some((each) => each === name) && !properties.store_id,
	);
	const looked = ({ at, lines }: Order) => {
		const bought = lines.map(productOf).filter((product) => product !== null);
		const lately = looks.filter((look) => look.at < at && look.at >= at - RESEARCH_DAYS * DAY_MS);
		return lately.some(({ properties }) => bought.some((product) => product === productOf(properties)));
	};
	return new Set(orders.filter((order) => order.storeId !== null && looked(order)).map(({ id }) => id));
}

/** The products of her orders in stores: looks at others say nothing about them. */
export function boughtInStore(orders: readonly Order[]): string[] {
	const lines = orders.filter(({ storeId }) => storeId !== null).flatMap((order) => order.lines);
	return [...new Set(lines.map(productOf).filter((product) => product !== null))];
}
