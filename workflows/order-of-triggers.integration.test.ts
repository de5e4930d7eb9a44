import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { db } from '../db/client';
import { enrollments, eventQueue } from '../db/schema';
import { dispatchAll, hear, start } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, node, when } from './testing/graphs';

const h = fixtures();
beforeEach(async () => {
	await h.configure({});
	await h.archiveAll();
});

test('an order between two triggers counts though both are decided after an outage, just when the wait begins', async () => {
	await h.publish({
		nodes: [
			when('Store Entered'),
			node('w', 'wait-for-event', {
				events: [{ port: 'ordered', event: 'Order Completed' }],
				timeout: { kind: 'duration', duration: 'P30D' },
			}),
			node('x', 'exit', { outcome: 'bought' }),
		],
		edges: edges('t>w', 'w.ordered>x'),
	});
	const zoe = await h.customer();
	const first = await start(h, zoe, 'Store Entered');
	await hear(h, zoe, 'Order Completed');
	await hear(h, zoe, 'Store Entered');
	// Parked, and the worker dies before it can look back.
	const { state } = first.ref();
	const waiting = { ...state, waitSeq: 1 };
	await db()
		.update(enrollments)
		.set({
			status: 'waiting',
			state: waiting,
			waitSeq: 1,
			nodeId: 'w',
			parkedFor: 'await',
			waitingFor: ['Order Completed'],
		})
		.where(eq(enrollments.id, first.ref().enrollmentId));
	await db()
		.update(eventQueue)
		.set({ notBefore: new Date(0) });
	await dispatchAll();
	expect((await first.row()).wake).toMatchObject({ by: 'event', port: 'ordered' });
	await first.go();
	await dispatchAll();
	expect((await h.enrollmentsOf(zoe)).map((e) => e.outcome)).toEqual(['bought', null]);
});
