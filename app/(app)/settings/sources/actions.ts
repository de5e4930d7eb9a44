'use server';

import { setTimeout as sleep } from 'node:timers/promises';
import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { dismiss, mapAgain, triedSince } from '@/db/source-payloads';
import { createSource, removeSource, replaceSourceSecret, saveSource } from '@/db/sources';
import { PROBLEMS } from '@/lib/map-payload';
import { mapping, sourceName, sourceSecret } from '@/lib/mapping';
import { TEMPLATES } from '@/lib/mapping-templates';

const PAGES = '/settings/sources';
const one = z.object({ id: z.uuid() });

/** Answers the secret that opens its address, for the only time. */
export const create = action(
	{
		permission: 'source.edit',
		input: z.object({ name: sourceName, template: z.enum(TEMPLATES), secret: sourceSecret }),
	},
	async (input, member) => {
		const made = await createSource(db(), input, member.id);
		revalidatePath(PAGES);
		return made;
	},
);

/** Answers the revision that the next save must name. */
export const save = action(
	{
		permission: 'source.edit',
		input: one.extend({ revision: z.number().int().min(1), name: sourceName, mapping }),
	},
	async (input, member) => {
		const revision = await saveSource(db(), input, member.id);
		revalidatePath(PAGES, 'layout');
		return { revision };
	},
);

/** Answers the new secret, for the only time; the one before opens nothing from now on. */
export const replaceSecret = action(
	{ permission: 'source.edit', input: one.extend({ secret: sourceSecret }) },
	async ({ id, secret }, member) => ({ secret: await replaceSourceSecret(db(), id, secret, member.id) }),
);

export const remove = action({ permission: 'source.edit', input: one }, async ({ id }, member) => {
	await removeSource(db(), id, member.id);
	revalidatePath(PAGES);
});

/** Null: whatever the reason. */
const reason = z
	.object({ why: z.enum(PROBLEMS), rule: z.string().max(20).nullable(), field: z.string().max(500) })
	.nullable();
const unmapped = one.extend({ reason });

const LONGEST_WAIT_MS = 5000;
const STEP_MS = 200;

/** Answers how many were asked for, of which so many are still to be done and so many still give no event. */
export const tryAgain = action({ permission: 'customer.operate', input: unmapped }, async (input, member) => {
	const { payloads, at } = await mapAgain(db(), input.id, input.reason, member.id);
	let tried = await triedSince(db(), input.id, at);
	// A worker does it, most often at once: what came of it is what one wants to know.
	for (let waited = 0; tried.left > 0 && waited < LONGEST_WAIT_MS; waited += STEP_MS) {
		await sleep(STEP_MS);
		tried = await triedSince(db(), input.id, at);
	}
	revalidatePath(PAGES, 'layout');
	return { payloads, ...tried };
});

export const forget = action({ permission: 'customer.operate', input: unmapped }, async (input, member) => {
	const payloads = await dismiss(db(), input.id, input.reason, member.id);
	revalidatePath(PAGES, 'layout');
	return { payloads };
});
