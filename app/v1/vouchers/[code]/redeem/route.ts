import { z } from 'zod';
import { failure, withSecretKey } from '@/auth/route';
import { db } from '@/db/client';
import { type Redeemed, redeemVoucher } from '@/db/redeem-voucher';
import type { Voucher } from '@/db/vouchers';
import { json } from '@/lib/event';

const LATEST_MS = 90 * 86_400_000;

const body = z.object({
	/** The till's own id of this redemption, such as the receipt's number: a repeat with the same id gets the same answer. */
	redemption_id: z.string({ error: 'give the receipt’s id, so that a repeat is recognised' }).min(1).max(200),
	/** Where: a store's id, or `web`. */
	store_id: z.string({ error: 'say which store' }).min(1).max(100),
	properties: z.record(z.string(), json).default({}),
	/** From a till that was offline: the discount was given at this instant already. What contradicts it is kept for a person. */
	redeemed_at: z.iso
		.datetime({ offset: true })
		.refine((at) => Date.parse(at) > Date.now() - LATEST_MS, 'a report more than 90 days late is not taken')
		.optional(),
});

/**
 * The till redeems a voucher: once, whatever the concurrency. 404 unknown, 409 used elsewhere (who, when and where), not
 * for this store, or a late report that contradicts what is known (with the conflict's id), 410 expired, cancelled or
 * given back.
 */
export async function POST(request: Request, { params }: { params: Promise<{ code: string }> }): Promise<Response> {
	const { code } = await params;
	return withSecretKey(request, body, async ({ redemption_id: key, store_id: storeId, properties, redeemed_at }) => {
		const at = redeemed_at === undefined ? undefined : new Date(redeemed_at);
		return said(await redeemVoucher(db(), code, { key, storeId, properties, at }));
	});
}

function said(answer: Redeemed): Response {
	switch (answer.status) {
		case 'redeemed':
			return Response.json({
				code: answer.voucher.written ?? answer.voucher.code,
				state: 'redeemed',
				title: answer.voucher.title,
				terms: answer.voucher.terms,
				offer_id: answer.voucher.offerId,
				...redemptionOf(answer.voucher),
			});
		case 'used':
			return clash('already-redeemed', whereUsed(answer.voucher), { redemption: redemptionOf(answer.voucher) });
		case 'conflict':
			return clash(
				'conflict',
				`${answer.found === 'redeemed' ? whereUsed(answer.voucher) : `the voucher was ${answer.found} then`}: kept for a person to decide`,
				{
					conflict_id: answer.conflictId,
					...(answer.found === 'redeemed' ? { redemption: redemptionOf(answer.voucher) } : {}),
				},
			);
		case 'not-here':
			return failure(409, 'not-here', 'the offer does not hold at this store', 'store_id');
		case 'expired':
			return failure(410, 'expired', 'the voucher has expired', 'code');
		case 'cancelled':
			return failure(410, 'cancelled', 'the voucher was cancelled', 'code');
		case 'released':
			return failure(410, 'released', 'the voucher was given back', 'code');
		case 'not-found':
			return failure(404, 'not-found', 'there is no such voucher', 'code');
	}
}

function redemptionOf({ redeemedAt, redeemedAtStore, redemptionKey }: Voucher) {
	return { redeemed_at: redeemedAt?.toISOString(), store_id: redeemedAtStore, redemption_id: redemptionKey };
}

function whereUsed({ redeemedAt, redeemedAtStore }: Voucher): string {
	return `already redeemed on ${redeemedAt?.toISOString()} at ${redeemedAtStore}`;
}

function clash(code: string, message: string, more: Record<string, unknown>): Response {
	return Response.json({ error: { code, message, field: 'code' }, ...more }, { status: 409 });
}
