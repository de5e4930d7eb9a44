'use server';

import { revalidatePath } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { action } from '@/auth/action';
import { worksAt } from '@/auth/permissions';
import type { Member } from '@/auth/session';
import { loadStore } from '@/db/availability';
import { db } from '@/db/client';
import { findCustomer as customerNamed, findByWhatIsShown, voucherCodeIn } from '@/db/find-customer';
import { redeemVoucher } from '@/db/redeem-voucher';
import { claimLease } from '@/db/stock-leases';
import { recordVisit, whereIs } from '@/db/store-page';
import { settleTask } from '@/db/store-tasks';
import { ConflictError, NotFoundError } from '@/lib/errors';

const store = z.object({ storeId: z.string().min(1).max(100) });

/** Throws for a store that is not there, or not hers: nothing is written at one. */
async function storeNamed(id: string, member: Member) {
	const found = worksAt(member, id) ? await loadStore(db(), id) : null;
	if (!found) throw new NotFoundError((await getTranslations('counter'))('noStore'));
	return found;
}

/** Whose card, number, address or code it is. In no address of a page: those are written down by browsers and proxies. */
export const findCustomer = action(
	{ permission: 'store.work', input: z.object({ shown: z.string().trim().min(1).max(500) }) },
	async ({ shown }) => ({ customerId: await findByWhatIsShown(db(), shown) }),
);

/** A second press gets the same answer: the key is the store's and the voucher's. */
export const redeem = action(
	{ permission: 'store.work', input: store.extend({ code: z.string().min(1).max(500) }) },
	async ({ storeId, code: shown }, member) => {
		await storeNamed(storeId, member);
		const code = voucherCodeIn(shown);
		const answer = await redeemVoucher(db(), code, { key: `counter:${storeId}:${code}`, storeId });
		if (answer.status === 'redeemed') {
			revalidatePath(`/stores/${storeId}`);
			return { title: answer.voucher.title, terms: answer.voucher.terms };
		}
		const t = await getTranslations('counter');
		const known = (['not-found', 'expired', 'cancelled', 'used'] as const).find((each) => each === answer.status);
		throw new ConflictError(t(known ? `refused.${known}` : 'refused.other'), 'code');
	},
);

/** Hands over what was kept aside here; a second press changes nothing. */
export const claim = action(
	{ permission: 'store.work', input: store.extend({ id: z.uuid() }) },
	async ({ storeId, id }, member) => {
		await storeNamed(storeId, member);
		try {
			await claimLease(db(), { id, storeId }, member.id);
		} catch (error) {
			if (error instanceof ConflictError || error instanceof NotFoundError)
				throw new ConflictError((await getTranslations('counter'))('claimOver'));
			throw error;
		}
		revalidatePath(`/stores/${storeId}`);
	},
);

export const visit = action(
	{ permission: 'store.work', input: store.extend({ customerId: z.uuid() }) },
	async ({ storeId, customerId }, member) => {
		await storeNamed(storeId, member);
		const found = await customerNamed(db(), { id: customerId });
		if (!found) throw new NotFoundError((await getTranslations('counter'))('noCustomer'));
		await recordVisit(db(), { storeId, customerId: found });
		revalidatePath(`/stores/${storeId}`);
	},
);

export const settle = action(
	{ permission: 'store.work', input: store.extend({ id: z.uuid(), done: z.boolean() }) },
	async (task, member) => {
		await storeNamed(task.storeId, member);
		await settleTask(db(), task, member.id);
		revalidatePath(`/stores/${task.storeId}`);
	},
);

/** Where a product is: here and nearby, with how old each figure is (UTC epoch ms). */
export const lookFor = action(
	{ permission: 'store.work', input: store.extend({ text: z.string().trim().min(2).max(100) }) },
	async ({ storeId, text }, member) => {
		const found = await whereIs(db(), text, await storeNamed(storeId, member));
		return found.map(({ id, name, availability: { here, nearby } }) => ({
			...{ id, name },
			here: here?.stock ?? null,
			nearby: nearby.map(({ store: other, metres, stock: [stock] }) => ({
				...{ id: other.id, name: other.name, metres: Math.round(metres) },
				quantity: stock?.known ? stock.quantity : null,
			})),
		}));
	},
);
