import { type SQL, sql } from 'drizzle-orm';
import type { Rule } from '@/lib/condition';
import { OperationalError } from '@/lib/errors';
import { anyOf } from './any-of';
import type { Db, Tx } from './client';
import { customerName } from './customer-views';
import { isSomebody, matching } from './rule-sql';
import { customers } from './schema';

/** How many customers a rule is about. */
export type Matches = {
	matching: number;
	/** All customers, those merged into others, or erased, not counted. */
	total: number;
	/** `matching` was counted on a sample: everybody would have taken too long. */
	estimated: boolean;
	examples: { id: string; name: string | null }[];
};

/** Somebody waits for it while she types: after so long a sample has to do. */
const EXACT_MS = 300;
const SAMPLED_MS = 1000;
/** Within three percent of everybody, nineteen times out of twenty. */
const SAMPLE = 1000;
const EXAMPLES = 5;

/**
 * How many customers a rule is about at an instant (UTC epoch ms), with a few of them. Counted one by one where that is
 * quick, else on a sample of customers, the same one as long as nobody comes: the figure does not jump while she types.
 *
 * @throws UserError when the rule looks at stock, stores or prices
 * @throws OperationalError when even a sample takes too long
 */
export async function matchesNow(
	db: Db,
	rule: Rule,
	now: number,
	/** 0: on a sample at once. */
	exactMs = EXACT_MS,
): Promise<Matches> {
	const found =
		(exactMs > 0 ? await within(db, exactMs, (tx) => countAll(tx, rule, now)) : null) ??
		(await within(db, SAMPLED_MS, (tx) => countSample(tx, rule, now)));
	if (!found) throw new OperationalError('the database is too busy to count customers');
	const { ids, ...counted } = found;
	const names = await db
		.select({ id: customers.id, name: customerName })
		.from(customers)
		.where(anyOf(customers.id, ids));
	return { ...counted, examples: names };
}

type Counted = Omit<Matches, 'examples'> & { ids: string[] };

const TOTAL = sql`(select count(*)::int from customers c where ${isSomebody(sql`c`)})`;

async function countAll(tx: Tx, rule: Rule, now: number): Promise<Counted> {
	const { rows } = await tx.execute<{ matching: number; total: number; ids: string[] }>(
		counting(sql`${matching(rule, { now })}`),
	);
	const [row = { matching: 0, total: 0, ids: [] }] = rows;
	return { ...row, estimated: false };
}

async function countSample(tx: Tx, rule: Rule, now: number): Promise<Counted> {
	const {
		rows: [size = { total: 0 }],
	} = await tx.execute<{ total: number }>(sql`select ${TOTAL} as total`);
	const { total } = size;
	const percent = Math.min(100, (100 * SAMPLE) / Math.max(1, total));
	const sampled = await tx.execute<{ id: string }>(
		sql`select c.id from customers c tablesample bernoulli (${percent}) repeatable (1) where ${isSomebody(sql`c`)}`,
	);
	const among = sampled.rows.map(({ id }) => id);
	const {
		rows: [row = { matching: 0, ids: [] }],
	} = await tx.execute<{ matching: number; ids: string[] }>(counting(matching(rule, { now, among })));
	const share = among.length > 0 ? row.matching / among.length : 0;
	return { ids: row.ids, total, matching: Math.round(share * total), estimated: true };
}

function counting(condition: SQL): SQL {
	return sql`with found as materialized (select c.id from customers c where ${condition})
		select (select count(*)::int from found) as matching, ${TOTAL} as total, array(select id from found limit ${EXAMPLES}) as ids`;
}

/** Null when it takes longer. */
async function within<T>(db: Db, ms: number, ask: (tx: Tx) => Promise<T>): Promise<T | null> {
	try {
		return await db.transaction(
			async (tx) => {
				// Memory to hash everybody's histories; compiling the statement would take longer than running it.
				await tx.execute(
					sql`select set_config('statement_timeout', ${`${ms}`}, true), set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`,
				);
				return await ask(tx);
			},
			{ accessMode: 'read only' },
		);
	} catch (error) {
		if (isTimeout(error)) return null;
		throw error;
	}
}

function isTimeout(error: unknown): boolean {
	return (
		error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === '57014'
	);
}
