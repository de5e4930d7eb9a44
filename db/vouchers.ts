import { and, eq } from 'drizzle-orm';
import { UserError } from '@/lib/errors';
import { lastsUntil } from '@/lib/lasts-until';
import { missing } from '@/lib/missing';
import { holdsAt } from '@/lib/offer';
import { WEB } from '@/lib/place';
import type { IssuedVoucher, VoucherOffer } from '@/nodes/define';
import type { Db, Tx } from './client';
import { leaseVoucher } from './lease-voucher';
import type { Profile } from './profiles';
import { offers, vouchers } from './schema';
import { storeOfVoucher } from './stores';
import { voucherUrl } from './template-variables';
import { newCode } from './voucher-codes';
import { getWorkspaceSettings } from './workspace';

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
 * Issues a step's voucher, or finds the one it issued before; of an offer, within its limits. Null when it is for a store
 * and none can be told.
 * @throws UserError when the journey names a store or an offer that does not exist.
 */
export async function issueVoucher(db: Db, wanted: IssueVoucher): Promise<IssuedVoucher | null> {
	const place = await placeOf(db, wanted);
	if (!place) return null;
	const { enrollmentId, nodeId, visit, title, terms, offer } = wanted;
	const drawn = {
		...{ enrollmentId, nodeId, visit, title, terms },
		customerId: wanted.customer.facts.id,
		storeId: place.storeId,
		expiresAt: new Date(lastsUntil(wanted.clock, wanted.validFor, place.timeZone)),
	};
	if (offer) {
		const leased = await leaseVoucher(db, { ...offer, drawn, customerIds: wanted.customer.ids });
		return 'noneLeft' in leased ? leased : said(leased);
	}
	await db
		.insert(vouchers)
		.values({ code: newCode(), ...drawn })
		.onConflictDoNothing({ target: [vouchers.enrollmentId, vouchers.nodeId, vouchers.visit] });
	const voucher = await voucherOfStep(db, drawn);
	if (!voucher) throw new Error('a voucher that was just issued is gone');
	return said(voucher);
}

/**
 * Where a voucher is for, and whose days it counts. The one of an offer that holds on the web needs no store: who has
 * none, or one where it does not hold, uses it there.
 */
async function placeOf(
	tx: Tx,
	{ store: wanted, customer, enrollmentId, offer }: IssueVoucher,
): Promise<{ storeId: string | null; timeZone: string } | null> {
	const store = wanted.choose === 'none' ? null : await storeOfVoucher(tx, wanted, customer, enrollmentId);
	if (wanted.choose === 'given' && !store) throw new UserError(missing.store(wanted.storeId), 'store.storeId');
	const places = offer && wanted.choose !== 'given' ? await placesOfOffer(tx, offer.offerId) : null;
	const web = wanted.choose === 'none' || (places !== null && holdsAt({ stores: places }, WEB));
	if (store && (!web || !places || holdsAt({ stores: places }, store.id)))
		return { storeId: store.id, timeZone: store.timeZone };
	if (!web) return null;
	return { storeId: null, timeZone: customer.facts.timeZone ?? (await getWorkspaceSettings(tx)).timeZone };
}

/** Store ids, or `web`; empty: everywhere. Null: there is no such offer. */
async function placesOfOffer(tx: Tx, offerId: string): Promise<string[] | null> {
	const [row] = await tx.select({ stores: offers.stores }).from(offers).where(eq(offers.id, offerId));
	return row?.stores ?? null;
}

function said({ code, written, storeId, expiresAt }: Voucher): IssuedVoucher {
	return { code: written ?? code, url: voucherUrl(code), storeId, expiresAt: expiresAt.getTime() };
}

type Step = Pick<Voucher, 'enrollmentId' | 'nodeId' | 'visit'>;

async function voucherOfStep(tx: Tx, { enrollmentId, nodeId, visit }: Step): Promise<Voucher | null> {
	const [voucher] = await tx
		.select()
		.from(vouchers)
		.where(and(eq(vouchers.enrollmentId, enrollmentId), eq(vouchers.nodeId, nodeId), eq(vouchers.visit, visit)));
	return voucher ?? null;
}
