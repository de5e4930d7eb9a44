import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from './client';
import { endAsMerged, OPEN } from './enrollments';
import { customers, enrollments, eventQueue, identities } from './schema';

/**
 * Makes one customer of two: the other points to the master, her identities and undecided events move along, and of two
 * open enrollments of one journey and key the earlier survives. What she did, was sent and agreed to stays where it is
 * and is read through the master. Both rows must be locked.
 */
export async function mergeCustomers(tx: Tx, master: string, other: string): Promise<void> {
	await tx
		.update(customers)
		.set({ mergedInto: master })
		.where(sql`${customers.id} = ${other} or ${customers.mergedInto} = ${other}`);
	await tx.execute(sql`
		update customers m set traits = o.traits || m.traits, locale = coalesce(m.locale, o.locale), country = coalesce(m.country, o.country),
			time_zone = coalesce(m.time_zone, o.time_zone), home_store_id = coalesce(m.home_store_id, o.home_store_id),
			created_at = least(m.created_at, o.created_at), last_seen_at = greatest(m.last_seen_at, o.last_seen_at)
		from customers o where m.id = ${master} and o.id = ${other}`);
	await tx.update(identities).set({ customerId: master }).where(eq(identities.customerId, other));
	await tx.update(eventQueue).set({ customerId: master }).where(eq(eventQueue.customerId, other));
	const open = await tx
		.select({ id: enrollments.id, journeyId: enrollments.journeyId, entryKey: enrollments.entryKey })
		.from(enrollments)
		.innerJoin(customers, eq(customers.id, enrollments.customerId))
		.where(and(sql`coalesce(${customers.mergedInto}, ${customers.id}) = ${master}`, inArray(enrollments.status, OPEN)))
		.orderBy(enrollments.enteredAt, enrollments.id);
	const seen = new Set<string>();
	for (const { id, journeyId, entryKey } of open) {
		const place = `${journeyId}\n${entryKey}`;
		if (seen.has(place)) await endAsMerged(tx, id);
		seen.add(place);
	}
}
