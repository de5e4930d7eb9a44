import { sql } from 'drizzle-orm';
import { db } from '@/db/client';
import { matchesNow } from '@/db/rule-matches';
import type { Rule } from '@/lib/condition';
import { crowd } from './crowd';
import { percentile, print } from './figure';

const RUNS = 15;

const ordered = (op: 'at-least' | 'exactly', n: number, within?: string): Rule => ({
	type: 'history',
	event: 'Order Completed',
	count: { op, n },
	within,
});
const bought: Rule = { type: 'property', of: 'event', path: 'products[].product_id', op: 'equals', value: 'p42' };

/** What marketers ask, from the simplest to the heaviest. */
const RULES: Record<string, Rule> = {
	'a trait': { type: 'property', of: 'customer', path: 'traits.vip', op: 'equals', value: true },
	'consent and email': {
		type: 'all',
		rules: [
			{ type: 'consent', channel: 'email', granted: true },
			{ type: 'property', of: 'customer', path: 'email', op: 'is-set' },
		],
	},
	'no order for 30 days': { type: 'all', rules: [ordered('at-least', 1), ordered('exactly', 0, 'P30D')] },
	'two orders this year': ordered('at-least', 2, 'P1Y'),
	'bought it and kept it': {
		...{ type: 'history', event: 'Order Completed', count: { op: 'at-least', n: 1 }, where: bought },
		without: [{ event: 'Order Refunded', same: 'order_id' }],
	},
	'spent 150 this year': {
		...{ type: 'history-value', event: 'Order Completed', within: 'P1Y', take: 'sum', path: 'total' },
		...{ op: 'at-least', value: 150 },
	},
	'looked at a category, agreed, no order': {
		type: 'all',
		rules: [
			{
				...{ type: 'history', event: 'Product Viewed', count: { op: 'at-least', n: 2 } },
				where: { type: 'property', of: 'event', path: 'category', op: 'one-of', value: ['c1', 'c2', 'c3'] },
			},
			{ type: 'consent', channel: 'email', granted: true },
			ordered('exactly', 0, 'P7D'),
		],
	},
};

/** Milliseconds to “matches … of … now”, p95, among so many customers with ten events each. Beside it: to count the customers. */
export async function matches(customers: number): Promise<void> {
	await crowd(customers);
	for (const [name, rule] of Object.entries(RULES)) {
		const ours: number[] = [];
		const bare: number[] = [];
		let estimated = 0;
		for (let n = 0; n < RUNS; n++) {
			ours.push(
				await took(async () => {
					if ((await matchesNow(db(), rule, Date.now())).estimated) estimated++;
				}),
			);
			bare.push(await took(() => db().execute(sql`select count(*) from customers where merged_into is null`)));
		}
		const p95 = (times: number[]) =>
			percentile(
				times.toSorted((a, b) => a - b),
				0.95,
			);
		print(
			`matches now: ${name}${estimated > 0 ? ` (${estimated} of ${RUNS} estimated)` : ''}`,
			'ms',
			p95(ours),
			p95(bare),
		);
	}
}

async function took(work: () => Promise<unknown>): Promise<number> {
	const since = performance.now();
	await work();
	return performance.now() - since;
}
