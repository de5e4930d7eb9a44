'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { createDestination, removeDestination, rotateSecret, updateDestination } from '@/db/destinations';
import { destinationSettings } from '@/lib/destination';

const PAGE = '/settings/connections';
const one = z.object({ id: z.uuid() });

/** Answers the secret that calls are signed with, for the only time. */
export const addConnection = action(
	{ permission: 'settings.edit', input: destinationSettings },
	async (settings, member) => {
		const { secret } = await createDestination(db(), settings, member.id);
		revalidatePath(PAGE);
		return { secret };
	},
);

export const changeConnection = action(
	{ permission: 'settings.edit', input: destinationSettings.extend(one.shape) },
	async ({ id, ...settings }, member) => {
		await updateDestination(db(), id, settings, member.id);
		revalidatePath(PAGE);
	},
);

/** Answers the new secret, for the only time; the one before signs as well for a day. */
export const replaceSecret = action({ permission: 'settings.edit', input: one }, async ({ id }, member) => ({
	secret: await rotateSecret(db(), id, member.id),
}));

export const removeConnection = action({ permission: 'settings.edit', input: one }, async ({ id }, member) => {
	await removeDestination(db(), id, member.id);
	revalidatePath(PAGE);
});
