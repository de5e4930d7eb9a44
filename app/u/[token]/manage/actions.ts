'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { readUnsubscribeToken } from '@/channels/unsubscribe';
import { db } from '@/db/client';
import { decideByCustomer } from '@/db/consents';

const form = z.object({ token: z.string().max(1000), decision: z.enum(['stop', 'start']) });

/** Open to whoever has the link: its signature is the authorisation. */
export async function decide(data: FormData): Promise<void> {
	const { token, decision } = form.parse(Object.fromEntries(data));
	const of = readUnsubscribeToken(token);
	if (!of) return;
	await decideByCustomer(db(), {
		customerId: of.customerId,
		source: 'preference-centre',
		id: of.key,
		decided: [{ channel: of.channel, purpose: of.purpose, granted: decision === 'start' }],
	});
	revalidatePath(`/u/${token}/manage`);
}
