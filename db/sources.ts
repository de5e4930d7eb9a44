import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { newWebhookSecret } from '@/channels/standard-webhooks';
import { ConflictError, NotFoundError, UserError } from '@/lib/errors';
import type { Mapping } from '@/lib/mapping';
import { startingMapping, type TemplateName } from '@/lib/mapping-templates';
import { isUuid } from '@/lib/uuid';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { sources } from './schema';
import { seal, unseal } from './sealed';
import { getWorkspaceSettings } from './workspace';

const current = isNull(sources.archivedAt);
const currentOne = (id: string) => and(eq(sources.id, id), current);
const GONE = { en: 'this source is not there any more', fr: 'cette source n’existe plus' };
const NAME_TAKEN = { en: 'another source has this name', fr: 'une autre source porte ce nom' };

const counted = z.object({
	id: z.string(),
	name: z.string(),
	/** UTC epoch ms of the last payload that is kept. */
	lastAt: z.number().nullable(),
	mapped: z.number(),
	unmapped: z.number(),
	pending: z.number(),
});
export type CountedSource = z.infer<typeof counted>;

/** More than these nobody counts: the index is read that far. */
export const COUNTED_PAYLOADS = 10_000;

/** Every source with its last payload and how many are kept, each up to `COUNTED_PAYLOADS`. */
export async function listSources(tx: Tx): Promise<CountedSource[]> {
	const count = (state: string) => sql`(select count(*)::int from (
		select from source_payloads p where p.source_id = s.id and p.state = ${state} limit ${COUNTED_PAYLOADS}) counted)`;
	const last = (state: string) => sql`(select p.received_at from source_payloads p
		where p.source_id = s.id and p.state = ${state} order by p.id desc limit 1)`;
	const { rows } = await tx.execute(sql`
		select s.id, s.name, extract(epoch from greatest(${last('pending')}, ${last('mapped')}, ${last('unmapped')}))::float8 * 1000 as "lastAt",
			${count('mapped')} as mapped, ${count('unmapped')} as unmapped, ${count('pending')} as pending
		from sources s where s.archived_at is null order by s.name`);
	return rows.map((row) => counted.parse(row));
}

/** @throws NotFoundError */
export async function loadSource(tx: Tx, id: string) {
	const { name, template, mapping, revision, repeats, againTotal } = sources;
	const [found] = isUuid(id)
		? await tx
				.select({ id: sources.id, name, template, mapping, revision, repeats, againTotal })
				.from(sources)
				.where(currentOne(id))
		: [];
	if (!found) throw new NotFoundError(GONE);
	return found;
}

/** What opens its address; null when there is none (any more). */
export async function sourceSecret(tx: Tx, id: string): Promise<{ id: string; secret: string } | null> {
	const [found] = isUuid(id)
		? await tx.select({ id: sources.id, secret: sources.secret }).from(sources).where(currentOne(id))
		: [];
	return found ? { id: found.id, secret: unseal(found.secret) } : null;
}

/**
 * Makes one, from a template, and answers its secret whole, for the only time. `secret`: one that the sender has given.
 * @throws UserError when there is one of this name
 */
export async function createSource(
	db: Db,
	{ name, template, secret }: { name: string; template: TemplateName; secret: string | null },
	actor: string,
): Promise<{ id: string; secret: string }> {
	const made = { id: uuid(), secret: secret ?? newWebhookSecret() };
	await db.transaction(async (tx) => {
		const mapping = startingMapping(template, (await getWorkspaceSettings(tx)).timeZone);
		const values = { id: made.id, name, template, mapping, secret: seal(made.secret) };
		const written = await tx.insert(sources).values(values).onConflictDoNothing().returning({ id: sources.id });
		if (written.length === 0) throw new UserError(NAME_TAKEN, 'name');
		await audit(tx, actor, 'source.create', made.id, { name, template });
	});
	return made;
}

/**
 * Saves the name and the mapping. Answers the revision that the next save must name.
 * @throws NotFoundError, ConflictError when somebody else saved meanwhile, UserError when the name is taken
 */
export async function saveSource(
	db: Db,
	{ id, revision, name, mapping }: { id: string; revision: number; name: string; mapping: Mapping },
	actor: string,
): Promise<number> {
	return db.transaction(async (tx) => {
		const [other] = await tx
			.select({ id: sources.id })
			.from(sources)
			.where(and(eq(sources.name, name), ne(sources.id, id), current));
		if (other) throw new UserError(NAME_TAKEN, 'name');
		const next = revision + 1;
		const changed = await tx
			.update(sources)
			.set({ name, mapping, revision: next })
			.where(and(currentOne(id), eq(sources.revision, revision)))
			.returning({ id: sources.id });
		if (changed.length === 0) {
			await loadSource(tx, id);
			throw new ConflictError({
				en: 'somebody else saved this source meanwhile: load the page again',
				fr: 'quelqu’un d’autre a enregistré cette source entre-temps\u00a0: rechargez la page',
			});
		}
		await audit(tx, actor, 'source.update', id, { name, revision: next });
		return next;
	});
}

/** Puts another secret in its place, from now on, and answers it. @throws NotFoundError */
export async function replaceSourceSecret(db: Db, id: string, given: string | null, actor: string): Promise<string> {
	const secret = given ?? newWebhookSecret();
	await db.transaction(async (tx) => {
		const changed = await tx
			.update(sources)
			.set({ secret: seal(secret) })
			.where(currentOne(id))
			.returning({ id: sources.id });
		if (changed.length === 0) throw new NotFoundError(GONE);
		await audit(tx, actor, 'source.rotate', id);
	});
	return secret;
}

/** Nothing comes in by it from now on; what is kept of its payloads goes, its events stay. */
export async function removeSource(db: Db, id: string, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		await tx.update(sources).set({ archivedAt: new Date() }).where(currentOne(id));
		await audit(tx, actor, 'source.remove', id);
	});
}
