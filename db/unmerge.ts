import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { missing } from '@/lib/missing';
import { OWN_IDS } from '@/lib/segment';
import { forgetApart } from './apart';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { dueAgain } from './due';
import { lockIdentitiesOf } from './identities';
import { mergeCustomers, openTwice } from './merge';
import { keepOwn, writeShown } from './own-profiles';
import { notifyQueue } from './queue';
import { recordEvents } from './record-events';
import { masterFirst } from './resolve';
import { customers, eventQueue, events, identities, merges } from './schema';

type Side = { id: string; ids: string[]; known: boolean; born: number };

/** A customer's master, with everybody who is joined to it. @throws NotFoundError */
async function sideOf(tx: Tx, customerId: string): Promise<Side> {
	const { rows } = await tx.execute<{ id: string; ids: string[]; known: boolean; born: number }>(sql`
		select m.id, (extract(epoch from m.created_at) * 1000)::float8 as born,
			(select array_agg(c.id) from customers c where c.id = m.id or c.merged_into = m.id) as ids,
			exists (select 1 from identities i where i.customer_id = m.id and i.kind in ('user_id', 'loyalty_card')) as known
		from customers asked join customers m on m.id = coalesce(asked.merged_into, asked.id) where asked.id = ${customerId}`);
	const [side] = rows;
	if (!side) throw new NotFoundError(missing.customer(customerId));
	return side;
}

/** @throws ConflictError when they are one already */
async function twoSides(tx: Tx, one: string, other: string): Promise<{ master: Side; other: Side }> {
	const [a, b] = [await sideOf(tx, one), await sideOf(tx, other)];
	if (a.id === b.id)
		throw new ConflictError({ en: 'they are one customer already', fr: 'c’est déjà un seul et même client' });
	return masterFirst(a, b)[0] === a.id ? { master: a, other: b } : { master: b, other: a };
}

/** What making one customer of two would do. @throws NotFoundError, ConflictError */
export async function previewMerge(tx: Tx, one: string, two: string) {
	const { master, other } = await twoSides(tx, one, two);
	const open = await openTwice(tx, [master.id, other.id]);
	return { masterId: master.id, otherId: other.id, ends: open.filter(({ survives }) => !survives).length };
}

/**
 * Ops know that two profiles are one customer. Her journeys look back over what both did. Answers the master's id.
 * @throws NotFoundError, ConflictError
 */
export async function mergeByOps(db: Db, one: string, two: string, actor: string, at = new Date()): Promise<string> {
	return db.transaction(async (tx) => {
		const before = await twoSides(tx, one, two);
		await lock(tx, [before.master, before.other]);
		const { master, other } = await twoSides(tx, one, two);
		await forgetApart(tx, master.ids, other.ids);
		await mergeCustomers(tx, master.id, other.id, { by: actor, at });
		await audit(tx, actor, 'customer.merge', master.id, { other: other.id });
		await recordEvents(tx, [
			{
				messageId: `${OWN_IDS}merged:${uuid()}`,
				name: 'Customer Merged',
				customerId: master.id,
				at,
				source: 'parcours',
				properties: { profiles: master.ids.length + other.ids.length },
				joins: true,
			},
		]);
		await dueAgain(tx, sql`select ${master.id}::uuid as id`, at.getTime());
		return master.id;
	});
}

/**
 * Takes a merge back: both are as they were, with what each said, was found by and did until then; what arrived since
 * stays with the master. Enrollments that ended because of the merge stay ended. No event makes one of them again.
 * @throws NotFoundError, ConflictError when she is merged into nobody
 */
export async function unmergeCustomer(db: Db, otherId: string, actor: string, at = new Date()): Promise<void> {
	await db.transaction(async (tx) => {
		await lock(tx, [await sideOf(tx, otherId)]);
		const { id: master } = await sideOf(tx, otherId);
		const [merge] = await tx
			.select()
			.from(merges)
			.where(and(eq(merges.otherId, otherId), isNull(merges.undoneAt)));
		if (!merge)
			throw new ConflictError({
				en: 'this profile is merged into no other',
				fr: 'ce profil n’est fusionné avec aucun autre',
			});
		await keepOwn(tx, master, at);
		await tx.update(merges).set({ undoneAt: at, apart: true }).where(eq(merges.id, merge.id));
		const leaving = await treeOf(tx, otherId);
		await tx
			.update(customers)
			.set({ mergedInto: sql`case when ${customers.id} = ${otherId}::uuid then null else ${otherId}::uuid end` })
			.where(inArray(customers.id, leaving));
		await tx
			.update(identities)
			.set({ customerId: otherId, broughtBy: sql`nullif(${identities.broughtBy}, ${otherId}::uuid)` })
			.where(and(eq(identities.customerId, master), inArray(identities.broughtBy, leaving)));
		await tx
			.update(eventQueue)
			.set({ customerId: otherId })
			.from(events)
			.where(
				and(
					eq(eventQueue.customerId, master),
					eq(events.effectiveAt, eventQueue.effectiveAt),
					eq(events.seq, eventQueue.seq),
					inArray(events.customerId, leaving),
				),
			);
		await writeShown(tx, master, at);
		await writeShown(tx, otherId, at);
		await audit(tx, actor, 'customer.unmerge', master, { other: otherId });
		// Ops put something right: nothing happened to her that a journey should hear.
		await dueAgain(tx, sql`select unnest(${sql.param([master, otherId])}::uuid[]) as id`, at.getTime(), true);
		await notifyQueue(tx);
	});
}

/** A profile and everybody who was merged into it. */
async function treeOf(tx: Tx, id: string): Promise<string[]> {
	const { rows } = await tx.execute<{ id: string }>(sql`
		with recursive tree as (
			select ${id}::uuid as id
			union all
			select m.other_id from merges m join tree on m.master_id = tree.id where m.undone_at is null)
		select id from tree`);
	return rows.map((row) => row.id);
}

/** As ingest does: identities before customers, in one order for everybody. */
async function lock(tx: Tx, sides: Side[]): Promise<void> {
	const ids = sides.flatMap((side) => side.ids);
	await lockIdentitiesOf(
		tx,
		sides.map(({ id }) => id),
	);
	await tx.execute(sql`
		select 1 from customers where id = any(${sql.param(ids)}::uuid[]) order by id for no key update`);
}
