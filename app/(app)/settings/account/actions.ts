'use server';

import { APIError } from 'better-auth/api';
import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { action } from '@/auth/action';
import { mayTrySignIn } from '@/auth/attempts';
import { renameMember } from '@/auth/members';
import { password } from '@/auth/password';
import { auth } from '@/auth/server';
import { audit } from '@/db/audit';
import { db } from '@/db/client';
import { UserError } from '@/lib/errors';

export const rename = action(
	{ permission: null, input: z.object({ name: z.string().trim().min(1).max(80) }) },
	async ({ name }, member) => {
		await db().transaction(async (tx) => {
			await renameMember(tx, member.id, name);
			await audit(tx, member.id, 'member.rename', member.id);
		});
		revalidatePath('/', 'layout');
	},
);

const change = z.object({ currentPassword: z.string().max(1000), newPassword: password });

/** Her other sessions end: whoever knew the old password is out. */
export const changePassword = action({ permission: null, input: change }, async (body, member) => {
	// Whoever finds a browser signed in must not guess here what the sign-in page would not let her.
	if (!(await mayTrySignIn(db(), member.email))) throw new UserError((await getTranslations('auth'))('tooMany'));
	try {
		await auth().api.changePassword({ headers: await headers(), body: { ...body, revokeOtherSessions: true } });
	} catch (error) {
		if (!(error instanceof APIError) || error.body?.code !== 'INVALID_PASSWORD') throw error;
		throw new UserError((await getTranslations('settings.account'))('wrongPassword'), 'currentPassword');
	}
	await audit(db(), member.id, 'member.password', member.id);
});
