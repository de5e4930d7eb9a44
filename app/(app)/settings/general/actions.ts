'use server';

import { revalidatePath } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { saveWorkspace } from '@/db/workspace';
import { ConflictError } from '@/lib/errors';
import { workspaceSettings } from '@/lib/settings';

const input = z.object({ revision: z.number().int().min(0), settings: workspaceSettings });

/** Answers the revision that the next save must name. */
export const saveSettings = action({ permission: 'settings.edit', input }, async (saved, member) => {
	try {
		const revision = await saveWorkspace(db(), saved, member.id);
		// Times everywhere are shown in the workspace's zone.
		revalidatePath('/', 'layout');
		return { revision };
	} catch (error) {
		if (error instanceof ConflictError)
			throw new ConflictError((await getTranslations('settings.general'))('conflict'));
		throw error;
	}
});
