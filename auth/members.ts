import { generateId } from 'better-auth';
import { hashPassword } from 'better-auth/crypto';
import { eq, sql } from 'drizzle-orm';
import { anyOf } from '@/db/any-of';
import { audit } from '@/db/audit';
import { accounts, type Role, sessions, users } from '@/db/auth-schema';
import type { Db, Tx } from '@/db/client';
import { stores } from '@/db/schema';
import { ConflictError, NotFoundError, UserError } from '@/lib/errors';

export type NewMember = {
	email: string;
	name: string;
	password: string;
	role: Role;
	/** Of a colleague in stores: where she works. */
	storeIds?: string[];
};

/** Why a change of members was refused; the caller says it in the reader's language. */
export class MemberConflict extends ConflictError {
	override name = 'MemberConflict';
	constructor(readonly reason: 'email-taken' | 'last-owner' | 'self') {
		super(reason, reason === 'email-taken' ? 'email' : undefined);
	}
}

/**
 * Makes a member who signs in with a password. One who was removed comes back as herself: her row was kept for the
 * journeys she published. `actor`: who made her.
 *
 * @throws MemberConflict when the address has a member already; UserError for a store that is not there.
 */
export async function createMember(db: Db, member: NewMember, actor: string): Promise<{ id: string }> {
	const password = await hashPassword(member.password);
	const email = member.email.trim().toLowerCase();
	const { role, storeIds = [] } = member;
	const profile = { name: member.name.trim(), role, storeIds, updatedAt: new Date() };
	return db.transaction(async (tx) => {
		await lockMembers(tx);
		await expectStores(tx, storeIds);
		const [kept] = await tx
			.select({ id: users.id, accountId: accounts.id })
			.from(users)
			.leftJoin(accounts, eq(accounts.userId, users.id))
			.where(eq(users.email, email));
		if (kept?.accountId) throw new MemberConflict('email-taken');
		const id = kept?.id ?? generateId();
		if (kept) await tx.update(users).set(profile).where(eq(users.id, id));
		else await tx.insert(users).values({ id, email, emailVerified: true, ...profile });
		await tx
			.insert(accounts)
			.values({ id: generateId(), accountId: id, providerId: 'credential', userId: id, password });
		await audit(tx, actor, 'member.create', id, { role, ...(storeIds.length > 0 && { stores: storeIds }) });
		return { id };
	});
}

export type MemberRow = {
	id: string;
	name: string;
	email: string;
	role: Role;
	storeIds: string[];
	createdAt: Date;
	signedInAt: Date | null;
};

/** Who can sign in, the first of them first. `signedInAt`: her last sign-in that is still open. */
export async function listMembers(tx: Tx): Promise<MemberRow[]> {
	return tx
		.select({
			id: users.id,
			name: users.name,
			email: users.email,
			role: users.role,
			storeIds: users.storeIds,
			createdAt: users.createdAt,
			signedInAt: sql<Date | null>`max(${sessions.createdAt})`.mapWith((value) =>
				value === null ? null : new Date(value),
			),
		})
		.from(users)
		.innerJoin(accounts, eq(accounts.userId, users.id))
		.leftJoin(sessions, eq(sessions.userId, users.id))
		.groupBy(users.id)
		.orderBy(users.createdAt);
}

/** False on a new installation, until `npm run setup` made its owner. */
export async function hasMembers(tx: Tx): Promise<boolean> {
	return (await tx.select({ id: accounts.id }).from(accounts).limit(1)).length > 0;
}

/** Where a member works, of the stores; null for one who was removed: her row stays, her account does not. */
export async function storesOfMember(tx: Tx, id: string): Promise<string[] | null> {
	const [member] = await tx
		.select({ storeIds: users.storeIds })
		.from(users)
		.innerJoin(accounts, eq(accounts.userId, users.id))
		.where(eq(users.id, id))
		.limit(1);
	return member?.storeIds ?? null;
}

/** Changes of members happen one after the other, so that two owners cannot demote each other at the same moment. */
async function lockMembers(tx: Tx): Promise<void> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext('parcours members'))`);
}

async function lockedMember(tx: Tx, id: string): Promise<{ role: Role; isLastOwner: boolean }> {
	await lockMembers(tx);
	const rows = await tx
		.select({ id: users.id, role: users.role })
		.from(users)
		.innerJoin(accounts, eq(accounts.userId, users.id));
	const member = rows.find((row) => row.id === id);
	if (!member) throw new NotFoundError({ en: 'This member is not there any more.', fr: 'Ce membre n’existe plus.' });
	const others = rows.filter((row) => row.role === 'owner' && row.id !== id);
	return { role: member.role, isLastOwner: member.role === 'owner' && others.length === 0 };
}

/** @throws MemberConflict for the last owner: somebody must be able to let others in. */
export async function changeRole(db: Db, id: string, role: Role, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		const before = await lockedMember(tx, id);
		if (before.role === role) return;
		if (before.isLastOwner) throw new MemberConflict('last-owner');
		await tx.update(users).set({ role, updatedAt: new Date() }).where(eq(users.id, id));
		await audit(tx, actor, 'member.role', id, { from: before.role, to: role });
	});
}

/**
 * Says in which stores a colleague works; none: in all of them.
 *
 * @throws UserError for a store that is not there.
 */
export async function changeStores(db: Db, id: string, storeIds: string[], actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		await lockedMember(tx, id);
		await expectStores(tx, storeIds);
		await tx.update(users).set({ storeIds, updatedAt: new Date() }).where(eq(users.id, id));
		await audit(tx, actor, 'member.stores', id, { stores: storeIds });
	});
}

/** @throws UserError */
async function expectStores(tx: Tx, ids: string[]): Promise<void> {
	if (ids.length === 0) return;
	const rows = await tx.select({ id: stores.id }).from(stores).where(anyOf(stores.id, ids));
	const unknown = ids.find((id) => !rows.some((row) => row.id === id));
	if (unknown !== undefined) throw new UserError(`there is no store “${unknown}”`, 'storeIds');
}

/**
 * Ends her sessions and takes her password away. Her row stays, because journeys and the audit log name her; without
 * an account she is no member.
 *
 * @throws MemberConflict for oneself and for the last owner.
 */
export async function removeMember(db: Db, id: string, actor: string): Promise<void> {
	if (id === actor) throw new MemberConflict('self');
	await db.transaction(async (tx) => {
		const before = await lockedMember(tx, id);
		if (before.isLastOwner) throw new MemberConflict('last-owner');
		await tx.delete(sessions).where(eq(sessions.userId, id));
		await tx.delete(accounts).where(eq(accounts.userId, id));
		await tx.update(users).set({ role: 'viewer', storeIds: [], updatedAt: new Date() }).where(eq(users.id, id));
		await audit(tx, actor, 'member.remove', id, { role: before.role });
	});
}

export async function renameMember(tx: Tx, id: string, name: string): Promise<void> {
	await tx.update(users).set({ name: name.trim(), updatedAt: new Date() }).where(eq(users.id, id));
}
