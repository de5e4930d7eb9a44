import { Client, type ClientConfig, type QueryConfig } from 'pg';

/** Statements prepared in a connection, at most: texts that vary (long lists) must not fill its memory. */
const MAX = 400;
/** How often a text is seen before it is worth preparing. */
const OFTEN = 3;
const MAX_SEEN = 5000;

const seen = new Map<string, number>();
const names = new Map<string, string>();

/** The name under which a statement is prepared in every connection, once it is asked often. Undefined: not prepared. */
export function statementName(text: string): string | undefined {
	const known = names.get(text);
	if (known) return known;
	if (names.size >= MAX) return undefined;
	if (seen.size >= MAX_SEEN) seen.clear();
	const times = (seen.get(text) ?? 0) + 1;
	seen.set(text, times);
	if (times < OFTEN) return undefined;
	const name = `s${names.size}`;
	names.set(text, name);
	seen.delete(text);
	return name;
}

/**
 * A connection that parses and plans what it is asked often only once: half of what our small queries cost Postgres.
 * A class, because the pool of pg makes its connections with `new`.
 */
export class PreparingClient extends Client {
	constructor(config?: string | ClientConfig) {
		super(config);
		const ask: (...args: unknown[]) => unknown = super.query.bind(this);
		const prepare = (query: unknown, ...rest: unknown[]) => ask(named(query), ...rest);
		Object.assign(this, { query: prepare });
	}
}

function named(query: unknown): unknown {
	if (!isConfig(query) || query.name !== undefined) return query;
	const name = statementName(query.text);
	return name === undefined ? query : { ...query, name };
}

/** What Drizzle hands over; strings (`begin`, `listen`) and cursors pass as they are. */
function isConfig(query: unknown): query is QueryConfig {
	return (
		typeof query === 'object' && query !== null && 'text' in query && typeof query.text === 'string' && 'types' in query
	);
}
