import { and, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { EventFact } from '@/lib/event';
import { textIn } from '@/lib/event';
import { normalised } from '@/lib/offer';
import { ORDER_EVENTS, ordersIn } from '@/lib/orders';
import { WEB } from '@/lib/place';
import type { Tx } from './client';
import { historyOf } from './history';
import type { Profile } from './profiles';
import { redeem } from './redeem-voucher';
import { offers, vouchers } from './schema';

/**
 * Beside the end of enrollments (`moved`, a common table expression of theirs): vouchers that their offer lets go then
 * go back, and a code of a pool that nobody can have seen is free again. One that failed may be tried again by ops, and
 * keeps what it has.
 */
export const VOUCHERS_LET_GO = sql`
	leaving as (
		select v.code, not exists (select from sends s where s.enrollment_id = v.enrollment_id
				and s.state in ('reserved', 'calling', 'accepted', 'unknown') and s.created_at >= v.issued_at)
			and not exists (select from calls c where c.enrollment_id = v.enrollment_id and c.created_at >= v.issued_at)
			and not exists (select from site_messages t where t.enrollment_id = v.enrollment_id and t.created_at >= v.issued_at) as unseen,
			o.release_at_exit
		from moved m join vouchers v on v.enrollment_id = m.id and v.state = 'issued'
		join offers o on o.id = v.offer_id and o.release_at_exit <> 'never'
		where m.status <> 'failed'),
	let_go as (
		update vouchers v set state = 'released', released_at = now(), released_why = 'exit'
		from leaving l where l.code = v.code and v.state = 'issued' and (l.unseen or l.release_at_exit = 'unused')
		returning v.code),
	freed as (
		update offer_codes c set state = 'free' from let_go g join leaving l on l.code = g.code
		where c.code = g.code and l.unseen)`;

/**
 * What an order means for the vouchers it was paid with: a shop that redeems nothing itself redeems by its order; an order
 * that is cancelled, or paid back as a whole, gives the voucher back as its offer says.
 */
export async function heedOrder(tx: Tx, profile: Profile, event: EventFact): Promise<void> {
	const orderId = textIn(event.properties.order_id);
	if (orderId === null) return;
	if (event.name === 'Order Completed') return redeemByOrder(tx, orderId, event);
	if (event.name !== 'Order Cancelled' && event.name !== 'Order Refunded') return;
	const { coupon } = event.properties;
	const named =
		typeof coupon === 'string' ? and(eq(vouchers.code, normalised(coupon)), isNull(vouchers.orderId)) : undefined;
	const used = await tx
		.select({ voucher: vouchers, atRefund: offers.atRefund })
		.from(vouchers)
		.innerJoin(offers, eq(offers.id, vouchers.offerId))
		.where(
			and(
				or(eq(vouchers.orderId, orderId), named),
				eq(vouchers.state, 'redeemed'),
				// An older refund that is told again is not of a later use.
				lte(vouchers.redeemedAt, new Date(event.at)),
			),
		)
		.for('update', { of: vouchers });
	if (used.length === 0 || !(await isUndone(tx, profile, event, orderId))) return;
	for (const { voucher, atRefund } of used) {
		if (atRefund === 'keep') continue;
		const back = { redeemedAt: null, redeemedAtStore: null, redemptionKey: null, orderId: null };
		await tx
			.update(vouchers)
			.set(
				atRefund === 'usable'
					? { state: 'issued', ...back }
					: { state: 'released', releasedAt: sql`now()`, releasedWhy: 'refund', ...back },
			)
			.where(eq(vouchers.code, voucher.code));
	}
}

/** A till that redeemed by itself says here which order it was; the first order holds. */
async function redeemByOrder(tx: Tx, orderId: string, event: EventFact): Promise<void> {
	const { coupon, store_id } = event.properties;
	if (typeof coupon !== 'string' || normalised(coupon) === '') return;
	const [voucher] = await tx
		.select()
		.from(vouchers)
		.where(and(eq(vouchers.code, normalised(coupon)), inArray(vouchers.state, ['issued', 'redeemed', 'released'])));
	if (!voucher || voucher.orderId === orderId) return;
	if (voucher.state === 'redeemed' && voucher.orderId === null) {
		await tx.update(vouchers).set({ orderId }).where(eq(vouchers.code, voucher.code));
		return;
	}
	await redeem(
		tx,
		voucher.code,
		{
			key: `order:${orderId}`,
			storeId: textIn(store_id) ?? WEB,
			properties: { order_id: orderId },
			at: new Date(event.at),
		},
		new Date(Math.max(event.receivedAt, event.at)),
	);
}

/** A refund of a part leaves the voucher used. */
async function isUndone(tx: Tx, { ids }: Profile, event: EventFact, orderId: string): Promise<boolean> {
	if (event.name === 'Order Cancelled') return true;
	const known = await historyOf(tx, ids, [...ORDER_EVENTS], event.at, event.receivedAt);
	return ordersIn(known).some((order) => order.id === orderId && order.undone);
}
