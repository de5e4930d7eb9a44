import { route } from '@/auth/route';
import { db } from '@/db/client';
import { draftOf, loadOperation, saveOperation } from '@/db/operations';
import { UserError } from '@/lib/errors';
import { operationDraft, operationId, standingOfOperation } from '@/lib/operation';

/** An operation of the commercial calendar as it was written, and how it stands: `to-come`, `running` or `over`. */
export const GET = route({ secretKey: true }, async ({ params }) => {
	const operation = await loadOperation(db(), params.id ?? '');
	return {
		...{ id: operation.id, ...draftOf(operation), archived_at: operation.archivedAt?.toISOString() ?? null },
		standing: standingOfOperation(operation, Date.now()),
	};
});

/** Makes the operation of this id, or replaces it. Before it starts its dates may move, once it runs its end (409). */
export const PUT = route({ secretKey: true }, async ({ params, body, caller }) => {
	const id = operationId.safeParse(params.id);
	if (!id.success) throw new UserError('an id has small letters, digits and dashes, as in black-friday-2026', 'id');
	const saved = await saveOperation(db(), { id: id.data, ...(await body(operationDraft)) }, caller.actor);
	return { id: saved.id, ...draftOf(saved) };
});
