import type { Problem } from '@/lib/check';
import type { Graph } from '@/lib/graph';
import type { Tx } from './client';
import { journeyContradictions } from './contradictions';
import { checkDestinations } from './destination-problems';
import { checkJourneyLinks } from './journey-links';
import { checkOffers } from './offer-problems';
import { checkOperations } from './operation-problems';
import { checkPurposes } from './purpose-problems';
import { stores } from './schema';

/** What is wrong with a journey's drawing that only the server knows, beside what `check` finds. */
export async function serverProblems(tx: Tx, journeyId: string, graph: Graph): Promise<Problem[]> {
	return [
		...(await checkStores(tx, graph)),
		...(await checkDestinations(tx, graph)),
		...(await checkJourneyLinks(tx, journeyId, graph)),
		...(await checkPurposes(tx, graph)),
		...(await checkOffers(tx, graph)),
		...(await checkOperations(tx, graph)),
		...(await journeyContradictions(tx, journeyId, graph)),
	];
}

/** What only the server knows: the stores that vouchers name exist. */
async function checkStores(tx: Tx, graph: Graph): Promise<Problem[]> {
	const known = new Set((await tx.select({ id: stores.id }).from(stores)).map(({ id }) => id));
	return graph.nodes.flatMap((node): Problem[] => {
		const { store } = node.config;
		const named = typeof store === 'object' && store !== null && !Array.isArray(store) ? store.storeId : undefined;
		if (typeof named !== 'string' || known.has(named)) return [];
		return [
			{
				severity: 'error',
				code: 'unknown-store',
				nodeId: node.id,
				field: 'store.storeId',
				message: {
					en: `There is no store “${named}”. Choose another one.`,
					fr: `Le magasin « ${named} » n’existe pas. Choisissez-en un autre.`,
				},
			},
		];
	});
}
