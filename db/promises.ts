import { and, desc, eq } from 'drizzle-orm';
import type { GateFacts } from '@/lib/gate';
import { ORDER_EVENTS, ordersIn } from '@/lib/orders';
import type { Promised } from '@/lib/promise';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { eventsSince } from './history';
import { stock, vouchers } from './schema';
import type { Standing } from './standing';

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
		? ordersIn(await eventsSince(tx, profile.ids, [...ORDER_EVENTS], row.trigger.at))
		: [];
	const productIds = products?.stock ? products.items.map(({ productId }) => productId) : [];
	return {
		promised,
		facts: {
			now,
			voucher: voucher && { state: voucher.state, expiresAt: voucher.expiresAt.getTime() },
			orders,
			storeId,
			stock: storeId === null || productIds.length === 0 ? [] : await stockIn(tx, storeId, productIds),
		},
	};
}

/** The one that templates show. */
async function latestVoucher(tx: Tx, enrollmentId: string) {
	const [voucher] = await tx
		.select({ state: vouchers.state, expiresAt: vouchers.expiresAt, storeId: vouchers.storeId })
		.from(vouchers)
		.where(eq(vouchers.enrollmentId, enrollmentId))
		.orderBy(desc(vouchers.issuedAt))
		.limit(1);
	return voucher ?? null;
}

async function stockIn(tx: Tx, storeId: string, productIds: string[]) {
	const rows = await tx
		.select()
		.from(stock)
		.where(and(eq(stock.storeId, storeId), anyOf(stock.productId, productIds)));
	return rows.map(({ productId, sku, quantity, asOf }) => ({ productId, sku, quantity, asOf: asOf.getTime() }));
}
