import type { Problem } from '@/lib/check';
import type { Graph } from '@/lib/graph';
import { nodeType } from '@/nodes';
import type { Tx } from './client';
import { getWorkspaceSettings } from './workspace';

/** What only the server knows: a message for a purpose that nobody can agree to would never leave. */
export async function checkPurposes(tx: Tx, { nodes }: Graph): Promise<Problem[]> {
	const asking = nodes.filter(({ type, config }) => nodeType(type)?.kind === 'message' && 'purpose' in config);
	if (asking.length === 0) return [];
	const known = new Set((await getWorkspaceSettings(tx)).purposes.map(({ id }) => id));
	return asking
		.filter(({ config }) => !known.has(String(config.purpose)))
		.map(({ id }) => ({
			severity: 'error',
			code: 'unknown-purpose',
			nodeId: id,
			field: 'purpose',
			message: {
				en: 'This purpose is not in the settings: nobody can have agreed to it. Choose another one.',
				fr: 'Cette finalité n’est pas dans les réglages : personne n’a pu l’accepter. Choisissez-en une autre.',
			},
		}));
}
