import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { db } from '@/db/client';
import { recordEvents } from '@/db/record-events';
import { loadVersion } from '@/db/versions';
import { EMPTY_GRAPH, JOURNEY_FILE_FORMAT, type JourneyFile } from '@/lib/graph';
import { begin, next } from '@/lib/machine';
import { keysOf, tiesOf } from '@/lib/without-customer';
import type { Lab } from '@/scripts/testing/lab';
import { print, timed } from './figure';

const EVENTS = 2000;
const ROUNDS = 3;
const PRODUCTS = 5000;

/** Whoever puts a product into her basket waits until it is back in stock. */
const BACK: JourneyFile = {
	...EMPTY_GRAPH,
	format: JOURNEY_FILE_FORMAT,
	name: 'Back in stock',
	description: '',
	nodes: [
		{
			...{ id: 'in', type: 'event-trigger', version: 1, position: { x: 0, y: 0 } },
			config: { event: 'Product Added', reentry: { mode: 'always' }, maxAge: 'PT1H' },
		},
		{
			...{ id: 'wait', type: 'wait-for-event', version: 1, position: { x: 0, y: 190 } },
			config: {
				events: [
					{
						...{ port: 'back', event: 'Stock Changed' },
						correlation: { property: 'product_id', equalsTrigger: 'product_id' },
					},
				],
				timeout: { kind: 'duration', duration: 'P30D' },
			},
		},
	],
	edges: [{ from: 'in', port: 'started', to: 'wait' }],
};

/**
 * Milliseconds a stock that changes costs, from its writing until everybody concerned was told, with so many customers
 * waiting for other products. Beside it: the same with nobody waiting.
 */
export async function tell(lab: Lab, waiting: number): Promise<void> {
	const journeyId = await lab.publish(BACK);
	await cost(lab);
	const without = await fastest(lab);
	await park(journeyId, waiting);
	await cost(lab);
	print('stock nobody waits for', 'ms', (await fastest(lab)) * 1000, without * 1000);
	// Out of the way of what is measured next.
	await db().execute(sql`update journeys set status = 'archived' where id = ${journeyId}`);
	await db().execute(sql`delete from enrollments where journey_id = ${journeyId}`);
}

async function cost(lab: Lab): Promise<number> {
	const at = new Date();
	const changes = Array.from({ length: EVENTS }, (_, n) => ({
		...{ messageId: uuid(), name: 'Stock Changed', customerId: null, at, source: 'bench' },
		properties: { product_id: `other-${n}`, store_id: 's1', quantity: n % 9 },
	}));
	const seconds = await timed(async () => {
		await db().transaction((tx) => recordEvents(tx, changes));
		await lab.decided();
	});
	return seconds / EVENTS;
}

/** Of a few rounds: what else the machine does only ever adds. */
async function fastest(lab: Lab): Promise<number> {
	const costs: number[] = [];
	for (let n = 0; n < ROUNDS; n++) costs.push(await cost(lab));
	return Math.min(...costs);
}

/** Parks so many customers at the wait, as rows: Temporal has no part in an event that concerns nobody. */
async function park(journeyId: string, waiting: number): Promise<void> {
	const { rows } = await db().execute<{ id: string }>(
		sql`select id from journey_versions where journey_id = ${journeyId}`,
	);
	const { id: versionId, program, meaning } = await loadVersion(db(), rows[0]?.id ?? '');
	const at = Date.now();
	const { state } = next(program, begin(program, { at, seq: 1 }, ''));
	const when = { seq: 1, name: 'Product Added', at, receivedAt: at, knownAt: at };
	const listeners = meaning.awaits.get('wait')?.listeners ?? [];
	const waits = Array.from({ length: PRODUCTS }, (_, n) => {
		const trigger = { ...when, properties: { product_id: `p${n}` } };
		return { n, trigger, keys: keysOf(tiesOf(listeners, trigger)) };
	});
	await db().execute(sql`
		with waits as (select * from jsonb_to_recordset(${JSON.stringify(waits)}::jsonb) as w(n int, trigger jsonb, keys text[]))
		insert into enrollments (id, journey_id, version_id, customer_id, entry_key, status, trigger, entered_at, state, node_id, parked_for,
			waiting_for, found_by, wait_seq, wake_at)
		select gen_random_uuid(), ${journeyId}, ${versionId}, gen_random_uuid(), '', 'waiting', w.trigger, now(), ${JSON.stringify(state)}::jsonb,
			'wait', 'await', '{Stock Changed}', w.keys, 1, now() + interval '30 days'
		from generate_series(1, ${waiting}::int) i join waits w on w.n = i % ${PRODUCTS}`);
	await db().execute(sql`analyze enrollments`);
}
