import { beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { changePassword } from '@/app/(app)/settings/account/actions';
import { db } from '@/db/client';
import { action } from './action';
import { mayTrySignIn } from './attempts';
import { bringCookie } from './testing/next-headers';
import { cookieOf, PASSWORD, person, trySignIn } from './testing/people';

vi.mock('next/headers', () => import('./testing/next-headers'));
vi.mock('next-intl/server', () => import('./testing/next-intl-server'));
vi.mock('next/cache', () => ({ revalidatePath: () => {} }));

beforeEach(() => bringCookie(''));

const look = action({ permission: 'journey.view', input: z.object({}) }, async () => 'seen');
const NEXT = 'another long password';

test('a new password shuts out whoever knew the old one, wherever she was signed in', async () => {
	const { email } = await person('editor');
	const [mine, elsewhere] = [await cookieOf(email), await cookieOf(email)];
	bringCookie(elsewhere);
	expect(await look({})).toMatchObject({ ok: true });
	bringCookie(mine);
	expect(await changePassword({ currentPassword: PASSWORD, newPassword: NEXT })).toMatchObject({ ok: true });
	bringCookie(elsewhere);
	expect(await look({})).toMatchObject({ ok: false, error: { code: 'signed-out' } });
	expect((await trySignIn(email, PASSWORD)).status).toBe(401);
	expect((await trySignIn(email, NEXT)).status).toBe(200);
});

test('a stolen session guesses the password no faster than the sign-in page lets anybody', async () => {
	const { email } = await person('editor');
	bringCookie(await cookieOf(email));
	while (await mayTrySignIn(db(), email));
	expect(await changePassword({ currentPassword: PASSWORD, newPassword: NEXT })).toMatchObject({
		ok: false,
		error: { code: 'refused', message: expect.stringContaining('Too many attempts') },
	});
});

test('the old password is asked for, and a session alone changes nothing', async () => {
	const { email } = await person('editor');
	bringCookie(await cookieOf(email));
	expect(await changePassword({ currentPassword: 'a guess that is wrong', newPassword: NEXT })).toMatchObject({
		ok: false,
		error: { code: 'refused', field: 'currentPassword' },
	});
	expect((await trySignIn(email, PASSWORD)).status).toBe(200);
});
