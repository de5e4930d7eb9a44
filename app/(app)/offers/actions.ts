'use server';

import { revalidatePath } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { addCodes, archiveOffer, saveOffer } from '@/db/offers';
import { decideConflict } from '@/db/redemption-conflicts';
import { ConflictError } from '@/lib/errors';
import { MAX_CODES_TEXT, offerDraft, offerId } from '@/lib/offer';

/** Answers the revision that the next save must name; 0 makes a new offer. */
export const save = action(
	{
		permission: 'offer.edit',
		input: z.object({ id: offerId, revision: z.number().int().min(0), draft: offerDraft }),
	},
	({ id, revision, draft }, member) =>
		keep(async () => ({ revision: (await saveOffer(db(), { id, revision, ...draft }, member.id)).revision })),
);

export const archive = action(
	{ permission: 'offer.edit', input: z.object({ id: offerId }) },
	async ({ id }, member) => {
		await archiveOffer(db(), id, member.id);
		revalidatePath('/offers', 'layout');
	},
);

/** Puts codes into the pool, one a line: all or none. */
export const fill = action(
	{ permission: 'offer.edit', input: z.object({ id: offerId, text: z.string().trim().min(1).max(MAX_CODES_TEXT) }) },
	({ id, text }, member) => keep(() => addCodes(db(), id, text, member.id)),
);

export const decide = action(
	{
		permission: 'offer.edit',
		input: z.object({
			id: z.uuid(),
			decision: z.enum(['goodwill', 'charge-back']),
			note: z.string().trim().max(500),
		}),
	},
	async (decision, member) => {
		try {
			await decideConflict(db(), decision, member.id);
		} catch (error) {
			if (error instanceof ConflictError) throw new ConflictError((await getTranslations('offers'))('decidedAlready'));
			throw error;
		}
		revalidatePath('/offers', 'layout');
	},
);

async function keep<T>(write: () => Promise<T>): Promise<T> {
	try {
		const kept = await write();
		revalidatePath('/offers', 'layout');
		return kept;
	} catch (error) {
		if (!(error instanceof ConflictError)) throw error;
		const t = await getTranslations('offers');
		const known = (['id', 'codes'] as const).find((field) => field === error.field);
		throw new ConflictError(t(`conflict.${known ?? 'other'}`), known);
	}
}
