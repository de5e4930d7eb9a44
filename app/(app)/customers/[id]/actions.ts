'use server';

import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { eraseCustomer, exportCustomer } from '@/db/erase';
import { findByWhatIsShown } from '@/db/find-customer';
import { loadProfile } from '@/db/profiles';
import { mergeByOps, previewMerge, unmergeCustomer } from '@/db/unmerge';
import { NotFoundError } from '@/lib/errors';

const customer = z.object({ id: z.uuid() });

/** What making one customer of this one and another would do. The other is named by an id, card, number or address. */
export const previewJoin = action(
	{ permission: 'customer.operate', input: customer.extend({ other: z.string().trim().min(1).max(300) }) },
	async ({ id, other }) => {
		const found = z.uuid().safeParse(other).success ? other : await findByWhatIsShown(db(), other);
		if (found === null)
			throw new NotFoundError({ en: 'nobody is known by it', fr: 'personne n’est connu ainsi' }, 'other');
		const preview = await previewMerge(db(), id, found);
		const { facts } = await loadProfile(db(), preview.masterId === id ? preview.otherId : preview.masterId);
		return { ...preview, other: { id: found, email: facts.email, phone: facts.phone } };
	},
);

/** Answers the id of the customer that both now are. */
export const join = action(
	{ permission: 'customer.operate', input: customer.extend({ other: z.uuid() }) },
	async ({ id, other }, member) => ({ id: await mergeByOps(db(), id, other, member.id) }),
);

/** `id`: the profile that is to be on its own again. */
export const part = action({ permission: 'customer.operate', input: customer }, async ({ id }, member) =>
	unmergeCustomer(db(), id, member.id),
);

/** Everything we have about her, as JSON. */
export const exportAll = action({ permission: 'customer.erase', input: customer }, async ({ id }, member) => ({
	json: JSON.stringify(await exportCustomer(db(), id, member.id), null, 2),
}));

/** At once and for good. `confirmed`: the word that she who does it had to type. */
export const erase = action(
	{ permission: 'customer.erase', input: customer.extend({ confirmed: z.enum(['ERASE', 'EFFACER']) }) },
	async ({ id }, member) => {
		await eraseCustomer(db(), id, member.id);
	},
);
