import { z } from 'zod';
import { failure, withSecretKey } from '@/auth/route';
import { db } from '@/db/client';
import { redeemVoucher } from '@/db/vouchers';
import { json } from '@/lib/event';

const body = z.object({
	/** The till's own id of this redemption, such as the receipt's number: a repeat with the same id gets the same answer. */
	redemption_id: z.string({ error: 'give the receipt’s id, so that a repeat is recognised' }).min(1).max(200),
	/** Where: a store's id, or `web`. */
	store_id: z.string({ error: 'say which store' }).min(1).max(100),
	properties: z.record(z.string(), json).default({}),
});

/** The till redeems a voucher: once, whatever the concurrency. 404 unknown, 409 used elsewhere, 410 expired or cancelled. */
export async function POST(request: Request, { params }: { params: Promise<{ code: string }> }): Promise<Response> {
	const { code } = await params;
	return withSecretKey(request, body, async ({ redemption_id: key, store_id: storeId, properties }) => {
		const answer = await redeemVoucher(db(), code, { key, storeId, properties });
		switch (answer.status) {
			case 'redeemed':
				return Response.json({
					code: answer.voucher.code,
					state: 'redeemed',
					title: answer.voucher.title,
					terms: answer.voucher.terms,
					redeemed_at: answer.voucher.redeemedAt?.toISOString(),
					store_id: answer.voucher.redeemedAtStore,
				});
			case 'used':
				return failure(
					409,
					'already-redeemed',
					`already redeemed on ${answer.voucher.redeemedAt?.toISOString()} at ${answer.voucher.redeemedAtStore}`,
					'code',
				);
			case 'expired':
				return failure(410, 'expired', 'the voucher has expired', 'code');
			case 'cancelled':
				return failure(410, 'cancelled', 'the voucher was cancelled', 'code');
			case 'not-found':
				return failure(404, 'not-found', 'there is no such voucher', 'code');
		}
	});
}
