'use server';

import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { archiveJourney, createJourney, duplicateJourney } from '@/db/journeys';

const name = z.string().trim().min(1).max(120);
const journey = z.object({ id: z.uuid() });

/** Answers the new journey's id. */
export const create = action({ permission: 'journey.edit', input: z.object({ name }) }, async (input, member) => ({
	id: await createJourney(db(), input, member.id),
}));

export const duplicate = action(
	{ permission: 'journey.edit', input: journey.extend({ name }) },
	async (input, member) => ({
		id: await duplicateJourney(db(), input.id, input.name, member.id),
	}),
);

export const archive = action({ permission: 'journey.edit', input: journey }, async ({ id }, member) =>
	archiveJourney(db(), id, member.id),
);
