import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm';
import { UserError } from '@/lib/errors';
import { missing } from '@/lib/missing';
import { holdsAt, standingOf } from '@/lib/offer';
import type { NoneLeft } from '@/nodes/define';
import { anyOf } from './any-of';
import type { Db, Tx } from './client';
import { lockCustomer } from './lock-customer';
import { offerCodes, offers, vouchers } from './schema';
import { newCode } from './voucher-codes';

type Voucher = typeof vouchers.$inferSelect;
type Offer = typeof offers.$inferSelect;

type LeaseVoucher = {
	offerId: string;
	/** A voucher of this offer that the enrollment gave before is given again. */
	again: boolean;
	/** Empty words are the offer's. */
	drawn: Pick<
		Voucher,
		'enrollmentId' | 'nodeId' | 'visit' | 'customerId' | 'storeId' | 'title' | 'terms' | 'expiresAt'
	>;
	/** Her merged set: what a limit per customer counts over. */
	customerIds: string[];
};

/** What counts against an offer's limits. One that expired counts: a till may still report that it was used in time. */
const COUNTED: Voucher['state'][] = ['issued', 'redeemed'];

/**
 * Gives a step a voucher of an offer, or the one it was given before; never more than the offer's limits or its pool
 * allow, whatever the concurrency: one customer's are decided under her lock, an offer's with a total limit under the
 * offer's, and two never take the same code.
 *
 * @throws UserError when there is no such offer
 */
export async function leaseVoucher(db: Db, wanted: LeaseVoucher): Promise<Voucher | NoneLeft> {
	return db.transaction(async (tx): Promise<Voucher | NoneLeft> => {
		await lockCustomer(tx, sql`${wanted.drawn.customerId}::uuid`);
		const before = await vouchersOfEnrollment(tx, wanted);
		const { nodeId, visit } = wanted.drawn;
		const own = before.find((voucher) => voucher.nodeId === nodeId && voucher.visit === visit);
		if (own) return own;
		const now = new Date();
		const [latest] = wanted.again ? before : [];
		if (latest?.state === 'redeemed') return { noneLeft: 'already-used' };
		if (latest?.state === 'issued' && latest.expiresAt > now) return latest;

		const offer = await loadToLease(tx, wanted.offerId);
		const noneLeft = refusalOf(offer, wanted.drawn.storeId, now) ?? (await limitReached(tx, offer, wanted));
		if (noneLeft) return { noneLeft };
		const code = offer.codes === 'pool' ? await codeOfPool(tx, offer.id) : { code: newCode(), written: null };
		if (!code) return { noneLeft: 'pool-empty' };
		return insert(tx, offer, code, wanted.drawn);
	});
}

async function vouchersOfEnrollment(tx: Tx, { offerId, drawn }: LeaseVoucher): Promise<Voucher[]> {
	return tx
		.select()
		.from(vouchers)
		.where(and(eq(vouchers.enrollmentId, drawn.enrollmentId), eq(vouchers.offerId, offerId)))
		.orderBy(desc(vouchers.issuedAt), asc(vouchers.code));
}

/** Locked when there is a total to count: of two that are given at once, the second sees the first. */
async function loadToLease(tx: Tx, id: string): Promise<Offer> {
	const query = () => tx.select().from(offers).where(eq(offers.id, id));
	const [seen] = await query();
	const [offer] = seen?.limitTotal == null ? [seen] : await query().for('no key update');
	if (!offer) throw new UserError(missing.offer(id), 'offer');
	return offer;
}

function refusalOf(offer: Offer, storeId: string | null, now: Date): string | null {
	const standing = standingOf(offer, now.getTime());
	if (standing !== 'valid') return standing === 'over' ? 'offer-over' : 'offer-to-come';
	return storeId === null || holdsAt(offer, storeId) ? null : 'not-at-this-store';
}

async function limitReached(tx: Tx, offer: Offer, { customerIds }: LeaseVoucher): Promise<string | null> {
	const given = async (toHer: boolean) => {
		const whose = toHer ? anyOf(vouchers.customerId, customerIds) : undefined;
		const [row] = await tx
			.select({ n: count() })
			.from(vouchers)
			.where(and(eq(vouchers.offerId, offer.id), inArray(vouchers.state, COUNTED), whose));
		return row?.n ?? 0;
	};
	if (offer.limitPerCustomer !== null && (await given(true)) >= offer.limitPerCustomer) return 'customer-limit';
	if (offer.limitTotal !== null && (await given(false)) >= offer.limitTotal) return 'total-limit';
	return null;
}

async function codeOfPool(tx: Tx, offerId: string): Promise<{ code: string; written: string } | null> {
	const free = tx
		.select({ code: offerCodes.code })
		.from(offerCodes)
		.where(and(eq(offerCodes.offerId, offerId), eq(offerCodes.state, 'free')))
		.orderBy(asc(offerCodes.code))
		.limit(1)
		.for('update', { skipLocked: true });
	const [taken] = await tx
		.update(offerCodes)
		.set({ state: 'leased' })
		.where(eq(offerCodes.code, free))
		.returning({ code: offerCodes.code, written: offerCodes.written });
	return taken ?? null;
}

/** A code that went back to its pool, because nobody had seen it, still has the row of its first voucher. */
async function insert(
	tx: Tx,
	offer: Offer,
	code: { code: string; written: string | null },
	drawn: LeaseVoucher['drawn'],
): Promise<Voucher> {
	const row = {
		...drawn,
		...code,
		offerId: offer.id,
		title: drawn.title || offer.title,
		terms: drawn.terms || offer.terms,
		expiresAt: offer.validUntil && offer.validUntil < drawn.expiresAt ? offer.validUntil : drawn.expiresAt,
		...{ state: 'issued' as const, issuedAt: sql`now()`, releasedAt: null, releasedWhy: null },
	};
	const [voucher] = await tx
		.insert(vouchers)
		.values(row)
		.onConflictDoUpdate({ target: vouchers.code, set: row, setWhere: eq(vouchers.state, 'released') })
		.returning();
	if (!voucher) throw new Error(`the code of offer ${offer.id} is on a voucher already`);
	return voucher;
}
