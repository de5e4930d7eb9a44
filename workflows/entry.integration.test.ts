import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { ingest } from '../db/ingest';
import { eventQueue, identities } from '../db/schema';
import { readCall } from '../lib/segment';
import { ago, byHand, dispatchAll, enter, hear, start } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, MAIL, node, pause, when } from './testing/graphs';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const DAY = 86_400_000;
const h = fixtures();
beforeEach(async () => {
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
});

type Trigger = Parameters<typeof when>[1];
/** A journey that is over at once. */
const short = (trigger: Trigger = {}, settings: object = {}) => ({
	nodes: [when('Order Completed', trigger), node('x', 'exit', { outcome: 'thanked' })],
	edges: edges('t>x'),
	settings,
});
/** A journey that takes a month. */
const long = (trigger: Trigger = {}) => ({
	nodes: [when('Order Completed', trigger), pause('w', 'P30D')],
	edges: edges('t>w'),
});
const countOf = async (customerId: string) => (await h.enrollmentsOf(customerId)).length;

describe('entering again', () => {
	const at = (instant: number) => ({ receivedAt: instant, at: instant });
	test.each([
		['never', { mode: 'never' }, 100 * DAY, 1],
		['always', { mode: 'always' }, 1, 2],
		['after a week, counted from the order before: a millisecond too early', weekly(), 7 * DAY - 1, 1],
		['after a week, counted from the order before: a week later', weekly(), 7 * DAY, 2],
	] as const)('%s', async (_name, reentry, apart, entered) => {
		await h.publish(short({ reentry }));
		const zoe = await h.customer();
		const first = ago(200, 'd');
		await enter(h, zoe, 'Order Completed', {}, at(first));
		// All of it is dealt with now, long after: only when she did it counts.
		await hear(h, zoe, 'Order Completed', {}, at(first + apart));
		expect(await countOf(zoe)).toBe(entered);
	});
	function weekly() {
		return { mode: 'after', duration: 'P7D' } as const;
	}

	test('not while she is in it, with the same key; with another she is in it twice', async () => {
		await h.publish(long({ key: 'order_id' }));
		const zoe = await h.customer();
		await enter(h, zoe, 'Order Completed', { order_id: 1 });
		await hear(h, zoe, 'Order Completed', { order_id: 1 });
		expect(await countOf(zoe)).toBe(1);
		await enter(h, zoe, 'Order Completed', { order_id: 2 });
		expect((await h.enrollmentsOf(zoe)).map((e) => e.entryKey)).toEqual(['1', '2']);
	});

	test('not by an order of the time when she was still in it, though it reaches us afterwards', async () => {
		await h.publish({
			nodes: [when('Order Completed'), pause('w', 'P2D'), node('x', 'exit', { outcome: 'x' })],
			edges: edges('t>w', 'w.done>x'),
		});
		const zoe = await h.customer();
		const journey = await enter(h, zoe, 'Order Completed', {}, { receivedAt: ago(4, 'd') });
		await journey.timeOut();
		await hear(h, zoe, 'Order Completed', {}, { at: ago(3, 'd'), receivedAt: ago(3, 'd') });
		expect(await countOf(zoe)).toBe(1);
		await hear(h, zoe, 'Order Completed', {}, { at: ago(1, 'd'), receivedAt: ago(1, 'd') });
		expect(await countOf(zoe)).toBe(2);
	});

	test('an event without the key’s property starts nothing', async () => {
		await h.publish(long({ key: 'order_id' }));
		const zoe = await h.customer();
		await hear(h, zoe, 'Order Completed', { order_id: null });
		await hear(h, zoe, 'Order Completed');
		expect(await countOf(zoe)).toBe(0);
	});
});

describe('an order that comes while the enrollment before is under way', () => {
	const waiting = async (customerId: string) =>
		(await db().select().from(eventQueue).where(eq(eventQueue.customerId, customerId))).map((q) => q.journeyId);

	test('waits until that one has ended, then starts another', async () => {
		const { journeyId } = await h.publish(short());
		const zoe = await h.customer();
		const first = await start(h, zoe, 'Order Completed');
		await hear(h, zoe, 'Order Completed');
		expect(await waiting(zoe)).toEqual([journeyId]);
		await first.go();
		await dispatchAll();
		expect(await waiting(zoe)).toEqual([]);
		expect(await countOf(zoe)).toBe(2);
	});

	test('waits until that one waits, then starts nothing: she is in the journey', async () => {
		const { journeyId } = await h.publish(long());
		const zoe = await h.customer();
		const first = await start(h, zoe, 'Order Completed');
		await hear(h, zoe, 'Order Completed');
		expect(await waiting(zoe)).toEqual([journeyId]);
		await first.go();
		await dispatchAll();
		expect(await waiting(zoe)).toEqual([]);
		expect(await countOf(zoe)).toBe(1);
	});

	test('waits on when that one waits only until before the order: its timer will end it first', async () => {
		const { journeyId } = await h.publish({
			nodes: [when('Order Completed'), pause('w', 'PT1H'), node('x', 'exit', { outcome: 'x' })],
			edges: edges('t>w', 'w.done>x'),
		});
		const zoe = await h.customer();
		const first = await enter(h, zoe, 'Order Completed', {}, { receivedAt: ago(2, 'h') });
		await hear(h, zoe, 'Order Completed');
		expect(await waiting(zoe)).toEqual([journeyId]);
		await first.timeOut();
		await dispatchAll();
		expect(await countOf(zoe)).toBe(2);
	});
});

describe('an event that a customer was waited for, or that made her leave, does not make her enter as well', () => {
	const visits = {
		nodes: [
			when('Store Entered'),
			node('w', 'wait-for-event', {
				events: [{ port: 'again', event: 'Store Entered' }],
				timeout: { kind: 'duration', duration: 'P30D' },
			}),
			node('x', 'exit', { outcome: 'came again' }),
		],
		edges: edges('t>w', 'w.again>x'),
	};
	const leaves = {
		nodes: [when('Store Entered'), node('m', 'send-email', MAIL)],
		edges: edges('t>m'),
		settings: { exits: [{ event: 'Store Entered', outcome: 'came again' }] },
	};

	test('heard by the dispatcher', async () => {
		await h.publish(visits);
		const zoe = await h.customer();
		const journey = await enter(h, zoe, 'Store Entered');
		await hear(h, zoe, 'Store Entered');
		await journey.wake();
		await dispatchAll();
		expect(await h.enrollmentsOf(zoe)).toMatchObject([{ outcome: 'came again' }]);
		await hear(h, zoe, 'Store Entered');
		expect(await countOf(zoe), 'the third visit does').toBe(2);
	});

	test.each([
		['found when looking back at the wait', visits],
		['found when a message was about to leave', leaves],
	])('%s', async (_name, drawn) => {
		await h.publish(drawn);
		const zoe = await h.customer();
		const journey = await start(h, zoe, 'Store Entered');
		await h.event(zoe, 'Store Entered');
		await journey.go();
		await dispatchAll();
		expect(await h.enrollmentsOf(zoe)).toMatchObject([{ outcome: 'came again' }]);
	});
});

describe('which events start anything', () => {
	test('not those older than the limit when they reach us', async () => {
		await h.publish(long({ maxAge: 'PT1H' }));
		const zoe = await h.customer();
		await hear(h, zoe, 'Order Completed', {}, { at: ago(61, 'min') });
		expect(await countOf(zoe)).toBe(0);
		// Dealt with much later, but received in time.
		await hear(h, zoe, 'Order Completed', {}, { at: ago(5, 'h'), receivedAt: ago(4, 'h') });
		expect(await countOf(zoe)).toBe(1);
	});

	test('only those between the journey’s start and end', async () => {
		const iso = (instant: number) => new Date(instant).toISOString();
		const [startsAt, endsAt] = [ago(4, 'd'), ago(2, 'd')];
		await h.publish(short({}, { startsAt: iso(startsAt), endsAt: iso(endsAt) }));
		const entered = async (at: number) => {
			const zoe = await h.customer();
			await hear(h, zoe, 'Order Completed', {}, { receivedAt: at });
			return (await countOf(zoe)) === 1;
		};
		for (const [at, expected] of [
			[startsAt - 1, false],
			[startsAt, true],
			[endsAt - 1, true],
			[endsAt, false],
		] as const)
			expect(await entered(at), new Date(at).toISOString()).toBe(expected);
	});

	test('imported history starts nothing and ends no wait, but is remembered', async () => {
		await h.publish({ ...long(), settings: { exits: [{ event: 'Order Refunded' }] } });
		const zoe = await h.customer();
		await db().insert(identities).values({ kind: 'user_id', value: zoe, customerId: zoe, source: 'test' });
		const importing = async (name: string) => {
			const receivedAt = new Date();
			const raw = { type: 'track', event: name, userId: zoe, properties: { order_id: 'o1' } };
			const call = readCall(raw, { receivedAt: receivedAt.getTime() });
			expect(await ingest(db(), [call], { source: 'import', receivedAt, history: true })).toBe(1);
			await dispatchAll();
		};
		await importing('Order Completed');
		expect(await countOf(zoe)).toBe(0);
		const journey = await enter(h, zoe, 'Order Completed');
		await importing('Order Refunded');
		expect(await journey.row()).toMatchObject({ status: 'waiting', wake: null });
		await journey.timeOut();
		expect(await journey.row(), 'nor is it found when looking back').toMatchObject({ outcome: 'done' });
	});
});

describe('events enter the version that was current when they were received', () => {
	test('also when they are dealt with later', async () => {
		const { journeyId, versionId: first } = await h.publish(short(), { publishedAt: ago(2, 'd') });
		const { versionId: second } = await h.publish(short(), { of: journeyId, publishedAt: ago(1, 'd') });
		const enteredInto = async (receivedAt: number) => {
			const zoe = await h.customer();
			await hear(h, zoe, 'Order Completed', {}, { receivedAt });
			return (await h.enrollmentsOf(zoe))[0]?.versionId;
		};
		expect(await enteredInto(ago(3, 'd')), 'before there was any').toBeUndefined();
		expect(await enteredInto(ago(36, 'h'))).toBe(first);
		expect(await enteredInto(ago(12, 'h'))).toBe(second);
	});

	test('also when the newer version is started by something else', async () => {
		const { journeyId, versionId: first } = await h.publish(short(), { publishedAt: ago(2, 'd') });
		const other = { nodes: [when('Store Entered'), pause('w', 'P1D')], edges: edges('t>w') };
		await h.publish(other, { of: journeyId, publishedAt: ago(1, 'd') });
		const zoe = await h.customer();
		await hear(h, zoe, 'Store Entered', {}, { receivedAt: ago(36, 'h') });
		await hear(h, zoe, 'Order Completed', {}, { receivedAt: ago(12, 'h') });
		expect(await countOf(zoe)).toBe(0);
		await hear(h, zoe, 'Order Completed', {}, { receivedAt: ago(36, 'h') });
		expect(await h.enrollmentsOf(zoe)).toMatchObject([{ versionId: first }]);
	});
});

test('a crowd of dispatchers lets a customer in once, however often she triggers', async () => {
	await h.publish(long());
	const people = await Promise.all(Array.from({ length: 10 }, () => h.customer()));
	await Promise.all(people.flatMap((person) => Array.from({ length: 5 }, () => h.event(person, 'Order Completed'))));
	await Promise.all(Array.from({ length: 6 }, dispatchAll));
	for (const person of people) {
		const [only, ...others] = await h.enrollmentsOf(person);
		expect(others).toEqual([]);
		await (await byHand(only?.id ?? '')).go();
	}
});
