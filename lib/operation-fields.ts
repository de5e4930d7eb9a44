import { plainWords, problemsByField } from './issue-text';
import { toInstant, toLocal } from './local-time';
import { type OperationDraft, operationDraft } from './operation';
import type { Text } from './text';

/** An operation as a form holds it while somebody types: dates are the retailer's own time, as `datetime-local` has it. */
export type OperationFields = OperationDraft;

export const NEW_OPERATION: OperationFields = {
	...{ name: '', description: '', starts_at: '', ends_at: '' },
	...{ stores: [], products: [], categories: [], offers: [] },
};

export function fieldsOf({ starts_at, ends_at, ...same }: OperationDraft, zone: string): OperationFields {
	return {
		...same,
		starts_at: toLocal(starts_at, zone),
		ends_at: toLocal(ends_at, zone),
	};
}

/**
 * The operation that was written, or what is wrong, by the field (the first word of its path). A date that was not
 * touched keeps its seconds: `before` is the draft the form began with.
 */
export function readOperationFields(
	{ starts_at, ends_at, ...same }: OperationFields,
	zone: string,
	before?: OperationDraft,
): { draft: OperationDraft } | { problems: ReadonlyMap<string, Text> } {
	const instant = (local: string, was: string | undefined) =>
		was !== undefined && local === toLocal(was, zone) ? was : toInstant(local, zone);
	const read = operationDraft.safeParse(
		{
			...same,
			starts_at: instant(starts_at, before?.starts_at),
			ends_at: instant(ends_at, before?.ends_at),
		},
		{ error: plainWords },
	);
	if (read.success) return { draft: read.data };
	return { problems: problemsByField(read.error) };
}
