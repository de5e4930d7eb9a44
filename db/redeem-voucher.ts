import { and, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { JsonObject } from '@/lib/event';
import { holdsAt, normalised } from '@/lib/offer';
import { OWN_IDS } from '@/lib/segment';
import type { Db, Tx } from './client';
import { ensurePartitions } from './partitions';
import { type RecordedEvent, recordEvents } from './record-events';
import { offerCodes, offers, redemptionConflicts, vouchers } from './schema';
import { idsOfTrigger } from './trigger-ids';
import type { Voucher } from './vouchers';

/** What a till or a site says when somebody shows a voucher. */
export type Redemption = {
	/** The till's own id of this redemption, for example the receipt's: the same one again gets the same answer. */
	key: string;
	/** Where: a store's id, or `web`. */
	storeId: string;
	/** More about the sale, kept with the event. */
	properties?: JsonObject;
	/** A till that was offline has given the discount already, at this instant, and reports it late. */
	at?: Date | undefined;
};
export type Redeemed =
	| { status: 'redeemed'; voucher: Voucher; again: boolean }
	| { status: 'not-found' | 'expired' | 'cancelled' | 'released' | 'not-here' }
	| { status: 'used'; voucher: Voucher }
	/** The discount was given though the voucher was no longer to be had: kept for a person to decide. */
	| { status: 'conflict'; conflictId: string; found: Conflict['found']; voucher: Voucher };
export type Conflict = typeof redemptionConflicts.$inferSelect;

/** Redeems a voucher once, whatever the concurrency, and tells its customer's journeys (`Coupon Redeemed`). */
export async function redeemVoucher(db: Db, code: string, redemption: Redemption, now = new Date()): Promise<Redeemed> {
	// Before a connection is held: whoever waits for the voucher holds one too.
	await ensurePartitions([redemption.at ?? now, now]);
	return db.transaction((tx) => redeem(tx, code, redemption, now));
}

/** As `redeemVoucher`, in a transaction of the caller's. */
export async function redeem(tx: Tx, code: string, redemption: Redemption, now: Date): Promise<Redeemed> {
	const [shown] = await tx
		.select({ voucher: vouchers, offerStores: offers.stores })
		.from(vouchers)
		.leftJoin(offers, eq(offers.id, vouchers.offerId))
		.where(eq(vouchers.code, normalised(code)))
		.for('update', { of: vouchers });
	if (!shown) return { status: 'not-found' };
	const { voucher, offerStores } = shown;
	if (voucher.state === 'redeemed' && voucher.redemptionKey === redemption.key)
		return { status: 'redeemed', voucher, again: true };
	// A till's clock may be ahead of ours.
	const at = redemption.at && redemption.at < now ? redemption.at : now;
	const found = whyNot(voucher, at);
	if (found) return redemption.at ? keepConflict(tx, voucher, redemption, found, at, now) : refusal(voucher, found);
	if (!redemption.at && !holdsAt({ stores: offerStores ?? [] }, redemption.storeId)) return { status: 'not-here' };
	const orderId = redemption.properties?.order_id;
	const [redeemed] = await tx
		.update(vouchers)
		.set({
			...{ state: 'redeemed', redeemedAt: at, redeemedAtStore: redemption.storeId, redemptionKey: redemption.key },
			orderId: typeof orderId === 'string' || typeof orderId === 'number' ? String(orderId) : voucher.orderId,
		})
		.where(eq(vouchers.code, voucher.code))
		.returning();
	if (!redeemed) throw new Error('a locked voucher is gone');
	if (redeemed.written !== null)
		await tx.update(offerCodes).set({ state: 'used' }).where(eq(offerCodes.code, redeemed.code));
	await recordEvents(tx, [await couponRedeemed(tx, redeemed, redemption, at, now)]);
	return { status: 'redeemed', voucher: redeemed, again: false };
}

function whyNot(voucher: Voucher, at: Date): Conflict['found'] | null {
	if (voucher.state !== 'issued') return voucher.state;
	return voucher.expiresAt < at ? 'expired' : null;
}

function refusal(voucher: Voucher, found: Conflict['found']): Redeemed {
	return found === 'redeemed' ? { status: 'used', voucher } : { status: found };
}

/** Once for each report, however often it is repeated. */
async function keepConflict(
	tx: Tx,
	voucher: Voucher,
	{ key, storeId, properties = {} }: Redemption,
	found: Conflict['found'],
	redeemedAt: Date,
	reportedAt: Date,
): Promise<Redeemed> {
	const { code, customerId, offerId, redeemedAtStore, redeemedAt: firstRedeemedAt } = voucher;
	await tx
		.insert(redemptionConflicts)
		.values({
			id: uuid(),
			...{ code, customerId, offerId, storeId, properties, redeemedAt, reportedAt, found, firstRedeemedAt },
			redemptionKey: key,
			firstStoreId: redeemedAtStore,
		})
		.onConflictDoNothing({ target: [redemptionConflicts.code, redemptionConflicts.redemptionKey] });
	const [kept] = await tx
		.select({ id: redemptionConflicts.id })
		.from(redemptionConflicts)
		.where(and(eq(redemptionConflicts.code, code), eq(redemptionConflicts.redemptionKey, key)));
	if (!kept) throw new Error('a conflict that was just kept is gone');
	return { status: 'conflict', conflictId: kept.id, found, voucher };
}

/** The trigger's ids come along, so that a journey can wait for “the voucher of this very basket”. */
async function couponRedeemed(
	tx: Tx,
	voucher: Voucher,
	{ storeId, properties }: Redemption,
	at: Date,
	now: Date,
): Promise<RecordedEvent> {
	const { ids, journeyId } = await idsOfTrigger(tx, voucher.enrollmentId);
	return {
		// One that is given back after a refund may be redeemed again.
		messageId: `${OWN_IDS}redeemed:${voucher.code}:${uuid()}`,
		name: 'Coupon Redeemed',
		customerId: voucher.customerId,
		at,
		toldAt: now,
		source: 'parcours',
		properties: {
			...ids,
			...properties,
			coupon_id: voucher.code,
			coupon_name: voucher.title,
			offer_id: voucher.offerId,
			store_id: storeId,
			issued_for_store_id: voucher.storeId,
			journey_id: journeyId,
		},
	};
}
