import { and, asc, desc, eq, gt, lte, sql } from 'drizzle-orm';
import { OWN_IDS } from '@/lib/segment';
import { DEFAULT_MAX_AGE } from '@/lib/stock';
import { anyOf } from './any-of';
import { type Availability, availabilityOf } from './availability';
import type { Db, Tx } from './client';
import { namesOfEvents } from './event-names';
import { standingOf } from './points';
import { findProducts } from './products';
import { loadProfile } from './profiles';
import { recordEvents } from './record-events';
import { events, vouchers } from './schema';
import { openLeasesOf } from './stock-leases';
import { openTasksFor } from './store-tasks';
import type { Store } from './stores';
import { getWorkspaceSettings } from './workspace';

const ENTERED = 'Store Entered';
/** What a colleague wants to know of what she did: not every page that she looked at. */
const NOTABLE = [
	...['Order Completed', 'Order Delivered', 'Order Collected', 'Order Ready', 'Order Delayed', 'Order Not Received'],
	...['Order Refunded', 'Order Cancelled', 'Return Received', ENTERED, 'Coupon Redeemed', 'Product Added'],
	...['Appointment Booked', 'Support Ticket Opened', 'Call Received'],
];
/** Pressing the button twice, or coming back from the fitting room, is one visit. */
const ONE_VISIT_MS = 30 * 60_000;
/** Products that a few letters may mean, and stores nearby for each. */
const MAX_PRODUCTS = 5;
const MAX_NEARBY = 3;

/** A customer as she stands at the counter. @throws Error when there is no such customer */
export async function loadAtCounter(tx: Tx, customerId: string, storeId: string, now = new Date()) {
	const { ids, facts } = await loadProfile(tx, customerId);
	const [mine, over, happened, tasks, leases, points, hereSince, { currency }] = await Promise.all([
		tx
			.select({
				code: vouchers.code,
				title: vouchers.title,
				terms: vouchers.terms,
				storeId: vouchers.storeId,
				expiresAt: vouchers.expiresAt,
			})
			.from(vouchers)
			.where(and(anyOf(vouchers.customerId, ids), eq(vouchers.state, 'issued'), gt(vouchers.expiresAt, now)))
			.orderBy(asc(vouchers.expiresAt))
			.limit(10),
		vouchersOver(tx, ids, now),
		tx
			.select({ seq: events.seq, name: events.name, at: events.effectiveAt, properties: events.properties })
			.from(events)
			.where(and(anyOf(events.customerId, ids), anyOf(events.name, NOTABLE)))
			.orderBy(desc(events.effectiveAt), desc(events.seq))
			.limit(6),
		openTasksFor(tx, storeId, ids),
		openLeasesOf(tx, { customerIds: ids }, now),
		standingOf(tx, ids),
		visitSince(tx, ids, storeId, now),
		getWorkspaceSettings(tx),
	]);
	const names = await namesOfEvents(
		tx,
		happened.map(({ properties }) => properties),
	);
	return {
		...{ facts, points, vouchers: mine, vouchersOver: over, happened, names, currency, tasks, leases },
		/** When the visit began that she is on; null: none is known of. */
		hereSince,
	};
}

/** How many vouchers she had that can be used no more. */
async function vouchersOver(tx: Tx, customerIds: string[], now: Date) {
	const [over] = await tx
		.select({
			used: sql<number>`count(*) filter (where ${vouchers.state} = 'redeemed')::int`,
			expired: sql<number>`count(*) filter (where ${vouchers.state} = 'issued' and ${lte(vouchers.expiresAt, now)})::int`,
			cancelled: sql<number>`count(*) filter (where ${vouchers.state} = 'cancelled')::int`,
		})
		.from(vouchers)
		.where(anyOf(vouchers.customerId, customerIds));
	return over ?? { used: 0, expired: 0, cancelled: 0 };
}

/** When she came in, unless she left since, or it is so long ago that she may come in again. */
async function visitSince(tx: Tx, customerIds: string[], storeId: string, now: Date): Promise<Date | null> {
	const [last] = await tx
		.select({ name: events.name, at: events.effectiveAt })
		.from(events)
		.where(
			and(
				anyOf(events.customerId, customerIds),
				anyOf(events.name, [ENTERED, 'Store Left']),
				sql`${events.properties} ->> 'store_id' = ${storeId}`,
				gt(events.effectiveAt, new Date(now.getTime() - ONE_VISIT_MS)),
			),
		)
		.orderBy(desc(events.effectiveAt), desc(events.seq))
		.limit(1);
	return last?.name === ENTERED ? last.at : null;
}

export type AtCounter = Awaited<ReturnType<typeof loadAtCounter>>;

/** A customer was seen in a store: tells journeys (`Store Entered`), once in half an hour. */
export async function recordVisit(
	db: Db,
	{ customerId, storeId }: { customerId: string; storeId: string },
	now = new Date(),
): Promise<void> {
	const half = Math.floor(now.getTime() / ONE_VISIT_MS);
	await db.transaction((tx) =>
		recordEvents(tx, [
			{
				messageId: `${OWN_IDS}visit:${storeId}:${customerId}:${half}`,
				name: ENTERED,
				customerId,
				properties: { store_id: storeId },
				at: now,
				source: 'store-page',
			},
		]),
	);
}

/** Where the products that some letters mean are to be had: in a store, and in those near it. */
export async function whereIs(
	tx: Tx,
	text: string,
	store: Store,
	now = Date.now(),
): Promise<{ id: string; name: string; availability: Availability }[]> {
	const found = await findProducts(tx, text.trim(), MAX_PRODUCTS);
	const options = { store, now, maxAge: DEFAULT_MAX_AGE, limit: MAX_NEARBY };
	return Promise.all(
		found.map(async ({ id, name }) => ({
			...{ id, name },
			availability: await availabilityOf(tx, { productId: id }, options),
		})),
	);
}
