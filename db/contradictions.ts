import { asc, isNull } from 'drizzle-orm';
import type { Problem } from '@/lib/check';
import { byPairs, contradictions, type Pair, type Promised, promisedBy } from '@/lib/contradiction';
import type { Graph } from '@/lib/graph';
import { plain } from '@/lib/linked';
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
export async function journeyContradictions(tx: Tx, journeyId: string, graph: Graph): Promise<Problem[]> {
	const given = offersIn(graph);
	if (given.length === 0) return [];
	const ids = given.map(({ offerId }) => offerId);
	const by = { kind: 'journey' as const, id: journeyId, name: '' };
	const found = await against(tx, ({ offers: all, promised, now }) => ({
		mine: promisedOf(all, ids, by, now),
		others: promised.filter(elsewhere(by)),
	}));
	if (found.length === 0) return [];
	const names = await contradictionNames(tx, found);
	return found.map((pair): Problem => {
		const nodeId = given.find(({ offerId }) => offerId === pair[0].mine.offer.id)?.nodeId;
		const linked = { en: sayContradiction(pair, names, 'en'), fr: sayContradiction(pair, names, 'fr') };
		return {
			...{ severity: 'warning', code: 'contradictory-offers', field: 'offer', linked },
			...(nodeId === undefined ? {} : { nodeId }),
			message: {
				en: `${plain(linked.en.title)} contradict each other. ${plain(linked.en.text)}`,
				fr: `${plain(linked.fr.title)} se contredisent. ${plain(linked.fr.text)}`,
			},
		};
	});
}

/** Offers that an operation carries against each other, and against what is promised elsewhere. */
export async function operationContradictions(tx: Tx, operation: Operation): Promise<Pair[]> {
	if (operation.archivedAt || operation.offers.length === 0) return [];
	const by = { kind: 'operation' as const, id: operation.id, name: operation.name };
	return against(tx, ({ offers: all, promised, now }) => ({
		mine: promisedOf(all, operation.offers, by, now, operation),
		others: promised.filter(elsewhere(by)),
	}));
}

/** An offer as it is promised, or as it is written while nobody promises it, against what is promised of others. */
export async function offerContradictions(tx: Tx, offer: Offer): Promise<Pair[]> {
	if (offer.archivedAt) return [];
	return against(tx, ({ promised, now }) => {
		const own = promised.filter((one) => one.offer.id === offer.id);
		return {
			mine: own.length > 0 ? own : [promisedBy(offer, null, now) ?? []].flat(),
			others: promised.filter((one) => one.offer.id !== offer.id),
		};
	});
}

const elsewhere =
	(mine: { kind: string; id: string }) =>
	({ by }: Promised) =>
		by?.kind !== mine.kind || by.id !== mine.id;

type Known = { offers: Offer[]; promised: Promised[]; now: Date };

async function against(tx: Tx, sides: (known: Known) => { mine: Promised[]; others: Promised[] }): Promise<Pair[]> {
	const now = new Date();
	const all = await tx.select().from(offers).where(isNull(offers.archivedAt)).orderBy(asc(offers.id));
	const { mine, others } = sides({ offers: all, promised: await allPromised(tx, all, now), now });
	if (mine.length === 0) return [];
	const { timeZone } = await getWorkspaceSettings(tx);
	let catalogue: Promise<{ id: string; category: string }[]> | undefined;
	const found = await contradictions(mine, others, timeZone, () => {
		catalogue ??= Promise.resolve(tx.select({ id: products.id, category: products.category }).from(products));
		return catalogue;
	});
	return byPairs(found);
}

async function allPromised(tx: Tx, all: Offer[], now: Date): Promise<Promised[]> {
	const published = await publishedJourneys(tx, ['live', 'paused']);
	const byJourneys = published.flatMap(({ id, name, graph }) => {
		const given = offersIn(graph).map(({ offerId }) => offerId);
		return promisedOf(all, given, { kind: 'journey', id, name }, now);
	});
	const byOperations = (await listOperations(tx)).flatMap((operation) => {
		const { id, name, offers: carried } = operation;
		return promisedOf(all, carried, { kind: 'operation', id, name }, now, operation);
	});
	return [...byOperations, ...byJourneys];
}

/** What somebody promises by those of the offers that are still given, in their order. */
function promisedOf(all: Offer[], ids: string[], by: Promised['by'], now: Date, within?: Operation): Promised[] {
	return all.filter(({ id }) => ids.includes(id)).flatMap((offer) => promisedBy(offer, by, now, within) ?? []);
}

/** What the stores and products that are told of are called; of products only those that are named. */
export async function contradictionNames(tx: Tx, found: Pair[]): Promise<Names> {
	const ids = found.flat().flatMap((one) => (one.products === 'all' ? [] : one.products.slice(0, NAMED)));
	const sold = await tx.select({ id: products.id, name: products.name }).from(products).where(anyOf(products.id, ids));
	return { stores: byId(await listPlaces(tx)), products: byId(sold) };
}
