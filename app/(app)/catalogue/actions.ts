'use server';

import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { findProducts, productNames } from '@/db/products';

/** As many as a list is looked through for; a word more brings the others. */
const FOUND = 30;

/** Products that some letters mean, for a field that lets one choose; without letters, the first ones. */
export const searchProducts = action(
	{ permission: 'journey.view', input: z.object({ text: z.string().trim().max(100) }) },
	({ text }) => findProducts(db(), text, FOUND),
);

/** Names by id; those that the catalogue does not know are left out. */
export const nameProducts = action(
	{ permission: 'journey.view', input: z.object({ ids: z.array(z.string().max(200)).min(1).max(5000) }) },
	async ({ ids }) => Object.fromEntries(await productNames(db(), ids)),
);
