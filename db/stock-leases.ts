import { and, asc, eq, gt, gte, lte, or, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { ConflictError, NotFoundError } from '@/lib/errors';
import type { EventFact, JsonObject } from '@/lib/event';
import { textIn } from '@/lib/event';
import { ownId } from '@/lib/segment';
import { type Article, leavesRoom, type OpenLease } from '@/lib/stock';
import { anyOf } from './any-of';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { ensurePartitions } from './partitions';
import type { Profile } from './profiles';
import { type RecordedEvent, recordEvents } from './record-events';
import { products, stock, stockLeases, stores } from './schema';
import { stockAt } from './stock';

export type StockLease = typeof stockLeases.$inferSelect;

type LeaseStock = Pick<StockLease, 'enrollmentId' | 'nodeId' | 'visit' | 'customerId' | 'storeId'> & {
	article: Article;
	/** Until when, UTC epoch ms. */
	until: number;
	/** ISO 8601: an older figure counts as unknown. */
	maxAge: string;
	/** Told with the event. */
	journeyId: string;
};
export type Leased =
	| { status: 'leased'; lease: StockLease }
	/** How many there are, and how many of them are kept for others; `asOf` (UTC epoch ms): when the figure was true. */
	| { status: 'none-left'; quantity: number; kept: number; asOf: number }
	/** `asOf`: how old the latest figure is that was too old; null: there never was one. */
	| { status: 'unknown'; asOf: number | null };

/**
 * Keeps units of an article at a store for a step's customer, or finds what it kept before; never more than there are,
 * whatever the concurrency: whoever asks for the same product at the same store waits.
 */
export async function leaseStock(db: Db, wanted: LeaseStock, now: number): Promise<Leased> {
	// Before a connection is held: whoever waits for the same product holds one too.
	await ensurePartitions([new Date(now)]);
	return db.transaction(async (tx): Promise<Leased> => {
		const { enrollmentId, nodeId, visit, customerId, storeId, article } = wanted;
		const place = and(eq(stock.productId, article.productId), eq(stock.storeId, storeId));
		await tx.select({ sku: stock.sku }).from(stock).where(place).orderBy(asc(stock.sku)).for('no key update');
		const [own] = await tx
			.select()
			.from(stockLeases)
			.where(
				and(eq(stockLeases.enrollmentId, enrollmentId), eq(stockLeases.nodeId, nodeId), eq(stockLeases.visit, visit)),
			);
		if (own) return { status: 'leased', lease: own };

		const whole: Article = { productId: article.productId };
		const [figure, total] = await stockAt(tx, [article, whole], storeId, now, wanted.maxAge);
		if (!figure?.known) return { status: 'unknown', asOf: figure?.asOf ?? null };
		const kept = await keptAside(tx, article.productId, storeId, now, figure.asOf);
		const room = leavesRoom(article, figure.quantity, total?.known ? total.quantity : figure.quantity, kept);
		if (!room.enough) return { status: 'none-left', quantity: figure.quantity, kept: room.kept, asOf: figure.asOf };
		const [lease] = await tx
			.insert(stockLeases)
			.values({
				id: uuid(),
				...{ enrollmentId, nodeId, visit, customerId, storeId },
				...{ productId: article.productId, sku: article.sku ?? '', quantity: article.quantity ?? 1 },
				...{ leasedAt: new Date(now), until: new Date(wanted.until) },
			})
			.returning();
		if (!lease) throw new Error('a lease that was just written is gone');
		await recordEvents(tx, [
			leaseEvent('Stock Leased', lease, lease.customerId, new Date(now), { journey_id: wanted.journeyId }),
		]);
		return { status: 'leased', lease };
	});
}

/** What is kept for customers of a product at a store: open leases, and what was claimed since the figure was taken. */
async function keptAside(tx: Tx, productId: string, storeId: string, now: number, asOf: number): Promise<OpenLease[]> {
	return tx
		.select({ sku: stockLeases.sku, quantity: stockLeases.quantity })
		.from(stockLeases)
		.where(
			and(
				eq(stockLeases.productId, productId),
				eq(stockLeases.storeId, storeId),
				or(
					and(eq(stockLeases.state, 'held'), gt(stockLeases.until, new Date(now))),
					and(eq(stockLeases.state, 'claimed'), gt(stockLeases.endedAt, new Date(asOf))),
				),
			),
		);
}

/** A lease with what people call its product and its store (their ids where the catalogue has no name), and the store's zone. */
export type NamedLease = StockLease & { product: string; store: string; timeZone: string | null };

/** A customer's leases that are open at an instant, or an enrollment's; the one that ends first before. */
export async function openLeasesOf(
	tx: Tx,
	whose: { customerIds: string[] } | { enrollmentId: string },
	now: Date,
): Promise<NamedLease[]> {
	const hers =
		'enrollmentId' in whose
			? eq(stockLeases.enrollmentId, whose.enrollmentId)
			: anyOf(stockLeases.customerId, whose.customerIds);
	const rows = await tx
		.select({ lease: stockLeases, product: products.name, store: stores.name, timeZone: stores.timeZone })
		.from(stockLeases)
		.leftJoin(products, eq(products.id, stockLeases.productId))
		.leftJoin(stores, eq(stores.id, stockLeases.storeId))
		.where(and(hers, eq(stockLeases.state, 'held'), gt(stockLeases.until, now)))
		.orderBy(asc(stockLeases.until), asc(stockLeases.id));
	return rows.map(({ lease, product, store, timeZone }) => ({
		...lease,
		product: product || lease.productId,
		store: store || lease.storeId,
		timeZone,
	}));
}

/** An order at the store claims what was kept there for her, of the products it names, if it was placed in time. */
export async function claimByOrder(tx: Tx, { ids }: Profile, event: EventFact): Promise<void> {
	const { store_id, order_id, products } = event.properties;
	const storeId = textIn(store_id);
	if (event.name !== 'Order Completed' || storeId === null || !Array.isArray(products)) return;
	const at = new Date(event.at);
	const held = await tx
		.select()
		.from(stockLeases)
		.where(
			and(
				anyOf(stockLeases.customerId, ids),
				eq(stockLeases.storeId, storeId),
				eq(stockLeases.state, 'held'),
				gte(stockLeases.until, at),
				lte(stockLeases.leasedAt, at),
			),
		)
		.for('update');
	for (const lease of held) {
		const bought = products.some(
			(line) =>
				line !== null &&
				typeof line === 'object' &&
				!Array.isArray(line) &&
				(textIn(line.product_id) === lease.productId || (lease.sku !== '' && textIn(line.sku) === lease.sku)) &&
				(lease.sku === '' || line.sku == null || textIn(line.sku) === lease.sku),
		);
		if (bought) await claim(tx, lease, `order:${textIn(order_id) ?? event.seq}`, at, new Date(event.receivedAt));
	}
}

/**
 * Somebody in the store hands over what was kept there. Again, it changes nothing.
 *
 * @throws NotFoundError, ConflictError when it is over
 */
export async function claimLease(
	db: Db,
	{ id, storeId }: { id: string; storeId: string },
	actor: string,
	now = new Date(),
): Promise<StockLease> {
	return db.transaction(async (tx) => {
		const [lease] = await tx
			.select()
			.from(stockLeases)
			.where(and(eq(stockLeases.id, id), eq(stockLeases.storeId, storeId)))
			.for('update');
		if (!lease)
			throw new NotFoundError({
				en: 'nothing is kept under this id',
				fr: 'rien n’est mis de côté sous cet identifiant',
			});
		if (lease.state === 'claimed') return lease;
		if (lease.state !== 'held' || lease.until <= now)
			throw new ConflictError({
				en: 'it is no longer kept for her',
				fr: 'l’article n’est plus mis de côté pour cette personne',
			});
		await audit(tx, actor, 'lease.claim', id);
		return claim(tx, lease, actor, now, now);
	});
}

async function claim(tx: Tx, lease: StockLease, why: string, at: Date, toldAt: Date): Promise<StockLease> {
	const [claimed] = await tx
		.update(stockLeases)
		.set({ state: 'claimed', endedAt: at, endedWhy: why })
		.where(eq(stockLeases.id, lease.id))
		.returning();
	if (!claimed) throw new Error('a locked lease is gone');
	await recordEvents(tx, [{ ...leaseEvent('Stock Lease Claimed', claimed, claimed.customerId, at), toldAt }]);
	return claimed;
}

/** Beside the end of enrollments (`moved`): what was kept for them is kept no longer. One that failed may be tried again. */
export const LEASES_LET_GO = sql`
	kept_no_longer as (
		update stock_leases l set state = 'released', ended_at = now(), ended_why = 'exit'
		from moved m where l.enrollment_id = m.id and l.state = 'held' and m.status <> 'failed')`;

const BATCH = 100;

/**
 * Tells of leases that ended unclaimed, for the units pass on (`Stock Lease Ended`, about nobody in particular). It decides
 * nothing: a lease whose time is over is not open, told or not. Returns how many were told of.
 */
export async function tellEndedLeases(db: Db, now = new Date()): Promise<number> {
	return db.transaction(async (tx) => {
		const over = await tx
			.select()
			.from(stockLeases)
			.where(
				and(
					eq(stockLeases.told, false),
					or(eq(stockLeases.state, 'released'), and(eq(stockLeases.state, 'held'), lte(stockLeases.until, now))),
				),
			)
			.orderBy(asc(stockLeases.until))
			.limit(BATCH)
			.for('update', { skipLocked: true });
		for (const lease of over) {
			const [ended] = await tx
				.update(stockLeases)
				.set({
					told: true,
					...(lease.state === 'held' ? { state: 'expired', endedAt: lease.until, endedWhy: 'deadline' } : {}),
				})
				.where(eq(stockLeases.id, lease.id))
				.returning();
			if (ended) await recordEvents(tx, [leaseEvent('Stock Lease Ended', ended, null, now, { why: ended.endedWhy })]);
		}
		return over.length;
	});
}

function leaseEvent(
	name: 'Stock Leased' | 'Stock Lease Claimed' | 'Stock Lease Ended',
	lease: StockLease,
	customerId: string | null,
	at: Date,
	more: JsonObject = {},
): RecordedEvent {
	const { id, productId, sku, storeId, quantity, until } = lease;
	return {
		messageId: ownId(name, id),
		...{ name, customerId, at, source: 'parcours' },
		properties: {
			...{ product_id: productId, ...(sku ? { sku } : {}), store_id: storeId, quantity },
			...(customerId ? { lease_id: id, until: until.toISOString() } : {}),
			...more,
		},
	};
}
