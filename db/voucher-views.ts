import { eq } from 'drizzle-orm';
import { normalised } from '@/lib/offer';
import type { Tx } from './client';
import { stores, vouchers } from './schema';

/** A voucher and its store, for the page a customer shows at the till; null when there is none. */
export async function loadVoucher(tx: Tx, code: string) {
	const [row] = await tx
		.select({ voucher: vouchers, store: stores })
		.from(vouchers)
		.innerJoin(stores, eq(stores.id, vouchers.storeId))
		.where(eq(vouchers.code, normalised(code)));
	return row ?? null;
}
