import { asc, isNull } from 'drizzle-orm';
import type { Problem } from '@/lib/check';
import { type Contradiction, contradictions, type Promised, promisedBy } from '@/lib/contradiction';
import type { Graph } from '@/lib/graph';
import type { Names } from '@/lib/names';
import { offersIn } from '@/lib/offer-uses';
import { NAMED, sayContradiction } from '@/lib/say-contradiction';
import { anyOf } from './any-of';
import { listPlaces } from './catalogue-views';
import type { Tx } from './client';
import { publishedJourneys } from './journeys';
import { byId } from './names';
import type { Offer } from './offers';
import { listOperations, type Operation } from './operations';
import { offers, products } from './schema';
import { getWorkspaceSettings } from './workspace';

/** Offers that a drawing promises against what is promised elsewhere: by published journeys, and by operations. */
export async function offerContradictions(tx: Tx, journeyId: string, graph: Graph): Promise<Problem[]> {
	const given = offersIn(graph);
	if (given.length === 0) return [];
	const found = await against(tx, { kind: 'journey', id: journeyId, name: '' }, (offer, by, now) =>
		given.some(({ offerId }) => offerId === offer.id) ? promisedBy(offer, by, now) : null,
	);
	const names = await contradictionNames(tx, found);
	return found.map((contradiction): Problem => {
		const nodeId = given.find(({ offerId }) => offerId === contradiction.mine.offer.id)?.nodeId;
		return {
			...{ severity: 'warning', code: 'contradictory-offers', field: 'offer' },
			...(nodeId === undefined ? {} : { nodeId }),
			message: sayContradiction(contradiction, names),
		};
	});
}

/** Offers that an operation carries against each other, and against what is promised elsewhere. */
export async function operationContradictions(tx: Tx, operation: Operation): Promise<Contradiction[]> {
	if (operation.archivedAt || operation.offers.length === 0) return [];
	return against(tx, { kind: 'operation', id: operation.id, name: operation.name }, (offer, by, now) =>
		operation.offers.includes(offer.id) ? promisedBy(offer, by, now, operation) : null,
	);
}

async function against(
	tx: Tx,
	by: Promised['by'],
	mineOf: (offer: Offer, by: Promised['by'], now: Date) => Promised | null,
): Promise<Contradiction[]> {
	const now = new Date();
	const all = await tx.select().from(offers).where(isNull(offers.archivedAt)).orderBy(asc(offers.id));
	const mine = all.flatMap((offer) => mineOf(offer, by, now) ?? []);
	if (mine.length === 0) return [];
	const others = (await promisedElsewhere(tx, all, now)).filter(
		({ by: other }) => other.kind !== by.kind || other.id !== by.id,
	);
	const { timeZone } = await getWorkspaceSettings(tx);
	let catalogue: Promise<{ id: string; category: string }[]> | undefined;
	return contradictions(mine, others, timeZone, () => {
		catalogue ??= Promise.resolve(tx.select({ id: products.id, category: products.category }).from(products));
		return catalogue;
	});
}

async function promisedElsewhere(tx: Tx, all: Offer[], now: Date): Promise<Promised[]> {
	const published = await publishedJourneys(tx, ['live', 'paused']);
	const byJourneys = published.flatMap(({ id, name, graph }) => {
		const given = new Set(offersIn(graph).map(({ offerId }) => offerId));
		return all
			.filter((offer) => given.has(offer.id))
			.flatMap((offer) => promisedBy(offer, { kind: 'journey', id, name }, now) ?? []);
	});
	const byOperations = (await listOperations(tx)).flatMap((operation) => {
		const by = { kind: 'operation' as const, id: operation.id, name: operation.name };
		return all
			.filter((offer) => operation.offers.includes(offer.id))
			.flatMap((offer) => promisedBy(offer, by, now, operation) ?? []);
	});
	return [...byOperations, ...byJourneys];
}

/** What the stores and products that are told of are called; of products only those that are named. */
export async function contradictionNames(tx: Tx, found: Contradiction[]): Promise<Names> {
	const ids = found.flatMap((one) => (one.products === 'all' ? [] : one.products.slice(0, NAMED)));
	const sold = await tx.select({ id: products.id, name: products.name }).from(products).where(anyOf(products.id, ids));
	return { stores: byId(await listPlaces(tx)), products: byId(sold) };
}
