import { sql } from 'drizzle-orm';
import { db } from '@/db/client';
import { listCustomers } from '@/db/customer-views';
import { crowd } from './crowd';
import { percentile, print, timed } from './figure';

const RUNS = 15;

/** What is typed into the list of customers: from what leads to one of them to what leads to everybody. */
const SEARCHES: Record<string, string> = {
	'a name': 'Crowd 77777',
	'part of an address': '66666@example',
	'part of a card': 'card-5555',
	'a name that everybody has': 'crowd',
	'a name that nobody has': 'Quetzalcoatl',
	'two letters': 'wd',
};

/** Milliseconds to the first page of a search, p95, among so many customers. Beside it: the page without a search. */
export async function search(customers: number): Promise<void> {
	await crowd(customers);
	for (const [name, text] of Object.entries(SEARCHES)) {
		const found = await p95(() => listCustomers(db(), { search: text }));
		print(`search: ${name}`, 'ms', found, await p95(() => listCustomers(db(), {})));
	}
	const { rows } = await db().execute<{ size: number }>(sql`
		select (pg_relation_size('customers_name_parts') + pg_relation_size('identities_parts'))::float8 / 1048576 as size`);
	print('search: its indexes', 'MB', rows[0]?.size ?? Number.NaN, customers / 1000);
}

async function p95(work: () => Promise<unknown>): Promise<number> {
	const times: number[] = [];
	for (let n = 0; n < RUNS; n++) times.push((await timed(work)) * 1000);
	return percentile(
		times.toSorted((a, b) => a - b),
		0.95,
	);
}
