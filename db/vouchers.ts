import { randomInt } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { addDuration } from '@/lib/duration';
import { UserError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import { OWN_IDS } from '@/lib/segment';
import type { VoucherOffer } from '@/nodes/define';
import type { Db, Tx } from './client';
import type { Profile } from './profiles';
import { type RecordedEvent, recordEvents } from './record-events';
import { enrollments, vouchers } from './schema';
import { storeFor } from './stores';
import { voucherUrl } from './template-variables';

export type Voucher = typeof vouchers.$inferSelect;
export type IssueVoucher = VoucherOffer & {
	enrollmentId: string;
	nodeId: string;
	visit: number;
	customer: Profile;
	/** The logical time of the step, UTC epoch ms. */
	clock: number;
};

/**
 * Issues a step's voucher, or finds the one it issued before. Null when no store can be told.
 * @throws UserError when the journey names a store that does not exist.
 */
export async function issueVoucher(
	db: Db,
	wanted: IssueVoucher,
): Promise<{ code: string; url: string; storeId: string; expiresAt: number } | null> {
	const store = await storeFor(db, wanted.store, wanted.customer);
	if (!store) {
		if (wanted.store.choose === 'given')
			throw new UserError(`there is no store “${wanted.store.storeId}”`, 'store.storeId');
		return null;
	}
	const { enrollmentId, nodeId, visit, title, terms } = wanted;
	await db
		.insert(vouchers)
		.values({
			code: newCode(),
			...{ enrollmentId, nodeId, visit, title, terms },
			customerId: wanted.customer.facts.id,
			storeId: store.id,
			expiresAt: new Date(endOf(wanted.clock, wanted.validFor, store.timeZone)),
		})
		.onConflictDoNothing({ target: [vouchers.enrollmentId, vouchers.nodeId, vouchers.visit] });
	const [voucher] = await db
		.select()
		.from(vouchers)
		.where(and(eq(vouchers.enrollmentId, enrollmentId), eq(vouchers.nodeId, nodeId), eq(vouchers.visit, visit)));
	if (!voucher) throw new Error('a voucher that was just issued is gone');
	return {
		code: voucher.code,
		url: voucherUrl(voucher.code),
		storeId: voucher.storeId,
		expiresAt: voucher.expiresAt.getTime(),
	};
}

/** No 0/O, 1/I/L: read out at a till. 31^12 codes: nobody guesses one. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

function newCode(): string {
	return Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** “Valid for 14 days” lasts until the end of the fourteenth day at the store. */
function endOf(clock: number, validFor: string, zone: string): number {
	const at = addDuration(clock, validFor, zone);
	return validFor.includes('T') ? at : DateTime.fromMillis(at, { zone }).endOf('day').toMillis();
}

/** What a till or a site says when somebody shows a voucher. */
export type Redemption = {
	/** The till's own id of this redemption, for example the receipt's: the same one again gets the same answer. */
	key: string;
	/** Where: a store's id, or `web`. */
	storeId: string;
	/** More about the sale, kept with the event. */
	properties?: JsonObject;
};
export type Redeemed =
	| { status: 'redeemed'; voucher: Voucher; again: boolean }
	| { status: 'not-found' | 'expired' | 'cancelled' }
	| { status: 'used'; voucher: Voucher };

/** Redeems a voucher once, whatever the concurrency, and tells its customer's journeys (`Coupon Redeemed`). */
export async function redeemVoucher(db: Db, code: string, redemption: Redemption, now = new Date()): Promise<Redeemed> {
	return db.transaction(async (tx): Promise<Redeemed> => {
		const [voucher] = await tx
			.select()
			.from(vouchers)
			.where(eq(vouchers.code, normalised(code)))
			.for('update');
		if (!voucher) return { status: 'not-found' };
		if (voucher.state === 'redeemed') {
			if (voucher.redemptionKey === redemption.key) return { status: 'redeemed', voucher, again: true };
			return { status: 'used', voucher };
		}
		if (voucher.state !== 'issued') return { status: 'cancelled' };
		if (voucher.expiresAt < now) return { status: 'expired' };
		const [redeemed] = await tx
			.update(vouchers)
			.set({ state: 'redeemed', redeemedAt: now, redeemedAtStore: redemption.storeId, redemptionKey: redemption.key })
			.where(eq(vouchers.code, voucher.code))
			.returning();
		if (!redeemed) throw new Error('a locked voucher is gone');
		await recordEvents(tx, [await couponRedeemed(tx, redeemed, redemption, now)]);
		return { status: 'redeemed', voucher: redeemed, again: false };
	});
}

/** A code as a person may have typed it. */
export function normalised(code: string): string {
	return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** The trigger's ids come along, so that a journey can wait for “the voucher of this very basket”. */
async function couponRedeemed(
	tx: Tx,
	voucher: Voucher,
	{ storeId, properties }: Redemption,
	at: Date,
): Promise<RecordedEvent> {
	const [from] = await tx
		.select({ journeyId: enrollments.journeyId, properties: sql<JsonObject>`${enrollments.trigger} -> 'properties'` })
		.from(enrollments)
		.where(eq(enrollments.id, voucher.enrollmentId));
	const ids = Object.entries(from?.properties ?? {}).filter(
		([name, value]) => name.endsWith('_id') && typeof value !== 'object',
	);
	return {
		messageId: `${OWN_IDS}redeemed:${voucher.code}`,
		name: 'Coupon Redeemed',
		customerId: voucher.customerId,
		at,
		source: 'parcours',
		properties: {
			...Object.fromEntries(ids),
			...properties,
			coupon_id: voucher.code,
			coupon_name: voucher.title,
			store_id: storeId,
			issued_for_store_id: voucher.storeId,
			journey_id: from?.journeyId ?? null,
		},
	};
}
