'use server';

import { randomInt } from 'node:crypto';
import { revalidatePath } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { action } from '@/auth/action';
import { changeRole, changeStores, createMember, MemberConflict, removeMember } from '@/auth/members';
import { ROLES } from '@/db/auth-schema';
import { db } from '@/db/client';
import { ConflictError, UserError } from '@/lib/errors';

const role = z.enum(ROLES);
const workplace = z.union([z.literal('every'), z.array(z.string().min(1).max(100)).max(500)]);
const invitation = z.object({
	name: z.string().trim().min(1).max(80),
	email: z.email(),
	role,
	/** Null: she does not work at a counter, or it was not said. */
	storeIds: workplace.nullable(),
});

/** What is kept: none means every store, which nobody gets by leaving a field empty. */
async function storesIn(chosen: z.output<typeof workplace> | null): Promise<string[]> {
	if (chosen === 'every') return [];
	if (chosen !== null && chosen.length > 0) return chosen;
	const t = await getTranslations('settings.members');
	throw new UserError(t(chosen === null ? 'sayStores' : 'chooseStore'), 'storeIds');
}

/** Without letters and figures that are taken for each other: it is read aloud or copied by hand. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

function temporaryPassword(): string {
	const group = () => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
	return [group(), group(), group()].join('-');
}

/** The reason in the reader's language. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof MemberConflict)) throw error;
		const t = await getTranslations('settings.members.conflicts');
		throw new ConflictError(t(error.reason), error.field);
	}
}

/** Answers the password, for the only time: what is kept is its hash. */
export const inviteMember = action({ permission: 'member.manage', input: invitation }, async (member, owner) => {
	const password = temporaryPassword();
	const tied = member.role === 'store' ? await storesIn(member.storeIds) : [];
	await inWords(() => createMember(db(), { ...member, storeIds: tied, password }, owner.id));
	revalidatePath('/settings/members');
	return { password };
});

export const setRole = action(
	{ permission: 'member.manage', input: z.object({ id: z.string(), role }) },
	async (member, owner) => {
		await inWords(() => changeRole(db(), member.id, member.role, owner.id));
		revalidatePath('/settings/members');
	},
);

/** In which stores a colleague works. */
export const setStores = action(
	{ permission: 'member.manage', input: z.object({ id: z.string(), storeIds: workplace }) },
	async (member, owner) => {
		await changeStores(db(), member.id, await storesIn(member.storeIds), owner.id);
		revalidatePath('/settings/members');
	},
);

export const remove = action(
	{ permission: 'member.manage', input: z.object({ id: z.string() }) },
	async ({ id }, owner) => {
		await inWords(() => removeMember(db(), id, owner.id));
		revalidatePath('/settings/members');
	},
);
