import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { eq, sql } from 'drizzle-orm';
import pino from 'pino';
import { v7 as uuid } from 'uuid';
import { db } from '../../db/client';
import { createJourney } from '../../db/journeys';
import { ensurePartitions } from '../../db/partitions';
import { publish } from '../../db/publish';
import {
	commands,
	consents,
	customers,
	enrollments,
	eventQueue,
	events,
	identities,
	journeys,
	journeyVersions,
	sends,
	steps,
	workspace,
} from '../../db/schema';
import type { Channel } from '../../lib/channel';
import type { JsonObject } from '../../lib/event';
import { graph } from '../../lib/graph';
import { workspaceSettings } from '../../lib/settings';
import { activities } from '../activities';
import { deliverOnce } from '../deliver';
import { dispatchOnce } from '../dispatcher';
import { createBell, loop } from '../loop';
import { loadRuns } from '../runs';

type GraphInput = Parameters<typeof graph.parse>[0];

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** A worker, a dispatcher and the ways to feed and read them, on the database and the Temporal server of the test run. */
export type Harness = Awaited<ReturnType<typeof startHarness>>;

export async function startHarness() {
	const address = process.env.TEMPORAL_ADDRESS;
	const taskQueue = `test-${uuid()}`;
	const connection = await NativeConnection.connect({ address });
	const client = new Client({ connection: await Connection.connect({ address }) });
	const bundle = { workflowsPath: new URL('../index.ts', import.meta.url).pathname };
	const create = async () =>
		Worker.create({
			connection,
			taskQueue,
			...bundle,
			activities: activities(db(), await loadRuns()),
			shutdownGraceTime: '2s',
			maxCachedWorkflows: 200,
		});
	let worker = await create();
	let running = worker.run();
	const stop = new AbortController();
	const bell = createBell();
	const log = pino({ level: 'silent' });
	let numbers = 0;
	const loops = Promise.all([
		loop('dispatch', log, stop.signal, bell, () => dispatchOnce(db())),
		loop('deliver', log, stop.signal, bell, () => deliverOnce(db(), client, taskQueue)),
	]);
	// Tests must pass on a Sunday night: no quiet hours and no caps unless a test sets them.
	await configure({});

	async function configure(settings: JsonObject): Promise<void> {
		const quiet = { quietHours: { email: null, sms: null }, frequencyCaps: { email: null, sms: null } };
		const parsed = workspaceSettings.parse({ ...quiet, ...settings });
		await db()
			.insert(workspace)
			.values({ id: 1, settings: parsed })
			.onConflictDoUpdate({ target: workspace.id, set: { settings: parsed } });
	}

	return {
		client,
		bell,
		configure,
		/** Kills the worker the hard way a test can: it stops polling at once and forgets what it cached. */
		async stopWorker() {
			worker.shutdown();
			await running;
		},
		async startWorker() {
			worker = await create();
			running = worker.run();
		},
		/** Takes every journey published so far out of the way, so that tests do not hear each other's events. */
		async archiveAll() {
			await db().update(journeys).set({ status: 'archived' });
		},
		async publish(drawn: GraphInput, status: 'live' | 'paused' = 'live') {
			const journeyId = await createJourney(db(), { name: 'test', graph: graph.parse(drawn) }, 'system');
			const published = await publish(db(), { id: journeyId, revision: 1 }, 'system');
			if (published.status !== 'published') throw new Error(`not published: ${JSON.stringify(published)}`);
			const { versionId } = published;
			// Tests also send events that were received before the test began.
			const publishedAt = new Date(Date.now() - 3_600_000);
			await db().update(journeyVersions).set({ publishedAt }).where(eq(journeyVersions.id, versionId));
			await db().update(journeys).set({ status }).where(eq(journeys.id, journeyId));
			return { journeyId, versionId };
		},
		/** A customer who can be reached on every channel and agreed to all, unless said otherwise. */
		async customer(
			options: {
				email?: string | null;
				phone?: string | null;
				consents?: Partial<Record<Channel, boolean>>;
				timeZone?: string;
				traits?: JsonObject;
			} = {},
		) {
			const id = uuid();
			await db()
				.insert(customers)
				.values({ id, traits: options.traits ?? {}, timeZone: options.timeZone ?? null });
			const {
				email = `${id}@example.test`,
				phone = `+3363998${String(++numbers).padStart(4, '0')}`,
				consents: decisions = { email: true, sms: true },
			} = options;
			for (const [kind, value] of [
				['email', email],
				['phone', phone],
			] as const)
				if (value) await db().insert(identities).values({ kind, value, customerId: id, source: 'test' });
			for (const [channel, granted] of [
				['email', decisions.email],
				['sms', decisions.sms],
			] as const)
				if (granted !== undefined)
					await db()
						.insert(consents)
						.values({ id: uuid(), customerId: id, channel, granted, source: 'test', decidedAt: new Date() });
			return id;
		},
		/** Ingests one event as a site would; `at` and `receivedAt` are UTC epoch ms. */
		async event(
			customerId: string,
			name: string,
			properties: JsonObject = {},
			when: { at?: number; receivedAt?: number; dispatch?: boolean } = {},
		) {
			const receivedAt = new Date(when.receivedAt ?? Date.now());
			const effectiveAt = new Date(when.at ?? receivedAt.getTime());
			await ensurePartitions([effectiveAt]);
			const [row] = await db()
				.insert(events)
				.values({
					effectiveAt,
					receivedAt,
					knownAt: receivedAt,
					messageId: uuid(),
					type: 'track',
					name,
					properties,
					customerId,
					source: 'test',
				})
				.returning();
			if (!row) throw new Error('no event was written');
			if (when.dispatch ?? true) await db().insert(eventQueue).values({ seq: row.seq, effectiveAt, customerId });
			bell.ring();
			return row;
		},
		async enrollmentsOf(customerId: string) {
			return db()
				.select()
				.from(enrollments)
				.where(eq(enrollments.customerId, customerId))
				.orderBy(enrollments.createdAt);
		},
		async sendsOf(customerId: string) {
			return db().select().from(sends).where(eq(sends.customerId, customerId)).orderBy(sends.createdAt);
		},
		async pathOf(enrollmentId: string) {
			const rows = await db().select().from(steps).where(eq(steps.enrollmentId, enrollmentId)).orderBy(steps.enteredAt);
			return rows.map((s) => `${s.nodeId}:${s.port}`);
		},
		/** Polls until `check` answers something, and says what it last saw when it never does. */
		async until<T>(
			check: () => Promise<T | null | undefined | false>,
			what = 'it to happen',
			timeoutMs = 15_000,
		): Promise<T> {
			const deadline = Date.now() + timeoutMs;
			for (;;) {
				const found = await check();
				if (found) return found;
				if (Date.now() > deadline) {
					const stuck = await db().execute(
						sql`select id, status, node_id, parked_for, wait_seq, wake, error from enrollments order by created_at desc limit 3`,
					);
					const queue = await db().select().from(eventQueue).limit(3);
					const undelivered = await db().select().from(commands).limit(3);
					throw new Error(
						`waited in vain for ${what}: ${JSON.stringify({ enrollments: stuck.rows, queue, undelivered })}`,
					);
				}
				await new Promise((resolve) => setTimeout(resolve, 25));
			}
		},
		async close() {
			stop.abort();
			bell.ring();
			await loops;
			if (worker.getState() === 'RUNNING') {
				worker.shutdown();
				await running;
			}
			await client.connection.close();
			await connection.close();
		},
	};
}
