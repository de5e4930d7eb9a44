'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ActionError, ActionResult } from '@/auth/result';
import { toast } from '@/components/ui/toast';

type Done<T> = { done: true; value: T } | { done: false; error: ActionError };

/**
 * Calls a server action from a form or a button: says that it is under way, keeps what was wrong with a field beside
 * that field (`errorAt('email')`), and shows any other refusal as a toast.
 *
 * @example
 * const rename = useAction(renameMember);
 * <Field label={…} error={rename.errorAt('name')}>…</Field>
 * <Button pending={rename.pending} onClick={() => void rename.run({ name })}>…</Button>
 */
export function useAction<I, T>(action: (input: I) => Promise<ActionResult<T>>, fields: readonly string[] = []) {
	const t = useTranslations('errors');
	const [pending, setPending] = useState(false);
	const [error, setError] = useState<ActionError | null>(null);

	const fail = (failure: ActionError): Done<T> => {
		setError(failure);
		const shownAtField = failure.field !== undefined && fields.some((field) => isWithin(failure.field ?? '', field));
		if (!shownAtField) toast.error(failure.message);
		return { done: false, error: failure };
	};

	return {
		pending,
		errorAt: (field: string) =>
			error?.field !== undefined && isWithin(error.field, field) ? error.message : undefined,
		clear: () => setError(null),
		run: async (input: I): Promise<Done<T>> => {
			setPending(true);
			setError(null);
			try {
				const result = await action(input);
				return result.ok ? { done: true, value: result.value } : fail(result.error);
			} catch {
				// The request itself did not come through: the action answers all else.
				return fail({ code: 'busy', message: t('unreachable') });
			} finally {
				setPending(false);
			}
		},
	};
}

function isWithin(path: string, field: string): boolean {
	return path === field || path.startsWith(`${field}.`);
}
