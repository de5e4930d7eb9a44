'use server';

import { revalidatePath } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { archiveOperation, saveOperation } from '@/db/operations';
import { ConflictError } from '@/lib/errors';
import { operationDraft, operationId } from '@/lib/operation';

/** Answers the revision that the next save must name; 0 makes a new operation. */
export const save = action(
	{
		permission: 'offer.edit',
		input: z.object({ id: operationId, revision: z.number().int().min(0), draft: operationDraft }),
	},
	async ({ id, revision, draft }, member) => {
		try {
			const saved = await saveOperation(db(), { id, revision, ...draft }, member.id);
			revalidatePath('/calendar', 'layout');
			return { revision: saved.revision };
		} catch (error) {
			if (!(error instanceof ConflictError)) throw error;
			const t = await getTranslations('calendar.conflict');
			switch (error.field) {
				case 'id':
					throw new ConflictError(t('id'), 'id');
				case 'starts_at':
					throw new ConflictError(t('started'), 'draft.starts_at');
				case 'ends_at':
					throw new ConflictError(t('over'), 'draft.ends_at');
				default:
					throw new ConflictError(t('other'));
			}
		}
	},
);

export const archive = action(
	{ permission: 'offer.edit', input: z.object({ id: operationId }) },
	async ({ id }, member) => {
		await archiveOperation(db(), id, member.id);
		revalidatePath('/calendar', 'layout');
	},
);
