import { inspect } from 'node:util';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { v7 as uuid } from 'uuid';
import { beforeAll, expect, test } from 'vitest';
import { type Db, db } from './client';
import { customers, identities } from './schema';

const ADDRESS = 'ada.lovelace@example.test';
const customerId = uuid();

beforeAll(async () => {
	await db().insert(customers).values({ id: customerId });
	await db().insert(identities).values({ kind: 'email', value: ADDRESS, customerId, source: 'test' });
});

/** Whatever may be written of an error: by a log, by Temporal (message, stack and causes), by Next. */
function written(error: unknown): string {
	const lines: string[] = [];
	pino({}, { write: (line: string) => lines.push(line) }).error({ err: error }, 'failed');
	const chain: unknown[] = [];
	for (let e = error; e instanceof Error; e = e.cause) chain.push(e.message, e.stack, JSON.stringify(e));
	return [...lines, ...chain, inspect(error, { depth: 5 })].join('\n');
}

test.each<[string, (db: Db) => Promise<unknown>]>([
	['a value of the wrong type', (d) => d.execute(sql`select ${ADDRESS}::uuid`)],
	['a date that is none', (d) => d.execute(sql`select ${ADDRESS}::timestamptz`)],
	['JSON that is none', (d) => d.execute(sql`select ${`{"email": "${ADDRESS}"`}::jsonb`)],
	[
		'a row that is there already',
		(d) => d.insert(identities).values({ kind: 'email', value: ADDRESS, customerId, source: 'test' }),
	],
	[
		'a row that lacks something',
		(d) => d.execute(sql`insert into identities (kind, value, source) values ('email', ${ADDRESS}, 'test')`),
	],
	['a table that is gone', (d) => d.execute(sql`select * from nowhere where email = ${ADDRESS}`)],
	['in a transaction', (d) => d.transaction((tx) => tx.execute(sql`select ${ADDRESS}::uuid`))],
])('a query that fails over %s tells nobody whose address it was about', async (_what, query) => {
	const error = await query(db()).then(
		() => null,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(Error);
	expect(written(error)).not.toContain('lovelace');
});

test('a failed query still says what it was and how Postgres calls the failure', async () => {
	const error = await db()
		.insert(identities)
		.values({ kind: 'email', value: ADDRESS, customerId, source: 'test' })
		.catch((thrown: unknown) => thrown);
	expect(error).toMatchObject({
		message: expect.stringContaining('insert into "identities"'),
		cause: { code: '23505', constraint: 'identities_kind_value_pk', message: expect.stringContaining('duplicate key') },
	});
});
