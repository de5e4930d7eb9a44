'use server';

import { revalidatePath } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { archiveTrend, saveTrend } from '@/db/trends';
import { ConflictError } from '@/lib/errors';
import { trendDefinition } from '@/lib/trend';

const trend = z.object({
	id: z.uuid().optional(),
	revision: z.number().int().min(0),
	name: z.string().trim().min(1).max(80),
	definition: trendDefinition,
});

/** Answers the trend's id and the revision that the next save must name. */
export const save = action({ permission: 'journey.edit', input: trend }, async (draft, member) => {
	try {
		const kept = await saveTrend(db(), draft, member.id);
		revalidatePath('/trends', 'layout');
		return kept;
	} catch (error) {
		if (error instanceof ConflictError) throw new ConflictError((await getTranslations('trends'))('conflict'));
		throw error;
	}
});

export const archive = action(
	{ permission: 'journey.edit', input: z.object({ id: z.uuid() }) },
	async ({ id }, member) => {
		await archiveTrend(db(), id, member.id);
		revalidatePath('/trends', 'layout');
	},
);
