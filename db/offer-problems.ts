import type { Problem } from '@/lib/check';
import type { Graph } from '@/lib/graph';
import type { Tx } from './client';
import { offerNames } from './offers';

/** What only the server knows: the offers that vouchers are of exist, and were not archived. */
export async function checkOffers(tx: Tx, { nodes }: Graph): Promise<Problem[]> {
	const giving = nodes.filter(({ type, config }) => type === 'web-to-store' && config.offer);
	if (giving.length === 0) return [];
	const known = new Set((await offerNames(tx)).map(({ id }) => id));
	return giving
		.filter(({ config }) => !known.has(String(config.offer)))
		.map(({ id, config }) => ({
			severity: 'error',
			code: 'unknown-offer',
			nodeId: id,
			field: 'offer',
			message: {
				en: `There is no offer “${config.offer}” any more. Choose another one.`,
				fr: `L’offre « ${config.offer} » n’existe plus. Choisissez-en une autre.`,
			},
		}));
}
