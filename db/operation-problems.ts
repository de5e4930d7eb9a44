import type { Problem } from '@/lib/check';
import type { Graph } from '@/lib/graph';
import { standingOfOperation } from '@/lib/operation';
import { operationsIn } from '@/lib/operation-uses';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { operations } from './schema';

/** What only the server knows: the operations that a drawing names are there, and not over. */
export async function checkOperations(tx: Tx, graph: Graph): Promise<Problem[]> {
	const named = operationsIn(graph);
	if (named.length === 0) return [];
	const ids = named.map(({ operationId }) => operationId);
	const known = await tx.select().from(operations).where(anyOf(operations.id, ids));
	const now = Date.now();
	return named.flatMap(({ operationId, ...about }): Problem[] => {
		const operation = known.find(({ id }) => id === operationId);
		if (!operation)
			return [
				{
					...{ severity: 'error', code: 'unknown-operation', ...about },
					message: {
						en: `There is no operation “${operationId}” in the calendar. Choose another one.`,
						fr: `L’opération «\u00a0${operationId}\u00a0» n’est pas au calendrier. Choisissez-en une autre.`,
					},
				},
			];
		if (standingOfOperation(operation, now) !== 'over') return [];
		return [
			{
				...{ severity: 'warning', code: 'operation-over', ...about },
				message: {
					en: `The operation “${operation.name}” is over: it will not run again.`,
					fr: `L’opération «\u00a0${operation.name}\u00a0» est terminée\u00a0: elle n’aura plus lieu.`,
				},
			},
		];
	});
}
