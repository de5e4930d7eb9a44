import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { park, settle, wakeWaiting } from '../db/enrollments';
import { endEnrollment } from '../db/operate';
import { commands, steps } from '../db/schema';
import { dispatchOnce } from './dispatcher';
import { ago, type byHand, dispatchAll, enter, hear, start } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, node, when } from './testing/graphs';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const HOUR = 3_600_000;
/** How many customers go through the same race. */
const MANY = 40;
const h = fixtures();
beforeEach(async () => {
	await h.configure({});
	await h.archiveAll();
	await h.publish({
		nodes: [
			when('Cart Viewed'),
			node('w', 'wait-for-event', {
				events: [{ port: 'ordered', event: 'Order Completed' }],
				timeout: { kind: 'duration', duration: 'PT1H' },
				lateness: 'PT1H',
			}),
		],
		edges: edges('t>w'),
	});
});

type Journey = Awaited<ReturnType<typeof byHand>>;

/** Customers whose hour is over: their timers may fire, but an order of that hour may still arrive. */
async function atTheEndOfTheHour(count: number) {
	const enteredAt = ago(61, 'min');
	const people: { zoe: string; journey: Journey }[] = [];
	for (let n = 0; n < count; n++) {
		const zoe = await h.customer();
		people.push({ zoe, journey: await enter(h, zoe, 'Cart Viewed', {}, { receivedAt: enteredAt }) });
	}
	return { people, end: enteredAt + HOUR };
}
const stepsOf = async ({ journey }: { journey: Journey }) =>
	db().select().from(steps).where(eq(steps.enrollmentId, journey.ref().enrollmentId));
const wakesOf = async ({ journey }: { journey: Journey }) =>
	db()
		.select()
		.from(commands)
		.where(and(eq(commands.enrollmentId, journey.ref().enrollmentId), eq(commands.kind, 'wake')));

describe('an order at the very instant the time runs out', () => {
	test('is in time, to the millisecond; one millisecond later it is not', async () => {
		const { people, end } = await atTheEndOfTheHour(2);
		const [exactly, after] = people;
		if (!exactly || !after) throw new Error('two, please');
		await hear(h, exactly.zoe, 'Order Completed', {}, { at: end });
		await exactly.journey.timeOut();
		expect(await exactly.journey.row()).toMatchObject({ outcome: 'ordered' });
		await hear(h, after.zoe, 'Order Completed', {}, { at: end + 1 });
		await after.journey.timeOut();
		expect(await after.journey.row()).toMatchObject({ outcome: 'timeout' });
	});

	test('that was committed before the timer fired is always heard, whoever gets there first', async () => {
		const { people, end } = await atTheEndOfTheHour(MANY);
		for (const { zoe } of people) await h.event(zoe, 'Order Completed', {}, { at: end });
		await Promise.all([...people.map(({ journey }) => journey.timeOut()), dispatchAll(), dispatchAll()]);
		for (const person of people) {
			expect(await person.journey.row()).toMatchObject({ status: 'ended', outcome: 'ordered' });
			expect(await stepsOf(person)).toMatchObject([{ port: 'ordered', why: 'event', eventSeq: expect.any(Number) }]);
		}
	});

	test('that comes while the timer fires leaves by exactly one port, and everybody agrees on it', async () => {
		const { people, end } = await atTheEndOfTheHour(MANY);
		const arriving = people.map(async ({ zoe }) => {
			await h.event(zoe, 'Order Completed', {}, { at: end });
			await dispatchOnce(db());
		});
		await Promise.all([...people.map(({ journey }) => journey.timeOut()), ...arriving]);
		await dispatchAll();
		for (const person of people) {
			const row = await person.journey.row();
			const [step, ...others] = await stepsOf(person);
			expect(others).toEqual([]);
			expect(['ordered', 'timeout']).toContain(step?.port);
			expect(row).toMatchObject({ status: 'ended', outcome: step?.port, wake: { by: step?.why } });
			// Nothing is told to Temporal about a wait that the timer ended, and nothing is lost without a trace.
			if (row.wake?.by === 'timer') expect(await wakesOf(person)).toEqual([]);
			expect(row.late).toHaveLength(step?.port === 'timeout' ? 1 : 0);
		}
	});

	test('and an order of ops at that instant: one of the three', async () => {
		const { people, end } = await atTheEndOfTheHour(MANY);
		for (const { zoe } of people) await h.event(zoe, 'Order Completed', {}, { at: end });
		const ending = people.map(({ journey }) =>
			endEnrollment(db(), journey.ref().enrollmentId, 'system').catch((error: Error) => error.message),
		);
		await Promise.all([...people.map(({ journey }) => journey.timeOut()), ...ending, dispatchAll()]);
		for (const person of people) {
			const row = await person.journey.row();
			expect(['ordered', 'ended-by-ops']).toContain(row.outcome);
			const [step] = await stepsOf(person);
			expect(step?.port).toBe(row.outcome === 'ordered' ? 'ordered' : 'order');
		}
	});
});

describe('an order that comes between entering a wait and being parked', () => {
	test('is always heard, once', async () => {
		const people: { zoe: string; journey: Journey }[] = [];
		for (let n = 0; n < MANY; n++) {
			const zoe = await h.customer();
			people.push({ zoe, journey: await start(h, zoe, 'Cart Viewed') });
		}
		const arriving = people.map(async ({ zoe }) => {
			await h.event(zoe, 'Order Completed');
			await dispatchOnce(db());
		});
		await Promise.all([...people.map(({ journey }) => journey.go()), ...arriving]);
		await dispatchAll();
		for (const person of people) {
			const row = await person.journey.row();
			expect(row.wake).toMatchObject({ by: 'event', port: 'ordered' });
			// Either the look-back found it and she went on, or Temporal is told, once.
			expect(await wakesOf(person)).toHaveLength(row.status === 'ended' ? 0 : 1);
		}
	});
});

describe('what is told twice, or too late, changes nothing', () => {
	async function waiting() {
		const zoe = await h.customer();
		const journey = await enter(h, zoe, 'Cart Viewed');
		return { zoe, journey };
	}
	const ordered = { by: 'event', port: 'ordered', clock: { at: Date.now(), seq: 1 } } as const;

	test('the same wait is woken once, and an older one never', async () => {
		const { journey } = await waiting();
		const { enrollmentId: id } = journey.ref();
		expect(await wakeWaiting(db(), [{ id, waitSeq: 0 }], ordered)).toBe(0);
		expect(await wakeWaiting(db(), [{ id, waitSeq: 1 }], ordered)).toBe(1);
		expect(await wakeWaiting(db(), [{ id, waitSeq: 1 }], { ...ordered, port: 'other' })).toBe(0);
		expect((await journey.row()).wake).toEqual(ordered);
		expect(await wakesOf({ journey })).toHaveLength(1);
	});

	test('parking again, after the worker died, answers the same, also when she was woken meanwhile', async () => {
		const { zoe, journey } = await waiting();
		const ref = journey.ref();
		const wanted = { for: 'await' as const, node: 'w', visit: 0, until: null };
		const before = await journey.row();
		expect(await park(db(), ref, wanted)).toEqual({ fireAt: (before.wakeAt?.getTime() ?? 0) + HOUR });
		expect(await journey.row()).toEqual(before);
		await hear(h, zoe, 'Order Completed');
		const answer = await park(db(), ref, wanted);
		expect(answer).toMatchObject({ wake: { by: 'event', port: 'ordered' } });
		expect(await park(db(), ref, wanted)).toEqual(answer);
	});

	test('two workers that settle the same timer answer the same', async () => {
		const { people } = await atTheEndOfTheHour(1);
		const [person] = people;
		if (!person) throw new Error('one, please');
		const ref = person.journey.ref();
		const answers = await Promise.all(Array.from({ length: 5 }, () => settle(db(), ref)));
		for (const answer of answers)
			expect(answer).toEqual({ by: 'timer', at: (await person.journey.row()).wakeAt?.getTime() });
	});
});
