import { sql } from 'drizzle-orm';
import { NotFoundError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import { missing } from '@/lib/missing';
import { isUuid } from '@/lib/uuid';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { wakeWaiting } from './enrollments';
import { lockIdentitiesOf } from './identities';
import { herRows, PERSONAL_DATA, rowsForHer } from './personal-data';
import { notifyQueue } from './queue';

/** A customer and everybody who was merged into her, the master first. @throws NotFoundError */
async function everybodyOf(tx: Tx, id: string): Promise<[string, ...string[]]> {
	const { rows } = isUuid(id)
		? await tx.execute<{ id: string }>(sql`
			with master as (select coalesce(merged_into, id) as id from customers where id = ${id} and erased_at is null)
			select c.id from customers c join master m on c.id = m.id or c.merged_into = m.id order by c.id = m.id desc, c.id`)
		: { rows: [] };
	const [master, ...others] = rows.map((row) => row.id);
	if (!master) throw new NotFoundError(missing.customer(id));
	return [master, ...others];
}

/**
 * Erases a person (GDPR art. 17), at once and for good: her journeys end, and of what she was, said and did nothing is
 * left. Whoever comes back is a new customer. Answers the id that the audit log names.
 * @throws NotFoundError
 */
export async function eraseCustomer(db: Db, id: string, actor: string): Promise<string> {
	return db.transaction(async (tx) => {
		// As ingest does: identities before customers, so that nothing of her arrives meanwhile.
		await lockIdentitiesOf(tx, (await everybodyOf(tx, id)).slice(0, 1));
		const asked = await everybodyOf(tx, id);
		await tx.execute(sql`
			select 1 from customers where id = any(${sql.param(asked)}::uuid[]) order by id for no key update`);
		const ids = await everybodyOf(tx, id);
		await endEverything(tx, ids);
		for (const table of PERSONAL_DATA) {
			const { erase } = table;
			const name = sql.identifier(table.table);
			if (erase === 'delete') await tx.execute(sql`delete from ${name} where ${herRows(table, ids)}`);
			else if (Object.keys(erase).length > 0) {
				const set = Object.entries(erase).map(([column, value]) => sql`${sql.identifier(column)} = ${sql.raw(value)}`);
				await tx.execute(sql`update ${name} set ${sql.join(set, sql`, `)} where ${herRows(table, ids)}`);
			}
		}
		await audit(tx, actor, 'customer.erase', ids[0]);
		await notifyQueue(tx);
		return ids[0];
	});
}

/** Her enrollments are over, whatever their workflows are doing; what is on its way to a provider is nobody's any more. */
async function endEverything(tx: Tx, ids: string[]): Promise<void> {
	const open = sql`customer_id = any(${sql.param(ids)}::uuid[]) and status in ('starting', 'running', 'waiting')`;
	const waiting = await tx.execute<{ id: string; waitSeq: number }>(sql`
		select id, wait_seq as "waitSeq" from enrollments where ${open} and status = 'waiting' for update`);
	await wakeWaiting(tx, waiting.rows, { by: 'order', ending: { status: 'stopped', outcome: 'erased' } });
	// Another run's number: what the old one still does finds that it was replaced.
	await tx.execute(sql`
		update enrollments set status = 'stopped', outcome = 'erased', run = run + 1, parked_for = null, waiting_for = null, found_by = null,
			wake_at = null, ended_clock = now(), ended_at = now() where ${open}`);
	for (const book of ['sends', 'calls', 'consent_requests'])
		await tx.execute(sql`
			update ${sql.identifier(book)} set state = (case when state = 'reserved' then 'suppressed' else 'unknown' end)::send_state,
				reason = 'erased', settled_at = now()
			where customer_id = any(${sql.param(ids)}::uuid[]) and state in ('reserved', 'calling')`);
}

/**
 * Everything we have about a person (GDPR art. 15 and 20), by table, as JSON. Read at one instant.
 * @throws NotFoundError
 */
export async function exportCustomer(db: Db, id: string, actor: string): Promise<JsonObject> {
	return db.transaction(
		async (tx) => {
			const ids = await everybodyOf(tx, id);
			const data: JsonObject = {};
			for (const table of PERSONAL_DATA) {
				const { rows } = await tx.execute<{ row: JsonObject }>(sql`
					select to_jsonb(t) as row from ${sql.identifier(table.table)} t where ${rowsForHer(table, ids)}`);
				data[table.table] = rows.map(({ row }) => row);
			}
			await audit(tx, actor, 'customer.export', ids[0]);
			return { customer_id: ids[0], exported_at: new Date().toISOString(), data };
		},
		{ isolationLevel: 'repeatable read' },
	);
}
