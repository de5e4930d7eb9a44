import { z } from 'zod';
import { failure, route } from '@/auth/route';
import { db } from '@/db/client';
import { findCustomer } from '@/db/find-customer';
import { spendPoints } from '@/db/points';

const body = z.object({
	/** The till's own id of this redemption: a repeat with the same id gets the same answer. */
	redemption_id: z.string({ error: 'give the receipt’s id, so that a repeat is recognised' }).min(1).max(200),
	points: z.number().int().min(1).max(10_000_000),
	customer: z
		.object({
			id: z.uuid().optional(),
			user_id: z.string().min(1).max(500).optional(),
			loyalty_card: z.string().min(1).max(300).optional(),
			email: z.string().min(3).max(300).optional(),
			phone: z.string().min(3).max(50).optional(),
		})
		.refine(
			(given) => Object.keys(given).length === 1,
			'name the customer by one of id, user_id, loyalty_card, email, phone',
		),
	/** Where: a store's id, or `web`. */
	store_id: z.string().min(1).max(100).optional(),
	reason: z.string().max(200).default(''),
});

/** The till or the site spends a customer's points: once, and never more than there are. 404 unknown, 409 not enough. */
export const POST = route({ secretKey: true }, async ({ body: read, caller }) => {
	const { redemption_id, points, customer, store_id, reason } = await read(body);
	const customerId = await findCustomer(db(), customer);
	if (!customerId) return failure(404, 'not-found', 'there is no such customer', 'customer');
	const spent = await spendPoints(db(), {
		...{ customerId, points, reason },
		key: `redeem:${redemption_id}`,
		source: caller.actor,
		at: new Date(),
		storeId: store_id ?? null,
	});
	switch (spent.status) {
		case 'spent':
			return { redemption_id, points, balance: spent.balance.points, tier: spent.balance.tier };
		case 'not-enough':
			return failure(409, 'not-enough-points', `she has ${spent.balance.points}`, 'points');
		case 'other-use':
			return failure(409, 'already-used', 'this redemption_id was used for something else', 'redemption_id');
	}
});
