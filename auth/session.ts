import { cookies } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { cache } from 'react';
import type { Role } from '@/db/auth-schema';
import { db } from '@/db/client';
import { storesOfMember } from './members';
import { can, isRole, type Permission } from './permissions';
import { auth } from './server';

export type Member = { id: string; name: string; email: string; role: Role; storeIds: string[] };

/** Who is signed in, read from the database once a request. */
export const currentMember = cache(async (): Promise<Member | null> => {
	// The jar, not the request's header: an action that begins a new session draws the page with its cookie.
	const jar = await cookies();
	const session = await auth().api.getSession({ headers: new Headers({ cookie: jar.toString() }) });
	if (!session) return null;
	const { id, name, email, role } = session.user;
	// A sign-in that was under way while she was removed leaves a session behind.
	const storeIds = await storesOfMember(db(), id);
	return storeIds && isRole(role) ? { id, name, email, role, storeIds } : null;
});

/** For pages: sends a stranger to sign in, and answers 403 to a member who may not. `null`: any member. */
export async function requireMember(permission: Permission | null): Promise<Member> {
	const member = await currentMember();
	if (!member) redirect('/sign-in');
	if (permission && !can(member.role, permission)) forbidden();
	return member;
}
