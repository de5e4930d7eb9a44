import { type AnyColumn, type SQL, sql } from 'drizzle-orm';

/** `column = any(…)`: as `inArray`, but one text whatever the number of values, so that the statement can be prepared. */
export function anyOf(column: AnyColumn, values: readonly (string | number)[]): SQL {
	// A serial is an integer once it is stored.
	const type = column.getSQLType().replace('serial', 'int');
	return sql`${column} = any(${sql.param([...values])}::${sql.raw(type)}[])`;
}
