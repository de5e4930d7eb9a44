import { and, eq, inArray, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Tx } from './client';
import { endAsMerged, OPEN } from './enrollments';
import { keepOwn, writeShown } from './own-profiles';
import { customers, enrollments, eventQueue, identities, merges } from './schema';

/**
 * Makes one customer of two: the other points to the master, her identities and undecided events move along, and of two
 * open enrollments of one journey and key the earlier survives. What she did, was sent and agreed to stays where it is
 * and is read through the master. What is needed to make two of them again (db/unmerge.ts) is kept. Both rows must be
 * locked. `by`: `system`, or who of ops.
 */
export async function mergeCustomers(
	tx: Tx,
	master: string,
	other: string,
	{ by, at }: { by: string; at: Date } = { by: 'system', at: new Date() },
): Promise<void> {
	await keepOwn(tx, master, at);
	const [followed] = await tx.select({ id: merges.id }).from(merges).where(isOpen(other)).limit(1);
	if (followed) await keepOwn(tx, other, at);
	await tx
		.update(customers)
		.set({ mergedInto: master })
		.where(sql`${customers.id} = ${other} or ${customers.mergedInto} = ${other}`);
	await tx.insert(merges).values({ id: uuid(), masterId: master, otherId: other, mergedAt: at, mergedBy: by });
	await tx
		.update(identities)
		.set({ customerId: master, broughtBy: sql`coalesce(${identities.broughtBy}, ${identities.customerId})` })
		.where(eq(identities.customerId, other));
	await tx.update(eventQueue).set({ customerId: master }).where(eq(eventQueue.customerId, other));
	await writeShown(tx, master, at);
	for (const { id, survives } of await openTwice(tx, [master])) if (!survives) await endAsMerged(tx, id);
}

const isOpen = (master: string) => and(eq(merges.masterId, master), sql`${merges.undoneAt} is null`);

/** Open enrollments of customers who are, or are to be, one: of those with one journey and key the earliest survives. */
export async function openTwice(tx: Tx, masters: string[]): Promise<{ id: string; survives: boolean }[]> {
	const open = await tx
		.select({ id: enrollments.id, journeyId: enrollments.journeyId, entryKey: enrollments.entryKey })
		.from(enrollments)
		.innerJoin(customers, eq(customers.id, enrollments.customerId))
		.where(
			and(
				sql`coalesce(${customers.mergedInto}, ${customers.id}) = any(${sql.param(masters)}::uuid[])`,
				inArray(enrollments.status, OPEN),
			),
		)
		.orderBy(enrollments.enteredAt, enrollments.id);
	const seen = new Set<string>();
	return open.map(({ id, journeyId, entryKey }) => {
		const place = `${journeyId}\n${entryKey}`;
		const survives = !seen.has(place);
		seen.add(place);
		return { id, survives };
	});
}
