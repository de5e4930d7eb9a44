import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/**
 * The name of a customer as it is searched for, by parts of it: under every spelling that traits have for it, in small
 * letters. Written out, and of functions that never change their answer, so that an index of its trigrams holds it.
 */
export function searchableName(traits: SQLWrapper): SQL {
	return sql`lower(coalesce(${traits} ->> 'name', '') || ' ' || coalesce(${traits} ->> 'first_name', ${traits} ->> 'firstName', '') || ' ' || coalesce(${traits} ->> 'last_name', ${traits} ->> 'lastName', ''))`;
}

/** Identities that people read out and remember parts of; of the others only the whole is searched for. */
export const SEARCHED_IN_PART: SQL = sql.raw(`('user_id', 'loyalty_card', 'email', 'phone')`);
