import { and, eq } from 'drizzle-orm';
import { UserError } from '@/lib/errors';
import { lastsUntil } from '@/lib/lasts-until';
import type { IssuedVoucher, VoucherOffer } from '@/nodes/define';
import type { Db, Tx } from './client';
import { leaseVoucher } from './lease-voucher';
import type { Profile } from './profiles';
import { vouchers } from './schema';
import { storeOfVoucher } from './stores';
import { voucherUrl } from './template-variables';
import { newCode } from './voucher-codes';

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
 * Issues a step's voucher, or finds the one it issued before; of an offer, within its limits. Null when no store can be
 * told.
 * @throws UserError when the journey names a store or an offer that does not exist.
 */
export async function issueVoucher(db: Db, wanted: IssueVoucher): Promise<IssuedVoucher | null> {
	const store = await storeOfVoucher(db, wanted.store, wanted.customer, wanted.enrollmentId);
	if (!store) {
		if (wanted.store.choose === 'given')
			throw new UserError(`there is no store “${wanted.store.storeId}”`, 'store.storeId');
		return null;
	}
	const { enrollmentId, nodeId, visit, title, terms, offer } = wanted;
	const drawn = {
		...{ enrollmentId, nodeId, visit, title, terms },
		customerId: wanted.customer.facts.id,
		storeId: store.id,
		expiresAt: new Date(lastsUntil(wanted.clock, wanted.validFor, store.timeZone)),
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
