import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { POST } from '@/app/api/auth/[...all]/route';
import { db } from '@/db/client';
import { auditLog, stores, users } from '@/db/schema';
import { STORES } from '@/demo/retailer';
import { createOwner } from './create-owner';
import {
	changeRole,
	changeStores,
	createMember,
	hasMembers,
	listMembers,
	removeMember,
	storesOfMember,
} from './members';
import { PASSWORD, person, trySignIn } from './testing/people';

describe('members', () => {
	test('start with an owner made from the command line, who can sign in', async () => {
		expect(await hasMembers(db())).toBe(false);
		const { id } = await createOwner({ email: 'Ada@Example.test', name: 'Ada', password: PASSWORD });
		expect(await hasMembers(db())).toBe(true);
		expect((await trySignIn('ada@example.test')).status).toBe(200);
		expect((await trySignIn('ada@example.test', 'not her password')).status).toBe(401);
		await expect(removeMember(db(), id, 'system')).rejects.toMatchObject({ reason: 'last-owner' });
		await expect(changeRole(db(), id, 'editor', id)).rejects.toMatchObject({ reason: 'last-owner' });
	});

	test('are made by owners only: nobody can sign herself up', async () => {
		const signUp = new Request('http://localhost:3000/api/auth/sign-up/email', {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
			body: JSON.stringify({ email: 'eve@example.test', name: 'Eve', password: PASSWORD, role: 'owner' }),
		});
		expect((await POST(signUp)).status).toBe(404);
		expect((await listMembers(db())).map((member) => member.email)).not.toContain('eve@example.test');
	});

	test('have an address each', async () => {
		const { email } = await person('editor');
		const again = { email: email.toUpperCase(), name: 'Again', password: PASSWORD, role: 'owner' } as const;
		await expect(createMember(db(), again, 'system')).rejects.toMatchObject({ reason: 'email-taken', field: 'email' });
	});

	test('who were removed cannot sign in, and come back as themselves', async () => {
		const [owner, editor] = [await person('owner'), await person('editor')];
		await removeMember(db(), editor.id, owner.id);
		expect((await trySignIn(editor.email)).status).toBe(401);
		expect((await listMembers(db())).map((member) => member.id)).not.toContain(editor.id);
		const back = await createMember(
			db(),
			{ email: editor.email, name: 'Back', password: PASSWORD, role: 'ops' },
			owner.id,
		);
		expect(back.id).toBe(editor.id);
		expect((await trySignIn(editor.email)).status).toBe(200);
		const written = await db()
			.select({ action: auditLog.action })
			.from(auditLog)
			.where(eq(auditLog.subject, editor.id));
		expect(written.map((row) => row.action)).toEqual(['member.create', 'member.remove', 'member.create']);
	});

	test('of a store are tied to stores that are there, and to none once they are removed', async () => {
		const [owner, colleague] = [await person('owner'), await person('store')];
		expect(await storesOfMember(db(), colleague.id)).toEqual([]);
		await db()
			.insert(stores)
			.values([...STORES]);
		const hers = STORES[0]?.id ?? '';
		await changeStores(db(), colleague.id, [hers], owner.id);
		expect(await storesOfMember(db(), colleague.id)).toEqual([hers]);
		await expect(changeStores(db(), colleague.id, [hers, 'atlantis'], owner.id)).rejects.toMatchObject({
			message: 'there is no store “atlantis”',
			field: 'storeIds',
		});
		await removeMember(db(), colleague.id, owner.id);
		expect(await storesOfMember(db(), colleague.id)).toBeNull();
		const [row] = await db().select({ storeIds: users.storeIds }).from(users).where(eq(users.id, colleague.id));
		expect(row?.storeIds).toEqual([]);
	});

	test('cannot remove themselves', async () => {
		const owner = await person('owner');
		await expect(removeMember(db(), owner.id, owner.id)).rejects.toMatchObject({ reason: 'self' });
	});

	test('leave an owner behind even when two owners demote each other at the same moment', async () => {
		await db().update(users).set({ role: 'viewer' });
		const [one, two] = [await person('owner'), await person('owner')];
		const both = await Promise.allSettled([
			changeRole(db(), one.id, 'viewer', two.id),
			changeRole(db(), two.id, 'viewer', one.id),
		]);
		expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
		expect((await listMembers(db())).filter((member) => member.role === 'owner')).toHaveLength(1);
	});

	test('cannot have their password guessed from many addresses', async () => {
		const { email } = await person('owner');
		const answers = new Set<number>();
		for (let attempt = 0; attempt < 25; attempt++)
			answers.add((await trySignIn(email, `guess ${attempt}`, `10.9.${attempt}.1`)).status);
		expect([...answers].sort()).toEqual([401, 429]);
		expect((await trySignIn(email, PASSWORD, '10.9.99.1')).status).toBe(429);
	}, 60_000);
});
