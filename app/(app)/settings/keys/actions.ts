'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { action } from '@/auth/action';
import { createKey, revokeKey } from '@/db/api-keys';
import { audit } from '@/db/audit';
import { db } from '@/db/client';

const newKey = z.object({ name: z.string().trim().min(1).max(80), kind: z.enum(['write', 'secret']) });

/** Answers the whole key, for the only time. */
export const makeKey = action({ permission: 'settings.edit', input: newKey }, async (wanted, member) => {
	const key = await db().transaction(async (tx) => {
		const made = await createKey(tx, wanted);
		await audit(tx, member.id, 'api-key.create', `${wanted.kind} …${made.slice(-4)}`, { name: wanted.name });
		return made;
	});
	revalidatePath('/settings/keys');
	return { key };
});

export const revoke = action(
	{ permission: 'settings.edit', input: z.object({ id: z.uuid() }) },
	async ({ id }, member) => {
		await db().transaction(async (tx) => {
			await revokeKey(tx, id);
			await audit(tx, member.id, 'api-key.revoke', `api-key:${id}`);
		});
		revalidatePath('/settings/keys');
	},
);
