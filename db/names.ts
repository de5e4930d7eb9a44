import { type Names, productsNamedIn } from '@/lib/names';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { offers, operations, products, segments, stores, trends } from './schema';
import { getWorkspaceSettings } from './workspace';

/**
 * What the ids in a graph or in rules are called: of segments, stores, offers, operations and trends all, also of those given up since, and of
 * the catalogue the products that are named there.
 */
export async function namesIn(tx: Tx, mentioning: unknown): Promise<Names> {
	const ids = productsNamedIn(mentioning);
	const [named, shops, given, calendar, followed, sold, { purposes, timeZone }] = await Promise.all([
		tx.select({ id: segments.id, name: segments.name }).from(segments),
		tx.select({ id: stores.id, name: stores.name }).from(stores),
		tx.select({ id: offers.id, name: offers.name, until: offers.validUntil }).from(offers),
		tx
			.select({
				...{ id: operations.id, name: operations.name },
				...{ startsAt: operations.startsAt, endsAt: operations.endsAt },
			})
			.from(operations),
		tx.select({ id: trends.id, name: trends.name }).from(trends),
		ids.length === 0
			? []
			: tx.select({ id: products.id, name: products.name }).from(products).where(anyOf(products.id, ids)),
		getWorkspaceSettings(tx),
	]);
	return {
		segments: byId(named),
		stores: byId(shops),
		offers: byId(given),
		offersEnd: {
			at: Object.fromEntries(given.flatMap(({ id, until }) => (until ? [[id, until.toISOString()]] : []))),
			zone: timeZone,
		},
		operations: byId(calendar),
		operationSpans: Object.fromEntries(
			calendar.map(({ id, startsAt, endsAt }) => [
				id,
				{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
			]),
		),
		trends: byId(followed),
		products: byId(sold),
		purposes: Object.fromEntries(purposes.map(({ id, label }) => [id, label])),
	};
}

/** Names by the ids that they are of. */
export function byId(rows: { id: string; name: string }[]): Record<string, string> {
	return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
