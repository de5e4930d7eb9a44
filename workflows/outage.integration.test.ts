import { sql } from 'drizzle-orm';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { notifyQueue } from '../db/queue';
import { WAKE_SIGNAL, workflowId } from './contract';
import { createBell, listen } from './loop';
import { asked, deliverables } from './testing/channel';
import { abandonedCart, edges, MAIL, node, when } from './testing/graphs';
import { type Harness, startHarness } from './testing/harness';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

let h: Harness;
beforeAll(async () => {
	h = await startHarness();
}, 60_000);
afterAll(() => h.close());
beforeEach(async () => {
	deliverables.length = 0;
	asked.answer = 'the-truth';
	await h.archiveAll();
});

/** What a restart of Postgres does to everybody who is connected, from outside. */
async function cutEveryConnection() {
	const admin = new URL(process.env.DATABASE_URL ?? '');
	const database = admin.pathname.slice(1);
	admin.pathname = '/postgres';
	const client = new pg.Client({ connectionString: admin.href });
	await client.connect();
	await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database]);
	await client.end();
}
/** Tries until the database answers again, as whoever sends events does. */
async function insisting<T>(work: () => Promise<T>): Promise<T> {
	return h
		.until(async () => {
			try {
				return { done: await work() };
			} catch {
				return null;
			}
		}, 'the database to be back')
		.then(({ done }) => done);
}

describe('Postgres restarts under way', () => {
	test('everything reconnects by itself: nobody is lost, nothing is sent twice', async () => {
		await h.publish(abandonedCart('PT2S'));
		const people = await Promise.all(Array.from({ length: 20 }, () => h.customer()));
		let cutting = true;
		const cuts = (async () => {
			while (cutting) {
				await cutEveryConnection();
				await new Promise((resolve) => setTimeout(resolve, 300));
			}
		})();
		// Each event is in the database once it was acknowledged, and only then.
		for (const person of people) await insisting(() => h.event(person, 'Product Added', { cart_id: 'c1' }));
		const buyers = people.filter((_, n) => n % 2 === 0);
		for (const person of buyers) await insisting(() => h.event(person, 'Order Completed', { cart_id: 'c1' }));
		cutting = false;
		await cuts;
		for (const person of people) {
			const over = await insisting(async () => {
				const rows = await h.enrollmentsOf(person);
				if (rows.length === 0 || rows.some((row) => !row.endedAt)) throw new Error('not yet');
				return rows;
			});
			expect(over.map((row) => row.status)).toEqual(['ended']);
		}
		const keys = deliverables.map((d) => d.key);
		expect(new Set(keys).size).toBe(keys.length);
		for (const person of people) {
			const [row] = await h.enrollmentsOf(person);
			const sent = await h.sendsOf(person);
			expect(sent.map((s) => s.state)).toEqual(row?.outcome === 'bought' ? [] : ['accepted']);
			for (const { key } of sent) expect(keys).toContain(key);
		}
	}, 90_000);

	test('who listens for news is told again after it', async () => {
		const bell = createBell();
		const stop = new AbortController();
		const listening = listen(process.env.DATABASE_URL ?? '', bell, pino({ level: 'silent' }), stop.signal);
		const listeners = () =>
			db()
				.execute(sql`select pid from pg_stat_activity where application_name = 'parcours-listen'`)
				.then(({ rows }) => rows.length === 1);
		await h.until(listeners, 'it to listen');
		await cutEveryConnection();
		await h.until(() => insisting(listeners), 'it to listen again');
		let rung = false;
		void bell.next().then(() => {
			rung = true;
		});
		await h.until(async () => {
			await notifyQueue(db());
			return rung;
		}, 'the bell to ring');
		stop.abort();
		await listening;
	});
});

describe('a journey that goes round and round', () => {
	const again = node('w', 'wait-for-event', {
		events: [
			{ port: 'again', event: 'Cart Viewed' },
			{ port: 'over', event: 'Order Completed' },
		],
		timeout: { kind: 'duration', duration: 'P1D' },
	});

	test('starts its history afresh with all it knows; what is told twice or too late changes nothing', async () => {
		await h.publish({
			nodes: [when('Product Added'), again, node('m', 'send-email', MAIL), node('x', 'exit', { outcome: 'over' })],
			edges: edges('t>w', 'w.again>m', 'm.sent>w', 'w.over>x'),
		});
		const zoe = await h.customer();
		await h.event(zoe, 'Product Added');
		const { id, run } = await h.parked(zoe);
		const handle = h.client.workflow.getHandle(workflowId(id, run));
		const firstRun = (await handle.describe()).runId;
		await h.event(zoe, 'Cart Viewed');
		const second = await h.parked(zoe, 2);

		// Deliveries of waits that are long over, as big as it takes for Temporal to ask for a fresh start.
		const wake = { by: 'event', port: 'over', clock: { at: 0, seq: 0 }, padding: 'x'.repeat(200_000) };
		for (let n = 0; n < 24; n++) await handle.signal(WAKE_SIGNAL, { waitSeq: n % 2, wake });
		expect((await h.enrollmentsOf(zoe))[0]).toEqual(second);
		// Temporal asks for it when a task begins: not yet in one that began before all of them had come.
		await h.until(async () => !(await handle.describe()).raw.pendingWorkflowTask, 'all of them to be dealt with');

		await h.event(zoe, 'Cart Viewed');
		const third = await h.parked(zoe, 3);
		expect(third).toMatchObject({ state: { visit: 2, visits: { w: 3, m: 2 } } });
		await h.until(async () => (await handle.describe()).runId !== firstRun, 'the history to start afresh');
		expect((await handle.describe()).historyLength).toBeLessThan(20);

		await h.event(zoe, 'Cart Viewed');
		await h.parked(zoe, 4);
		// The delivery that Temporal was already given comes once more.
		await handle.signal(WAKE_SIGNAL, { waitSeq: 3, wake: { by: 'event', port: 'over', clock: { at: 0, seq: 0 } } });
		await h.event(zoe, 'Order Completed');
		expect(await h.ended(zoe)).toMatchObject({ outcome: 'over', waitSeq: 4 });
		expect((await h.sendsOf(zoe)).map((send) => send.visit)).toEqual([0, 1, 2]);
		expect(deliverables).toHaveLength(3);
	});
});
