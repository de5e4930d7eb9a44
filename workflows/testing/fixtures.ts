import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { db } from '../../db/client';
import { createJourney, loadDraft, saveDraft } from '../../db/journeys';
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

export type Drawn = Parameters<typeof graph.parse>[0];

/** Ways to fill and read the database of the test run. `bell` rings when there is something to decide. */
export type Fixtures = ReturnType<typeof fixtures>;

export function fixtures(bell: { ring: () => void } = { ring: () => {} }) {
	let numbers = 0;

	async function enrollmentsOf(customerId: string) {
		return db()
			.select()
			.from(enrollments)
			.where(eq(enrollments.customerId, customerId))
			.orderBy(enrollments.createdAt, enrollments.id);
	}

	/** Polls until `check` answers something, and says what it last saw when it never does. */
	async function until<T>(
		check: () => Promise<T | null | undefined | false>,
		what = 'it to happen',
		timeoutMs = 25_000,
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
	}

	return {
		until,
		enrollmentsOf,
		/** Tests must pass on a Sunday night: no quiet hours and no caps unless a test sets them. */
		async configure(settings: JsonObject): Promise<void> {
			const quiet = {
				quietHours: { email: null, sms: null },
				frequencyCaps: { email: null, sms: null },
				promotionWindow: null,
			};
			const parsed = workspaceSettings.parse({ ...quiet, ...settings });
			await db()
				.insert(workspace)
				.values({ id: 1, settings: parsed })
				.onConflictDoUpdate({ target: workspace.id, set: { settings: parsed } });
		},
		/** Takes every journey published so far out of the way, so that tests do not hear each other's events. */
		async archiveAll() {
			await db().update(journeys).set({ status: 'archived' });
		},
		/** Publishes a journey, or its next version; long ago unless said otherwise, for tests also tell of the past. */
		async publish(drawn: Drawn, options: { of?: string; publishedAt?: number } = {}) {
			const wanted = graph.parse(drawn);
			const journeyId = options.of ?? (await createJourney(db(), { name: 'test', graph: wanted }, 'system'));
			let { revision } = await loadDraft(db(), journeyId);
			if (options.of) {
				const saved = await saveDraft(db(), { id: journeyId, revision, graph: wanted }, 'system');
				revision = saved.revision;
			}
			const published = await publish(db(), { id: journeyId, revision }, 'system');
			if (published.status !== 'published') throw new Error(`not published: ${JSON.stringify(published)}`);
			const { versionId } = published;
			const publishedAt = new Date(options.publishedAt ?? Date.now() - 400 * 86_400_000);
			await db().update(journeyVersions).set({ publishedAt }).where(eq(journeyVersions.id, versionId));
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
		/** Ingests one event as a site would, or without a customer as an ERP would; `at` and `receivedAt` are UTC epoch ms. */
		async event(
			customerId: string | null,
			name: string,
			properties: JsonObject = {},
			when: { at?: number; receivedAt?: number; dispatch?: boolean } = {},
		) {
			const receivedAt = new Date(when.receivedAt ?? Date.now());
			const effectiveAt = new Date(when.at ?? receivedAt.getTime());
			await ensurePartitions([effectiveAt]);
			const row = await db().transaction(async (tx) => {
				const [inserted] = await tx
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
				if (!inserted) throw new Error('no event was written');
				if (when.dispatch ?? true) await tx.insert(eventQueue).values({ seq: inserted.seq, effectiveAt, customerId });
				return inserted;
			});
			bell.ring();
			return row;
		},
		async sendsOf(customerId: string) {
			return db().select().from(sends).where(eq(sends.customerId, customerId)).orderBy(sends.createdAt);
		},
		async pathOf(enrollmentId: string) {
			const rows = await db().select().from(steps).where(eq(steps.enrollmentId, enrollmentId)).orderBy(steps.enteredAt);
			return rows.map((s) => `${s.nodeId}:${s.port}`);
		},
		/** Her first enrollment that is over. */
		async ended(customerId: string) {
			return until(async () => (await enrollmentsOf(customerId)).find((e) => e.endedAt), 'the enrollment to end');
		},
		/** Her first enrollment that waits, for the `waitSeq`th time at least. */
		async parked(customerId: string, waitSeq = 1) {
			return until(
				async () => (await enrollmentsOf(customerId)).find((e) => e.status === 'waiting' && e.waitSeq >= waitSeq),
				'the enrollment to wait',
			);
		},
		/** Everything she did has been decided, but for what waits for an enrollment of hers. */
		async decided(customerId: string) {
			await until(
				async () =>
					(
						await db().execute(
							sql`select 1 from event_queue where customer_id = ${customerId} and journey_id is null and quarantined_at is null`,
						)
					).rows.length === 0,
				'the queue to drain',
			);
		},
	};
}
