import { DrizzleQueryError } from 'drizzle-orm/errors';
import { PgPreparedQuery } from 'drizzle-orm/pg-core';
import { DatabaseError } from 'pg';

const METHOD = 'queryWithCache';
let done = false;

/**
 * Drizzle writes a failed query's values into its error's message, and Postgres the row into its own: names, addresses
 * and keys, on their way into logs and Temporal's histories. They are left out here, where every query passes, before
 * anybody sees the error.
 */
export function leaveValuesOutOfErrors(): void {
	if (done) return;
	done = true;
	const run = Reflect.get(PgPreparedQuery.prototype, METHOD);
	if (typeof run !== 'function') throw new Error(`this Drizzle has no ${METHOD}: see db/failed-query.ts`);
	Object.defineProperty(PgPreparedQuery.prototype, METHOD, {
		configurable: true,
		async value(this: unknown, ...given: unknown[]): Promise<unknown> {
			try {
				return await Reflect.apply(run, this, given);
			} catch (error) {
				throw error instanceof DrizzleQueryError ? withoutValues(error) : error;
			}
		},
	});
}

function withoutValues({ query, cause }: DrizzleQueryError): Error {
	return new DrizzleQueryError(query, [], cause instanceof DatabaseError ? withoutRow(cause) : cause);
}

function withoutRow({ code, message, table, column, constraint, routine }: DatabaseError): Error {
	// Class 22, data exceptions, quote what they could not read: `invalid input syntax for type uuid: "…"`.
	const said = code?.startsWith('22') ? message.replace(/:.*$/s, '') : message;
	return Object.assign(new Error(said), { name: 'DatabaseError', code, table, column, constraint, routine });
}
