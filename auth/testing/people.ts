import { randomUUID } from 'node:crypto';
import type { Role } from '@/db/auth-schema';
import { db } from '@/db/client';
import { createMember } from '../members';
import { auth } from '../server';

export const PASSWORD = 'a long enough password';

export async function person(role: Role, storeIds: string[] = []): Promise<{ id: string; email: string }> {
	const email = `${role}-${randomUUID()}@example.test`;
	const { id } = await createMember(db(), { email, name: `An ${role}`, password: PASSWORD, role, storeIds }, 'system');
	return { id, email };
}

/** Over HTTP, as the sign-in page does it. Each call comes from another address unless one is given. */
export async function trySignIn(
	email: string,
	password = PASSWORD,
	address = `10.0.0.${Math.ceil(Math.random() * 250)}`,
): Promise<Response> {
	return auth().handler(
		new Request('http://localhost:3000/api/auth/sign-in/email', {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', 'x-forwarded-for': address },
			body: JSON.stringify({ email, password }),
		}),
	);
}

/** The cookie of her session, as a browser sends it back. */
export async function cookieOf(email: string): Promise<string> {
	const response = await trySignIn(email);
	if (!response.ok) throw new Error(`sign-in answered ${response.status}`);
	return response.headers
		.getSetCookie()
		.map((set) => set.split(';')[0])
		.join('; ');
}
