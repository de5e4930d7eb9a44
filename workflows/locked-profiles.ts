import { anyOf } from '../db/any-of';
import type { Tx } from '../db/client';
import { loadProfiles, type Profile } from '../db/profiles';
import { customers } from '../db/schema';

/**
 * Customers by the id asked for, held until the transaction ends, in an order that never waits in a circle. Who was
 * merged meanwhile is who she was merged into; both are held.
 */
export async function lockedProfiles(tx: Tx, ids: string[]): Promise<Map<string, Profile>> {
	if (ids.length === 0) return new Map();
	const before = await loadProfiles(tx, ids);
	const everybody = [...new Set([...ids, ...[...before.values()].map(({ facts }) => facts.id)])].sort();
	await tx
		.select({ id: customers.id })
		.from(customers)
		.where(anyOf(customers.id, everybody))
		.orderBy(customers.id)
		.for('no key update');
	return loadProfiles(tx, ids);
}
