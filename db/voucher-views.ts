import { eq } from 'drizzle-orm';
import { normalised } from '@/lib/offer';
import { WEB } from '@/lib/place';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { customers, offers, stores, vouchers } from './schema';
import { openLeasesOf } from './stock-leases';

/**
 * A voucher, its store or the places where its offer holds, and what the same journey keeps aside for her, for the page a
 * customer shows at the till; null when there is none. `places`: names of stores, null: the web; empty: everywhere.
 */
export async function loadVoucher(tx: Tx, code: string, now = new Date()) {
	const [row] = await tx
		.select({ voucher: vouchers, store: stores, holdsAt: offers.stores, timeZone: customers.timeZone })
		.from(vouchers)
		.innerJoin(customers, eq(customers.id, vouchers.customerId))
		.leftJoin(stores, eq(stores.id, vouchers.storeId))
		.leftJoin(offers, eq(offers.id, vouchers.offerId))
		.where(eq(vouchers.code, normalised(code)));
	if (!row) return null;
	// Of this journey only: whoever is handed the voucher reads nothing else of hers.
	const leases = await openLeasesOf(tx, { enrollmentId: row.voucher.enrollmentId }, now);
	const { voucher, store, timeZone, holdsAt } = row;
	return { voucher, store, leases, timeZone: store?.timeZone ?? timeZone, places: await placesIn(tx, holdsAt ?? []) };
}

async function placesIn(tx: Tx, ids: string[]): Promise<(string | null)[]> {
	if (ids.length === 0) return [];
	const named = await tx.select({ name: stores.name }).from(stores).where(anyOf(stores.id, ids)).orderBy(stores.name);
	return [...(ids.includes(WEB) ? [null] : []), ...named.map(({ name }) => name)];
}
