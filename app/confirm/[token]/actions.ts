'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { readConfirmToken } from '@/channels/confirmation';
import { db } from '@/db/client';
import { confirmConsent } from '@/db/confirmations';

const form = z.object({ token: z.string().max(1000) });

/** Open to whoever has the link: it was sent to the address it is about, and its signature is the authorisation. */
export async function confirm(data: FormData): Promise<void> {
	const { token } = form.parse(Object.fromEntries(data));
	const id = readConfirmToken(token);
	if (!id) return;
	await confirmConsent(db(), id);
	revalidatePath(`/confirm/${token}`);
}
