import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { db } from '../db/client';
import { journeyState } from '../db/monitor';
import { eventQueue, journeyVersions } from '../db/schema';
import { byHand, dispatchAll } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, node, pause, when } from './testing/graphs';

const h = fixtures();
beforeEach(async () => {
	await h.configure({});
	await h.archiveAll();
	await db().delete(eventQueue);
});

/** Every event of this name fails to be decided: the journey that it starts cannot be read. */
async function breakOn(event: string) {
	const { versionId } = await h.publish({
		nodes: [when(event), node('x', 'exit', { outcome: 'x' })],
		edges: edges('t>x'),
	});
	await db()
		.update(journeyVersions)
		.set({ graph: sql`jsonb_set(graph, '{nodes}', '[]')` })
		.where(eq(journeyVersions.id, versionId));
}
const greet = () => h.publish({ nodes: [when('Cart Viewed'), pause('w', 'P1D')], edges: edges('t>w') });
const queueOf = (customerId: string) =>
	db().select().from(eventQueue).where(eq(eventQueue.customerId, customerId)).orderBy(eventQueue.seq);
/** Tries again what failed, as if its pause were over. */
async function tryAgain() {
	await db()
		.update(eventQueue)
		.set({ notBefore: new Date(Date.now() - 1000) });
	await dispatchAll();
}

describe('an event that cannot be decided', () => {
	test('is tried again, later and later, and says why it fails', async () => {
		await breakOn('Broken');
		const zoe = await h.customer();
		await h.event(zoe, 'Broken');
		await dispatchAll();
		const [once] = await queueOf(zoe);
		expect(once).toMatchObject({ quarantinedAt: null, lastError: expect.stringContaining('trigger') });
		const again = Date.now();
		await tryAgain();
		const [twice] = await queueOf(zoe);
		expect(twice?.attempts).toBeGreaterThan(once?.attempts ?? 0);
		expect(twice?.notBefore.getTime()).toBeGreaterThan(again + 1900);
	});

	test('holds up the customer’s later events until then: they keep their order', async () => {
		await breakOn('Broken');
		await greet();
		const zoe = await h.customer();
		const earlier = await h.event(zoe, 'Cart Viewed');
		await h.event(zoe, 'Broken');
		const later = await h.event(zoe, 'Cart Viewed');
		await dispatchAll();
		const entered = await h.enrollmentsOf(zoe);
		expect(entered.map((e) => e.trigger.seq)).toEqual([earlier.seq]);
		expect((await queueOf(zoe)).map((q) => [q.attempts > 0, q.seq === later.seq])).toEqual([
			[true, false],
			[false, true],
		]);
	});

	test('is set aside after ten failures, visibly, and what came after it goes on', async () => {
		await breakOn('Broken');
		const { journeyId, versionId } = await greet();
		const zoe = await h.customer();
		const broken = await h.event(zoe, 'Broken');
		const later = await h.event(zoe, 'Cart Viewed');
		await dispatchAll();
		while ((await queueOf(zoe)).every((queued) => queued.quarantinedAt === null)) {
			expect(await h.enrollmentsOf(zoe)).toEqual([]);
			await tryAgain();
		}
		expect(await queueOf(zoe)).toMatchObject([{ seq: broken.seq, attempts: 10, quarantinedAt: expect.any(Date) }]);
		expect((await h.enrollmentsOf(zoe)).map((e) => e.trigger.seq)).toEqual([later.seq]);
		const { installation } = await journeyState(db(), journeyId, versionId);
		expect(installation).toMatchObject({ quarantined: 1, queued: 0 });
	});

	test('does not hold up anybody else', async () => {
		await breakOn('Broken');
		await greet();
		const unlucky = await h.customer();
		const others = await Promise.all(Array.from({ length: 60 }, () => h.customer()));
		for (let n = 0; n < 250; n++) await h.event(unlucky, 'Broken');
		await Promise.all(others.map((other) => h.event(other, 'Cart Viewed')));
		await dispatchAll();
		for (const other of others) expect(await h.enrollmentsOf(other)).toHaveLength(1);
		expect((await queueOf(unlucky)).filter((q) => q.attempts > 0)).toHaveLength(1);
	});
});

test('any number of dispatchers decide every event once, and each customer’s in her order', async () => {
	await h.publish({
		nodes: [
			when('Cart Viewed'),
			node('w', 'wait-for-event', {
				events: [
					{ port: 'first', event: 'First' },
					{ port: 'second', event: 'Second' },
				],
				timeout: { kind: 'duration', duration: 'P1D' },
			}),
		],
		edges: edges('t>w'),
	});
	const people = await Promise.all(Array.from({ length: 30 }, () => h.customer()));
	await Promise.all(people.map((person) => h.event(person, 'Cart Viewed')));
	await dispatchAll();
	const journeys = await Promise.all(
		people.map(async (person) => {
			const [enrollment] = await h.enrollmentsOf(person);
			const journey = await byHand(enrollment?.id ?? '');
			await journey.go();
			return journey;
		}),
	);
	for (const person of people) {
		await h.event(person, 'First');
		await h.event(person, 'Second');
	}
	await Promise.all(Array.from({ length: 6 }, dispatchAll));
	await dispatchAll();
	for (const journey of journeys) expect((await journey.row()).wake).toMatchObject({ by: 'event', port: 'first' });
	expect(await db().select().from(eventQueue)).toEqual([]);
});
