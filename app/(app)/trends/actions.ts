'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { createJourneyOn } from '@/db/trend-journeys';
import { loadTrend } from '@/db/trend-views';
import { archiveTrend, saveTrend } from '@/db/trends';
import { NotFoundError } from '@/lib/errors';
import { trendDefinition } from '@/lib/trend';

const one = z.object({ id: z.uuid() });
const trend = z.object({
	id: z.uuid().optional(),
	revision: z.number().int().min(0),
	name: z.string().trim().min(1).max(80),
	definition: trendDefinition,
});

/** Answers the trend's id and the revision that the next save must name. */
export const save = action({ permission: 'journey.edit', input: trend }, async (draft, member) => {
	const kept = await saveTrend(db(), draft, member.id);
	revalidatePath('/trends', 'layout');
	return kept;
});

/** Answers the id of a new journey that starts when the trend crosses. */
export const startJourney = action({ permission: 'journey.edit', input: one }, async ({ id }, member) => {
	const found = await loadTrend(db(), id, Date.now());
	if (!found) throw new NotFoundError({ en: `there is no trend ${id}`, fr: `la tendance ${id} n’existe pas` });
	return { id: await createJourneyOn(db(), found, member.id) };
});

export const archive = action({ permission: 'journey.edit', input: one }, async ({ id }, member) => {
	await archiveTrend(db(), id, member.id);
	revalidatePath('/trends', 'layout');
});
