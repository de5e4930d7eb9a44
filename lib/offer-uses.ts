import type { Graph } from './graph';

/** The offers that a drawing gives vouchers of, and where. */
export function offersIn({ nodes }: Graph): { nodeId: string; offerId: string }[] {
	return nodes.flatMap(({ id, type, config }) =>
		type === 'web-to-store' && typeof config.offer === 'string' && config.offer !== ''
			? [{ nodeId: id, offerId: config.offer }]
			: [],
	);
}
