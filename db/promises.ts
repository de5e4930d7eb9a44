import { and, desc, eq, gt, not, sql } from 'drizzle-orm';
import { durationMs } from '@/lib/duration';
import type { EventFact } from '@/lib/event';
import type { GateFacts } from '@/lib/gate';
import { ORDER_EVENTS, type Order, ordersIn } from '@/lib/orders';
import type { Promised } from '@/lib/promise';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { historyOf } from './history';
import { offers, stockLeases, vouchers } from './schema';
import type { Standing } from './standing';
import { figuresOf } from './stock';

/** What is true of what a message promises, at `now` (UTC epoch ms): only what it promises is read. */
export async function promiseOf(
	tx: Tx,
	{ row, profile }: Standing,
	promised: Promised | null,
	now: number,
): Promise<GateFacts['promise']> {
	if (!promised) return null;
	const { products } = promised;
	const voucher = promised.voucher || products?.stock ? await latestVoucher(tx, row.id) : null;
	const storeId = voucher?.storeId ?? profile.facts.homeStoreId;
	const orders = products?.notBought
		? await ordersAround(tx, profile.ids, row.trigger, products.boughtBefore, now)
		: [];
	const articles = storeId !== null && products?.stock ? products.articles : [];
	const productIds = [...new Set(articles.map(({ productId }) => productId))];
	return {
		promised,
		facts: {
			now,
			voucher: voucher && { state: voucher.state, expiresAt: voucher.expiresAt.getTime() },
			orders,
			storeId,
			stock: storeId === null ? [] : ((await figuresOf(tx, productIds, [storeId])).get(storeId) ?? []),
			leased:
				storeId === null || productIds.length === 0
					? []
					: await leasedToOthers(tx, storeId, productIds, profile.ids, now),
		},
	};
}

/** Her orders since so long before the trigger (ISO 8601), imported ones too; but for the one that started the journey. */
async function ordersAround(
	tx: Tx,
	customerIds: string[],
	trigger: EventFact,
	before: string,
	now: number,
): Promise<Order[]> {
	const since = trigger.at - durationMs(before);
	const history = await historyOf(tx, customerIds, [...ORDER_EVENTS], now, now);
	const [own] = trigger.name === 'Order Completed' ? ordersIn([trigger]) : [];
	return ordersIn(history.filter(({ at }) => at >= since)).filter(({ id }) => id !== own?.id);
}

/** The one that templates show, until its own end or its offer's, whichever comes first. */
async function latestVoucher(tx: Tx, enrollmentId: string) {
	const [voucher] = await tx
		.select({
			state: vouchers.state,
			expiresAt: sql`least(${vouchers.expiresAt}, ${offers.validUntil})`.mapWith(vouchers.expiresAt),
			storeId: vouchers.storeId,
		})
		.from(vouchers)
		.leftJoin(offers, eq(offers.id, vouchers.offerId))
		.where(eq(vouchers.enrollmentId, enrollmentId))
		.orderBy(desc(vouchers.issuedAt))
		.limit(1);
	return voucher ?? null;
}

/** Units kept aside at a store for other customers: they are on the shelf, and not for her. */
async function leasedToOthers(tx: Tx, storeId: string, productIds: string[], customerIds: string[], now: number) {
	return tx
		.select({ productId: stockLeases.productId, sku: stockLeases.sku, quantity: stockLeases.quantity })
		.from(stockLeases)
		.where(
			and(
				anyOf(stockLeases.productId, productIds),
				eq(stockLeases.storeId, storeId),
				eq(stockLeases.state, 'held'),
				gt(stockLeases.until, new Date(now)),
				not(anyOf(stockLeases.customerId, customerIds)),
			),
		);
}
