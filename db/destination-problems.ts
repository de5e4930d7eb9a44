import type { Problem } from '@/lib/check';
import type { Graph } from '@/lib/graph';
import type { Tx } from './client';
import { listDestinations } from './destinations';

/** What only the server knows: the connections that steps call are in the settings. */
export async function checkDestinations(tx: Tx, { nodes }: Graph): Promise<Problem[]> {
	const naming = nodes.filter(({ config }) => typeof config.destination === 'string');
	if (naming.length === 0) return [];
	const known = new Set((await listDestinations(tx)).map(({ id }) => id));
	return naming
		.filter(({ config }) => !known.has(String(config.destination)))
		.map(({ id }) => ({
			severity: 'error',
			code: 'unknown-destination',
			nodeId: id,
			field: 'destination',
			message: {
				en: 'This connection is not in the settings any more. Choose another one.',
				fr: 'Cette connexion n’est plus dans les réglages. Choisissez-en une autre.',
			},
		}));
}
