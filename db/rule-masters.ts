import { type SQL, sql } from 'drizzle-orm';

/** What belongs to customers, with the alias it is read under. */
export const HERS = {
	e: sql`events`,
	i: sql`identities`,
	k: sql`consents`,
	p: sql`points`,
} as const;
export type Hers = keyof typeof HERS;

/**
 * Rows that belong to customers, with whom their customer was merged into: what a merged customer did, agreed to or is
 * known by is her master’s. Few are merged, and the index on `merged_into` finds them.
 *
 * @param among masters’ ids: rows of other customers are left out
 */
export function masters(alias: Hers, { among }: { among?: readonly string[] | undefined }): SQL {
	const row = sql.raw(alias);
	const rows = among
		? sql`(select * from ${HERS[alias]} where customer_id in (
			select id from customers where id = any(${ids(among)}) union all select id from customers where merged_into = any(${ids(among)})))`
		: HERS[alias];
	return sql`${rows} ${row} left join customers ${merged(alias)}
		on ${merged(alias)}.id = ${row}.customer_id and ${merged(alias)}.merged_into is not null`;
}

/** Whose such a row is; null only for an event of nobody. */
export function masterOf(alias: Hers): SQL {
	return sql`coalesce(${merged(alias)}.merged_into, ${sql.raw(alias)}.customer_id)`;
}

export function ids(among: readonly string[]): SQL {
	return sql`${sql.param([...among])}::uuid[]`;
}

function merged(alias: Hers): SQL {
	return sql.raw(`merged_${alias}`);
}
