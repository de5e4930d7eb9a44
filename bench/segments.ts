import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { db } from '@/db/client';
import { saveSegment } from '@/db/segments';
import type { Rule } from '@/lib/condition';
import type { Lab } from '@/scripts/testing/lab';
import { crowd } from './crowd';
import { abreast, batches, print, timed } from './figure';

const SEGMENTS = 20;
const EVENTS = 2_000;
const ROUNDS = 3;

/**
 * Milliseconds an order costs with twenty segments, from the request until stage, scores and segments are up to date,
 * among so many customers. Beside it: among a tenth of them.
 */
export async function segments(lab: Lab, customers: number): Promise<void> {
	for (let n = 0; n < SEGMENTS; n++)
		await saveSegment(db(), { name: `Segment ${n}`, description: '', rule: ruleOf(n), revision: 0 }, 'system');
	await crowd(customers / 10);
	const few = await fastest(lab, customers / 10);
	await crowd(customers - customers / 10, customers / 10);
	print('order with 20 segments', 'ms', await fastest(lab, customers), few);
	await db().execute(sql`update segments set archived_at = now()`);
}

/** Counts with and without a window, sums and traits. */
function ruleOf(n: number): Rule {
	const event = n % 2 === 0 ? 'Order Completed' : 'Product Viewed';
	const within = n % 3 === 0 ? {} : { within: `P${10 * (n + 1)}D` };
	if (n % 5 === 0) return { type: 'property', of: 'customer', path: 'traits.points', op: 'at-least', value: n * 10 };
	if (n % 5 === 1)
		return { type: 'history-value', event, take: 'sum', path: 'total', op: 'at-least', value: n * 10, ...within };
	return { type: 'history', event, count: { op: 'at-least', n: 1 + (n % 3) }, ...within };
}

async function fastest(lab: Lab, among: number): Promise<number> {
	const costs: number[] = [];
	for (let round = 0; round <= ROUNDS; round++) {
		const step = Math.floor(among / EVENTS);
		const calls = Array.from({ length: EVENTS }, (_, n) => ({
			type: 'track',
			anonymousId: `crowd-${n * step + (round % step)}`,
			event: 'Order Completed',
			properties: { order_id: `${among}-${round}-${n}`, total: 20, currency: 'EUR' },
		}));
		const seconds = await timed(async () => {
			await abreast(batches(calls, 100), 2, lab.send);
			await upToDate(lab);
		});
		// The first round warms up.
		if (round > 0) costs.push((seconds * 1000) / EVENTS);
	}
	return Math.min(...costs);
}

async function upToDate(lab: Lab): Promise<void> {
	const due = async () =>
		(await db().execute(sql`select 1 from reviews where due_at <= now() limit 1`)).rows.length > 0;
	do {
		await lab.decided();
		await sleep(10);
	} while (await due());
}
