'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { createForm, saveForm, setFormPublished } from '@/db/forms';
import { FORM_KINDS, formDefinition, formSlug } from '@/lib/form';
import { newForm } from '@/lib/form-defaults';

const made = z.object({ name: z.string().trim().min(1).max(80), slug: formSlug, kind: z.enum(FORM_KINDS) });

export const create = action({ permission: 'journey.edit', input: made }, async ({ name, slug, kind }, member) => {
	const id = await createForm(db(), { slug, definition: newForm(kind, name) }, member.id);
	revalidatePath('/forms');
	return { id };
});

const saved = z.object({ id: z.uuid(), version: z.number().int().min(1), definition: formDefinition });

/** Answers the version that the next save must name. */
export const save = action({ permission: 'journey.edit', input: saved }, async (input, member) => {
	const version = await saveForm(db(), input, member.id);
	revalidatePath('/forms', 'layout');
	return { version };
});

const opened = z.object({ id: z.uuid(), published: z.boolean() });

export const setPublished = action(
	{ permission: 'journey.publish', input: opened },
	async ({ id, published }, member) => {
		await setFormPublished(db(), id, published, member.id);
		revalidatePath('/forms', 'layout');
	},
);
