import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { db } from '../db/client';
import { pauseJourney } from '../db/operate';
import { events, journeyVersions } from '../db/schema';
import { serverProblems } from '../db/server-problems';
import { goTo } from './go-to';
import { byHand, enter } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, node, pause, when } from './testing/graphs';

const h = fixtures();
beforeEach(async () => {
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
});

/** A journey of its own event that lets time pass; `trigger` is how it is entered. */
const welcome = (trigger = {}) => ({
	nodes: [when('Never', trigger), pause('rest', 'P1D'), node('end', 'exit', { outcome: 'rested' })],
	edges: edges('t>rest', 'rest.done>end'),
});
const into = (journey: string, more = {}) => ({
	nodes: [
		when('Order Completed', more),
		node('go', 'go-to-journey', { journey }),
		node('yes', 'exit', { outcome: 'gone' }),
		node('no', 'exit', { outcome: 'refused' }),
	],
	edges: edges('t>go', 'go.gone>yes', 'go.refused>no'),
});
const inside = async (customerId: string, journeyId: string) =>
	(await h.enrollmentsOf(customerId)).filter((enrollment) => enrollment.journeyId === journeyId);

test('a customer is let into another journey with what started this one, and goes on here', async () => {
	const { journeyId } = await h.publish(welcome({ key: 'order_id' }));
	await h.publish(into(journeyId));
	const zoe = await h.customer();
	const hand = await enter(h, zoe, 'Order Completed', { order_id: 'o-1', total: 80 });
	expect(await hand.row()).toMatchObject({ outcome: 'gone' });
	const [there] = await inside(zoe, journeyId);
	expect(there).toMatchObject({
		status: 'starting',
		entryKey: 'o-1',
		trigger: { name: 'Journey Continued', properties: { order_id: 'o-1', total: 80, journey_depth: 1 } },
	});
	expect(await (await byHand(there?.id ?? '')).go()).toBe('waits');
});

test('a step that is repeated lets her in once', async () => {
	const { journeyId } = await h.publish(welcome());
	await h.publish(into(journeyId));
	const zoe = await h.customer();
	const hand = await enter(h, zoe, 'Order Completed');
	const from = await hand.row();
	const step = { key: `${from.id}:go:0`, clock: from.state.clock.at, lastTry: false };
	const again = await Promise.all(Array.from({ length: 5 }, () => goTo(db(), from, step, journeyId)));
	const [there, ...more] = await inside(zoe, journeyId);
	expect(more).toEqual([]);
	expect(again).toEqual(Array.from({ length: 5 }, () => ({ gone: true, enrollmentId: there?.id })));
});

test('she does not enter a journey that she is in, that is not live, or whose rule keeps her out', async () => {
	const { journeyId } = await h.publish(welcome({ reentry: { mode: 'never' } }));
	await h.publish(into(journeyId));
	const zoe = await h.customer();
	await enter(h, zoe, 'Order Completed');
	const [there] = await inside(zoe, journeyId);
	const carried = await byHand(there?.id ?? '');
	await carried.go();
	const why = async () => {
		const hand = await enter(h, zoe, 'Order Completed');
		const { outcome, id } = await hand.row();
		expect(outcome).toBe('refused');
		const { rows } = await db().execute<{ why: string }>(
			`select why from steps where enrollment_id = '${id}' and node_id = 'go'`,
		);
		return rows[0]?.why;
	};
	expect(await why()).toBe('already-open');
	await carried.timeOut();
	expect(await why()).toMatch(/^(reentry|already-open)$/);
	await pauseJourney(db(), journeyId, 'system');
	expect(await why()).toBe('journey-not-live');
	expect(await inside(zoe, journeyId)).toHaveLength(1);
	const refused = await db().select().from(events).where(eq(events.name, 'Journey Continued'));
	expect(refused.filter(({ customerId }) => customerId === zoe)).toHaveLength(1);
});

test('a journey whose key the event does not have is not entered', async () => {
	const { journeyId } = await h.publish(welcome({ key: 'order_id' }));
	await h.publish(into(journeyId));
	const hand = await enter(h, await h.customer(), 'Order Completed');
	expect(await hand.row()).toMatchObject({ outcome: 'refused' });
});

test('journeys that lead round to each other hand a customer on ten times, and publishing says so', async () => {
	const first = await h.publish(welcome());
	const second = await h.publish(into(first.journeyId));
	await h.publish(into(second.journeyId), { of: first.journeyId });
	const [version] = await db().select().from(journeyVersions).where(eq(journeyVersions.journeyId, second.journeyId));
	if (!version) throw new Error('not published');
	expect(await serverProblems(db(), second.journeyId, version.graph)).toMatchObject([
		{ severity: 'warning', code: 'journeys-in-a-circle', nodeId: 'go' },
	]);

	const zoe = await h.customer();
	await h.archiveAll();
	const { journeys } = await import('../db/schema');
	await db().update(journeys).set({ status: 'live', triggerEvent: null });
	await db().update(journeys).set({ triggerEvent: 'Order Completed' }).where(eq(journeys.id, second.journeyId));
	await enter(h, zoe, 'Order Completed');
	for (let carried = true; carried; ) {
		const starting = (await h.enrollmentsOf(zoe)).filter(({ status }) => status === 'starting');
		for (const { id } of starting) await (await byHand(id)).go();
		carried = starting.length > 0;
	}
	const all = await h.enrollmentsOf(zoe);
	expect(all).toHaveLength(11);
	expect(all.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
});

test('a journey does not lead into itself, nor into one that is not there', async () => {
	const { journeyId } = await h.publish(welcome());
	await expect(h.publish(into(journeyId), { of: journeyId })).rejects.toThrow('journey-into-itself');
	await expect(h.publish(into('0193e0b0-0000-7000-8000-000000000000'))).rejects.toThrow('unknown-journey');
});
