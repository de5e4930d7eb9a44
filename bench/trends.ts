import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { db } from '@/db/client';
import { saveTrend } from '@/db/trends';
import { TREND_GROUPS, type TrendDefinition } from '@/lib/trend';
import type { Lab } from '@/scripts/testing/lab';
import { crowd } from './crowd';
import { abreast, batches, print, timed } from './figure';

const TRENDS = 10;
const EVENTS = 2_000;
const ROUNDS = 3;
const PRODUCTS = 300;

/**
 * Milliseconds a look at a product costs with ten trends that count it, from the request until every trend is up to date,
 * among the events of so many customers. Beside it: among a tenth of them.
 */
export async function trends(lab: Lab, customers: number): Promise<void> {
	await crowd(customers / 10);
	for (let n = 0; n < TRENDS; n++)
		await saveTrend(db(), { name: `Trend ${n}`, definition: definitionOf(n), revision: 0 }, 'system');
	await filled();
	const few = await fastest(lab, customers / 10);
	await crowd(customers - customers / 10, customers / 10);
	print('look with 10 trends', 'ms', await fastest(lab, customers), few);
	await db().execute(sql`update trends set archived_at = now()`);
}

/** Counts and customers, together and by all there is, over an hour to weeks. */
function definitionOf(n: number): TrendDefinition {
	return {
		event: 'Product Viewed',
		measure: n % 2 === 0 ? { of: 'events' } : { of: 'customers' },
		by: TREND_GROUPS[n % TREND_GROUPS.length] ?? 'nothing',
		window: n % 3 === 0 ? 'P7D' : 'PT1H',
		threshold: { than: 'usual', op: 'at-least', times: 2, of: n % 3 === 0 ? 'weeks' : 'days', least: 1_000_000 },
		pause: 'P1D',
	};
}

async function fastest(lab: Lab, among: number): Promise<number> {
	const costs: number[] = [];
	for (let round = 0; round <= ROUNDS; round++) {
		const step = Math.floor(among / EVENTS);
		const calls = Array.from({ length: EVENTS }, (_, n) => ({
			...{ type: 'track', anonymousId: `crowd-${n * step + (round % step)}`, event: 'Product Viewed' },
			properties: { product_id: `p${n % PRODUCTS}`, category: `c${n % 12}`, store_id: `s${n % 40}` },
		}));
		const seconds = await timed(async () => {
			await abreast(batches(calls, 100), 2, lab.send);
			await upToDate();
		});
		// The first round warms up.
		if (round > 0) costs.push((seconds * 1000) / EVENTS);
	}
	return Math.min(...costs);
}

async function filled(): Promise<void> {
	const filling = async () =>
		(await db().execute(sql`select 1 from trends where filled_at is null and archived_at is null limit 1`)).rows
			.length > 0;
	while (await filling()) await sleep(100);
}

async function upToDate(): Promise<void> {
	const due = async () =>
		(
			await db().execute(sql`
				select 1 from trend_arrivals union all select 1 from trend_groups where due_at <= now() limit 1`)
		).rows.length > 0;
	do await sleep(10);
	while (await due());
}
