import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ROLES, sessions } from '@/db/auth-schema';
import { db } from '@/db/client';
import { createJourney } from '@/db/journeys';
import { stopJourney } from '@/db/operate';
import { ConflictError, NotFoundError, OperationalError, UserError } from '@/lib/errors';
import { EMPTY_GRAPH } from '@/lib/graph';
import { action } from './action';
import { changeRole, removeMember } from './members';
import { can, PERMISSIONS } from './permissions';
import { bringCookie } from './testing/next-headers';
import { readIn } from './testing/next-intl-server';
import { cookieOf, person } from './testing/people';

vi.mock('next/headers', () => import('./testing/next-headers'));
vi.mock('next-intl/server', () => import('./testing/next-intl-server'));

beforeEach(() => {
	bringCookie('');
	readIn('en');
});

const nothing = z.object({});

describe('a server action', () => {
	for (const role of ROLES)
		test(`lets ${role} do what ${role} may, and nothing else`, async () => {
			const { id, email } = await person(role);
			bringCookie(await cookieOf(email));
			for (const permission of PERMISSIONS) {
				const run = vi.fn(async (_: unknown, member: { id: string }) => member.id);
				const result = await action({ permission, input: nothing }, run)({});
				if (can(role, permission)) expect(result).toEqual({ ok: true, value: id });
				else {
					expect(result).toMatchObject({ ok: false, error: { code: 'forbidden' } });
					expect(run).not.toHaveBeenCalled();
				}
			}
		});

	test('refuses who is not signed in, whatever it asks for', async () => {
		const run = vi.fn();
		for (const permission of [...PERMISSIONS, null])
			expect(await action({ permission, input: nothing }, run)({})).toMatchObject({
				ok: false,
				error: { code: 'signed-out' },
			});
		bringCookie('parcours.session_token=made-up.signature');
		expect(await action({ permission: null, input: nothing }, run)({})).toMatchObject({
			error: { code: 'signed-out' },
		});
		expect(run).not.toHaveBeenCalled();
	});

	test('refuses a member from the moment she is removed', async () => {
		const [owner, editor] = [await person('owner'), await person('editor')];
		bringCookie(await cookieOf(editor.email));
		const publish = action({ permission: 'journey.publish', input: nothing }, async () => 'published');
		expect(await publish({})).toMatchObject({ ok: true });
		await removeMember(db(), editor.id, owner.id);
		expect(await publish({})).toMatchObject({ ok: false, error: { code: 'signed-out' } });
	});

	test('refuses a member whose sign-in was under way while she was removed', async () => {
		const [owner, editor] = [await person('owner'), await person('editor')];
		bringCookie(await cookieOf(editor.email));
		const begun = await db().select().from(sessions).where(eq(sessions.userId, editor.id));
		await removeMember(db(), editor.id, owner.id);
		await db().insert(sessions).values(begun);
		const look = action({ permission: 'journey.view', input: nothing }, async () => 'seen');
		expect(await look({})).toMatchObject({ ok: false, error: { code: 'signed-out' } });
	});

	test('goes by the role a member has now, not the one she signed in with', async () => {
		const [owner, editor] = [await person('owner'), await person('editor')];
		bringCookie(await cookieOf(editor.email));
		await changeRole(db(), editor.id, 'viewer', owner.id);
		const edit = action({ permission: 'journey.edit', input: nothing }, async () => 'edited');
		expect(await edit({})).toMatchObject({ ok: false, error: { code: 'forbidden' } });
	});

	test('names the field that is not right, and does nothing', async () => {
		bringCookie(await cookieOf((await person('viewer')).email));
		const run = vi.fn();
		const rename = action({ permission: null, input: z.object({ to: z.object({ name: z.string().min(2) }) }) }, run);
		expect(await rename({ to: { name: 'x' } })).toMatchObject({
			ok: false,
			error: { code: 'invalid', field: 'to.name', message: 'Write at least 2 characters.' },
		});
		expect(run).not.toHaveBeenCalled();
	});

	test('says what is refused in the language of who reads it', async () => {
		bringCookie(await cookieOf((await person('owner')).email));
		const draft = await createJourney(db(), { name: 'Welcome', graph: EMPTY_GRAPH }, 'system');
		const stop = action({ permission: 'journey.operate', input: nothing }, () => stopJourney(db(), draft, 'system'));
		readIn('fr');
		expect(await stop({})).toMatchObject({
			error: {
				code: 'conflict',
				message: 'le parcours est en brouillon\u00a0: seul un parcours actif ou en pause peut devenir arrêté',
			},
		});
		readIn('en');
		expect(await stop({})).toMatchObject({
			error: { message: 'the journey is draft: only one that is live or paused can be stopped' },
		});
	});

	test('shows what a person can put right, and keeps a bug to itself', async () => {
		bringCookie(await cookieOf((await person('viewer')).email));
		const failing = (error: Error) =>
			action({ permission: null, input: nothing }, async () => {
				throw error;
			})({});
		expect(await failing(new UserError('use another name', 'name'))).toEqual({
			ok: false,
			error: { code: 'refused', message: 'use another name', field: 'name' },
		});
		expect(await failing(new NotFoundError('gone'))).toMatchObject({ error: { code: 'not-found', message: 'gone' } });
		expect(await failing(new ConflictError('too late'))).toMatchObject({
			error: { code: 'conflict', message: 'too late' },
		});
		expect(await failing(new OperationalError('smtp: 421 10.1.2.3'))).toMatchObject({ error: { code: 'busy' } });
		const bug = await failing(new Error('select * from users where email = ada@example.test'));
		expect(bug).toMatchObject({ ok: false, error: { code: 'internal' } });
		expect(JSON.stringify(bug)).not.toContain('ada@example.test');
	});
});
