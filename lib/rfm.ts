import { z } from 'zod';
import { durationMs } from './duration';
import { safeMinor } from './money';
import type { Order } from './orders';

/**
 * What recency, frequency and monetary value are counted from: orders that stand, of the last `window` (ISO 8601), in
 * one currency (amounts in another are orders, but no money: nothing is converted in silence).
 */
export type Purchases = {
	/** UTC epoch ms. */
	lastOrderAt: number;
	orders: number;
	/** What was paid and not paid back, in minor units. */
	spentMinor: number;
};

/** Null when nothing was bought in the window and kept. */
export function purchasesOf(
	orders: readonly Order[],
	{ now, window, currency }: { now: number; window: string; currency: string },
): Purchases | null {
	const since = now - durationMs(window);
	const kept = orders.filter(({ at, undone }) => !undone && at > since && at <= now);
	if (kept.length === 0) return null;
	return {
		lastOrderAt: Math.max(...kept.map(({ at }) => at)),
		orders: kept.length,
		spentMinor: safeMinor(
			kept
				.filter((order) => (order.currency ?? currency) === currency)
				.reduce((sum, { totalMinor, refundedMinor }) => sum + totalMinor - refundedMinor, 0),
		),
	};
}

/** When the oldest order that is counted no longer is (UTC epoch ms); null: none is. */
export function leavesWindow(
	orders: readonly Order[],
	{ now, window }: { now: number; window: string },
): number | null {
	const ms = durationMs(window);
	const counted = orders.filter(({ at }) => at > now - ms && at <= now).map(({ at }) => at + ms);
	return counted.length > 0 ? Math.min(...counted) : null;
}

/** The nine values that part all buyers into ten: the discrete percentiles 10 … 90 (SQL’s `percentile_disc`). Empty when nobody bought. */
export type Cuts = { recency: number[]; frequency: number[]; monetary: number[] };

export function cutsOf(purchases: readonly Purchases[]): Cuts {
	return {
		recency: percentiles(purchases.map(({ lastOrderAt }) => lastOrderAt)),
		frequency: percentiles(purchases.map(({ orders }) => orders)),
		monetary: percentiles(purchases.map(({ spentMinor }) => spentMinor)),
	};
}

function percentiles(values: number[]): number[] {
	if (values.length === 0) return [];
	const sorted = values.toSorted((a, b) => a - b);
	return Array.from({ length: 9 }, (_, i) => sorted[Math.ceil(((i + 1) * sorted.length) / 10) - 1] ?? 0);
}

/** 1 to 10; 10 is the best tenth: bought last, most often, for most. */
export type Deciles = { recency: number; frequency: number; monetary: number };

/** Customers with the same value are in the same tenth, so a tenth may hold more or fewer than a tenth of them. */
export function decilesOf(purchases: Purchases, cuts: Cuts): Deciles {
	return {
		recency: decile(purchases.lastOrderAt, cuts.recency),
		frequency: decile(purchases.orders, cuts.frequency),
		monetary: decile(purchases.spentMinor, cuts.monetary),
	};
}

function decile(value: number, cuts: number[]): number {
	return 1 + cuts.filter((cut) => cut < value).length;
}

const tenth = z.number().int().min(1).max(10);

/** What rules and messages see of them: `customer.scores`. */
export const scores = z.object({
	recency: tenth,
	frequency: tenth,
	monetary: tenth,
	/** ISO 8601, UTC. */
	last_order_at: z.string(),
	orders: z.number().int(),
	/** Minor units of the retailer's currency. */
	spent_minor: z.number().int(),
});
export type Scores = z.infer<typeof scores>;

export function scoresOf(purchases: Purchases, cuts: Cuts): Scores {
	return {
		...decilesOf(purchases, cuts),
		last_order_at: new Date(purchases.lastOrderAt).toISOString(),
		orders: purchases.orders,
		spent_minor: purchases.spentMinor,
	};
}
