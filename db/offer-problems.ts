import type { Problem } from '@/lib/check';
import type { Graph } from '@/lib/graph';
import { offersIn } from '@/lib/offer-uses';
import type { Tx } from './client';
import { offerNames } from './offers';

/** What only the server knows: the offers that vouchers are of exist, and were not archived. */
export async function checkOffers(tx: Tx, graph: Graph): Promise<Problem[]> {
	const given = offersIn(graph);
	if (given.length === 0) return [];
	const known = new Set((await offerNames(tx)).map(({ id }) => id));
	return given
		.filter(({ offerId }) => !known.has(offerId))
		.map(({ nodeId, offerId }) => ({
			severity: 'error',
			code: 'unknown-offer',
			nodeId,
			field: 'offer',
			message: {
				en: `There is no offer “${offerId}” any more. Choose another one.`,
				fr: `L’offre « ${offerId} » n’existe plus. Choisissez-en une autre.`,
			},
		}));
}
