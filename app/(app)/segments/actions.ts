'use server';

import { revalidatePath } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { archiveSegment, saveSegment } from '@/db/segments';
import { rule } from '@/lib/condition';
import { ConflictError } from '@/lib/errors';
import { RULED_STAGES } from '@/lib/lifecycle';

const saved = { rule, revision: z.number().int().min(0) };
const segment = z.object({
	...saved,
	id: z.uuid().optional(),
	name: z.string().trim().min(1).max(80),
	description: z.string().trim().max(300),
});
const stage = z.object({ ...saved, id: z.uuid().optional(), stage: z.enum(RULED_STAGES) });

/** Answers the segment's id and the revision that the next save must name. */
export const save = action({ permission: 'journey.edit', input: segment }, (draft, member) =>
	keep(() => saveSegment(db(), draft, member.id)),
);

/** The same for a stage of the lifecycle. */
export const saveStage = action({ permission: 'journey.edit', input: stage }, (draft, member) =>
	keep(() => saveSegment(db(), { ...draft, name: draft.stage, description: '' }, member.id)),
);

export const archive = action(
	{ permission: 'journey.edit', input: z.object({ id: z.uuid() }) },
	async ({ id }, member) => {
		await archiveSegment(db(), id, member.id);
		revalidatePath('/segments', 'layout');
	},
);

async function keep<T>(write: () => Promise<T>): Promise<T> {
	try {
		const kept = await write();
		revalidatePath('/segments', 'layout');
		return kept;
	} catch (error) {
		if (error instanceof ConflictError) throw new ConflictError((await getTranslations('segments'))('conflict'));
		throw error;
	}
}
