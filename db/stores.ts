import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { CustomerFacts } from '@/lib/condition';
import { metresBetween, type Point } from '@/lib/distance';
import type { JsonObject } from '@/lib/event';
import type { StoreChoice, VoucherOffer } from '@/nodes/define';
import { anyOf } from './any-of';
import type { Tx } from './client';
import type { Profile } from './profiles';
import { events, stockLeases, stores } from './schema';

export type Store = typeof stores.$inferSelect;

/** Where customers may be sent. Warehouses, and stores that were given up, are in the table too. */
export const isShop = and(eq(stores.kind, 'store'), eq(stores.active, true));

export async function listStores(tx: Tx): Promise<Store[]> {
	return tx.select().from(stores).where(isShop).orderBy(asc(stores.name));
}

/** Those of these where customers may be sent. */
export async function storesById(tx: Tx, ids: string[]): Promise<Store[]> {
	if (ids.length === 0) return [];
	return tx
		.select()
		.from(stores)
		.where(and(anyOf(stores.id, ids), isShop));
}

/** The store a customer is sent to; null when nothing is known that would tell. */
export async function storeFor(tx: Tx, wanted: StoreChoice, customer: Profile): Promise<Store | null> {
	switch (wanted.choose) {
		case 'given':
			return byId(tx, wanted.storeId);
		case 'home':
			return (await usualStore(tx, customer)) ?? nearestStore(tx, customer);
		case 'nearest':
			return (await nearestStore(tx, customer)) ?? usualStore(tx, customer);
	}
}

async function byId(tx: Tx, id: string): Promise<Store | null> {
	const [store] = await tx
		.select()
		.from(stores)
		.where(and(eq(stores.id, id), isShop));
	return store ?? null;
}

/** The store of a voucher: also the one where the journey keeps something for her, else her usual one. */
export async function storeOfVoucher(
	tx: Tx,
	wanted: Exclude<VoucherOffer['store'], { choose: 'none' }>,
	customer: Profile,
	enrollmentId: string,
): Promise<Store | null> {
	if (wanted.choose !== 'leased') return storeFor(tx, wanted, customer);
	return (await leasingStore(tx, enrollmentId)) ?? storeFor(tx, { choose: 'home' }, customer);
}

/** Where the enrollment last had something kept for her. */
async function leasingStore(tx: Tx, enrollmentId: string): Promise<Store | null> {
	const [leasing] = await tx
		.select({ store: stores })
		.from(stockLeases)
		.innerJoin(stores, eq(stores.id, stockLeases.storeId))
		.where(and(eq(stockLeases.enrollmentId, enrollmentId), eq(stockLeases.state, 'held'), isShop))
		.orderBy(desc(stockLeases.leasedAt))
		.limit(1);
	return leasing?.store ?? null;
}

/** The one she named, else the one where most of her events were. */
async function usualStore(tx: Tx, customer: Profile): Promise<Store | null> {
	const { homeStoreId } = customer.facts;
	const named = homeStoreId === null ? null : await byId(tx, homeStoreId);
	if (named) return named;
	const storeId = sql<string>`${events.properties} ->> 'store_id'`;
	const [most] = await tx
		.select({ store: stores })
		.from(events)
		.innerJoin(stores, and(eq(stores.id, storeId), isShop))
		.where(inArray(events.customerId, customer.ids))
		.groupBy(stores.id)
		.orderBy(sql`count(*) desc`, stores.id)
		.limit(1);
	return most?.store ?? null;
}

/** By her coordinates, else her town, else the beginning of her postal code (the département, in France). */
async function nearestStore(tx: Tx, customer: Profile): Promise<Store | null> {
	const all = await listStores(tx);
	const point = pointOf(customer.facts);
	if (point) {
		const far = (store: Store) => metresBetween(store, point);
		return all.sort((a, b) => far(a) - far(b))[0] ?? null;
	}
	const { city, postalCode } = addressOf(customer.facts.traits);
	return (
		all.find((store) => city !== null && store.city.toLowerCase() === city.toLowerCase()) ??
		all.find((store) => postalCode !== null && store.postalCode.slice(0, 2) === postalCode.slice(0, 2)) ??
		null
	);
}

/** Where she is, when her profile says so by coordinates. */
export function pointOf({ traits }: Pick<CustomerFacts, 'traits'>): Point | null {
	const { latitude, longitude } = addressOf(traits);
	return latitude === null || longitude === null ? null : { latitude, longitude };
}

/** Segment's `address` trait, or the same names on the traits themselves. */
function addressOf(traits: JsonObject) {
	const nested =
		typeof traits.address === 'object' && traits.address !== null && !Array.isArray(traits.address)
			? traits.address
			: {};
	const all = { ...traits, ...nested };
	const textOf = (...names: string[]) =>
		names.map((name) => all[name]).find((value) => typeof value === 'string') ?? null;
	const numberOf = (name: string) => (typeof all[name] === 'number' ? all[name] : null);
	const text = (value: ReturnType<typeof textOf>) => (typeof value === 'string' && value !== '' ? value : null);
	return {
		latitude: numberOf('latitude'),
		longitude: numberOf('longitude'),
		city: text(textOf('city')),
		postalCode: text(textOf('postalCode', 'postal_code')),
	};
}
