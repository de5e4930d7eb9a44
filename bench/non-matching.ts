import { sql } from 'drizzle-orm';
import { db } from '@/db/client';
import { loadVersion } from '@/db/versions';
import { begin, next } from '@/lib/machine';
import type { Lab } from '@/scripts/testing/lab';
import { referenceJourney } from '@/scripts/testing/reference-journey';
import { abreast, batches, print, timed } from './figure';

const EVENTS = 6000;
const ROUNDS = 3;

/**
 * Milliseconds an event costs that nobody waits for, from the request until it is decided, with 20,000 customers waiting
 * for something else: those whose events they are. Beside it: the same events of the same customers with nobody waiting.
 */
export async function nonMatching(lab: Lab, waiting: number): Promise<void> {
	const journeyId = await lab.publish({ ...referenceJourney(), name: 'Waiting for something else' });
	await db().execute(sql`
		with made as (insert into customers (id) select gen_random_uuid() from generate_series(1, ${waiting}::int) returning id)
		insert into identities (kind, value, customer_id, source)
		select 'user_id', 'waiting-' || row_number() over (), id, 'bench' from made`);
	await db().execute(sql`analyze customers, identities`);

	let round = 0;
	const cost = async () => {
		const calls = Array.from({ length: EVENTS }, (_, n) => ({
			type: 'track',
			messageId: `nobody-${round}-${n}`,
			userId: `waiting-${((n * 7919) % waiting) + 1}`,
			event: 'Product List Viewed',
			properties: { category: 'Living room' },
		}));
		round++;
		return (
			(await timed(async () => {
				await abreast(batches(calls, 100), 4, lab.send);
				await lab.decided();
			})) / EVENTS
		);
	};
	await cost();
	const without = await fastest(cost);
	await park(journeyId);
	await cost();
	const withThem = await fastest(cost);
	print('non-matching event', 'ms', withThem * 1000, without * 1000);
	// Out of the way of what is measured next.
	await db().execute(sql`update journeys set status = 'archived' where id = ${journeyId}`);
	await db().execute(sql`delete from enrollments where journey_id = ${journeyId}`);
}

/** Of a few rounds: what else the machine does only ever adds. */
async function fastest(cost: () => Promise<number>): Promise<number> {
	const costs: number[] = [];
	for (let n = 0; n < ROUNDS; n++) costs.push(await cost());
	return Math.min(...costs);
}

/** Parks everybody at the wait of the reference journey, as rows: Temporal has no part in an event that matches nothing. */
async function park(journeyId: string): Promise<void> {
	const { rows } = await db().execute<{ id: string }>(
		sql`select id from journey_versions where journey_id = ${journeyId}`,
	);
	const version = await loadVersion(db(), rows[0]?.id ?? '');
	const at = Date.now();
	const entry = { at, seq: 1 };
	const { state } = next(
		{ ...version.program, start: 'order' },
		begin({ ...version.program, start: 'order' }, entry, ''),
	);
	const trigger = { seq: 1, name: 'Product Added', properties: { cart_id: 'x' }, at, receivedAt: at, knownAt: at };
	await db().execute(sql`
		insert into enrollments (id, journey_id, version_id, customer_id, entry_key, status, trigger, entered_at, state, node_id, parked_for, waiting_for, wait_seq, wake_at)
		select gen_random_uuid(), ${journeyId}, ${version.id}, customer_id, 'cart', 'waiting', ${JSON.stringify(trigger)}::jsonb,
			now(), ${JSON.stringify(state)}::jsonb, 'order', 'await', '{Order Completed}', 1, now() + interval '1 day'
		from identities where source = 'bench'`);
	await db().execute(sql`analyze enrollments`);
}
