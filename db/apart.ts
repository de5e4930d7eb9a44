import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from './client';

/** The masters whom ops told apart from a master, as a column of a query: an array, or null. */
export function apartFrom(master: SQL): SQL<string[] | null> {
	const members = sql`(select c.id from customers c where c.id = ${master} or c.merged_into = ${master})`;
	return sql<string[] | null>`(
		select array_agg(distinct coalesce(c.merged_into, c.id)) from (
			select a.master_id as id from merges a where a.apart and a.other_id in ${members}
			union all
			select a.other_id from merges a where a.apart and a.master_id in ${members}) told
		join customers c on c.id = told.id)`;
}

/** Ops make one of them after all. */
export async function forgetApart(tx: Tx, one: string[], other: string[]): Promise<void> {
	const [a, b] = [sql`any(${sql.param(one)}::uuid[])`, sql`any(${sql.param(other)}::uuid[])`];
	await tx.execute(sql`
		update merges set apart = false where apart
			and ((master_id = ${a} and other_id = ${b}) or (master_id = ${b} and other_id = ${a}))`);
}
