import { eq } from 'drizzle-orm';
import { normalised } from '@/lib/offer';
import type { Tx } from './client';
import { stores, vouchers } from './schema';
import { openLeasesOf } from './stock-leases';

/** A voucher, its store, and what the same journey keeps aside for her, for the page a customer shows at the till; null when there is none. */
export async function loadVoucher(tx: Tx, code: string, now = new Date()) {
	const [row] = await tx
		.select({ voucher: vouchers, store: stores })
		.from(vouchers)
		.innerJoin(stores, eq(stores.id, vouchers.storeId))
		.where(eq(vouchers.code, normalised(code)));
	if (!row) return null;
	// Of this journey only: whoever is handed the voucher reads nothing else of hers.
	const leases = await openLeasesOf(tx, { enrollmentId: row.voucher.enrollmentId }, now);
	return { ...row, leases };
}
