import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from './client';
import { customers } from './schema';

/**
 * Locks a customer and whom she was merged into, until the end of the transaction: what is decided about one person is
 * never decided twice at once. `customer`: her id, or a query that answers it.
 */
export async function lockCustomer(tx: Tx, customer: SQL): Promise<void> {
	for (;;) {
		const { rows } = await tx.execute<{ id: string; merged_into: string | null }>(sql`
			select id, merged_into from ${customers}
			where id = ${customer} or id = (select merged_into from customers where id = ${customer})
			order by id for no key update`);
		// She may have been merged while we waited for the lock.
		if (rows.every((c) => c.merged_into === null || rows.some(({ id }) => id === c.merged_into))) return;
	}
}

/** The customer of an enrollment. */
export function customerOf(enrollmentId: string): SQL {
	return sql`(select customer_id from enrollments where id = ${enrollmentId})`;
}
