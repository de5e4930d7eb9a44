import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { park } from '../db/enrollments';
import { commands, enrollments, eventQueue, events } from '../db/schema';
import { loadVersion } from '../db/versions';
import type { JsonObject } from '../lib/event';
import { instantOf } from '../lib/event';
import { begin, next } from '../lib/machine';
import { fanOutOnce } from './fan-out';
import { ago, dispatchAll, enter, hear, start } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, node, pause, when } from './testing/graphs';
import { workUntilDone } from './testing/killed-workers';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const h = fixtures();
beforeEach(async () => {
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
	await db().delete(eventQueue);
	await db().delete(events);
	await db().delete(enrollments);
});

const sameProduct = { property: 'product_id', equalsTrigger: 'product_id' };
/** Whoever puts a product into her basket waits for it to come back. */
const backInStock = (more: JsonObject = {}) => ({
	nodes: [
		when('Product Added', { key: 'product_id' }),
		node('w', 'wait-for-event', {
			events: [
				{
					port: 'back',
					event: 'Stock Changed',
					correlation: sameProduct,
					where: { type: 'property', of: 'event', path: 'quantity', op: 'greater-than', value: 0 },
				},
				{ port: 'ordered', event: 'Order Completed' },
			],
			timeout: { kind: 'duration', duration: 'P30D' },
			...more,
		}),
		node('back', 'exit', { outcome: 'back' }),
		node('ordered', 'exit', { outcome: 'ordered' }),
	],
	edges: edges('t>w', 'w.back>back', 'w.ordered>ordered'),
});
/** Everybody leaves at the end of the operation that her trigger names. */
const untilTheEnd = () => ({
	nodes: [when('Product Added'), pause('w', 'P30D')],
	edges: edges('t>w'),
	settings: {
		exits: [
			{
				event: 'Operation Ended',
				correlation: { property: 'operation_id', equalsTrigger: 'operation_id' },
				outcome: 'over',
			},
		],
	},
});

async function tellAll(): Promise<void> {
	while ((await fanOutOnce(db())) > 0);
}
const stock = (product_id: string, quantity: number, at?: number) =>
	h.event(
		null,
		'Stock Changed',
		{ product_id, store_id: 'lyon', quantity },
		at === undefined ? {} : { at, receivedAt: at },
	);
const twoHoursAgo = () => ({ at: ago(2, 'h'), receivedAt: ago(2, 'h') });
/** She puts it into her basket, and waits for it by hand. */
const wantsLamp = (customerId: string, when = {}) =>
	enter(h, customerId, 'Product Added', { product_id: 'lamp' }, when);
const waits = async (id: string) => (await h.enrollmentsOf(id)).map(({ status }) => status);

describe('a wait for an event without a customer', () => {
	test('hears that what she put into her basket is back', async () => {
		await h.publish(backInStock());
		const zoe = await h.customer();
		const hand = await wantsLamp(zoe, twoHoursAgo());
		await stock('desk', 3);
		await stock('lamp', 0);
		await tellAll();
		expect(await waits(zoe)).toEqual(['waiting']);
		await stock('lamp', 3);
		await tellAll();
		expect(await hand.row()).toMatchObject({ status: 'running', wake: { by: 'event', port: 'back' }, foundBy: null });
		expect(await hand.wake()).toBe('over');
		expect(await db().select().from(eventQueue)).toEqual([]);
	});
	test('costs nothing where nobody waits for this product', async () => {
		await h.publish(backInStock());
		await wantsLamp(await h.customer());
		await stock('desk', 3);
		// Planned, and done with: nobody is looked at.
		expect(await fanOutOnce(db())).toBe(1);
		expect(await fanOutOnce(db())).toBe(0);
	});
	test('hears what came after the wait began and before it was written down', async () => {
		await h.publish(backInStock());
		const zoe = await h.customer();
		const hand = await start(
			h,
			zoe,
			'Product Added',
			{ product_id: 'lamp' },
			{ at: ago(2, 'h'), receivedAt: ago(2, 'h') },
		);
		await stock('lamp', 3, ago(1, 'h'));
		await tellAll();
		expect(await hand.go()).toBe('over');
		expect((await hand.row()).outcome).toBe('back');
	});
	test('hears what comes between the writing of its row and the look back: one of the two sees the other', async () => {
		const { versionId } = await h.publish(backInStock());
		const zoe = await h.customer();
		await hear(h, zoe, 'Product Added', { product_id: 'lamp' }, twoHoursAgo());
		const [row] = await h.enrollmentsOf(zoe);
		if (!row) throw new Error('she is not in it');
		const { program } = await loadVersion(db(), versionId);
		const { state, command } = next(program, begin(program, instantOf(row.trigger), zoe));
		if (command.do !== 'park') throw new Error('it does not wait');
		// As a worker that is killed right after the commit of the row; its successor repeats the step.
		const killed = vi.spyOn(await import('../db/heard-since'), 'heardSince').mockRejectedValueOnce(new Error('killed'));
		await expect(park(db(), { enrollmentId: row.id, run: 0, state }, command)).rejects.toThrow('killed');
		killed.mockRestore();
		expect(await waits(zoe)).toEqual(['waiting']);
		await stock('lamp', 3);
		await tellAll();
		expect(await park(db(), { enrollmentId: row.id, run: 0, state }, command)).toMatchObject({
			wake: { by: 'event', port: 'back' },
		});
	});
	test('is not beaten by its timer when the event was received in time, and nobody has told it yet', async () => {
		await h.publish(backInStock({ timeout: { kind: 'duration', duration: 'PT1H' } }));
		const zoe = await h.customer();
		const hand = await wantsLamp(zoe, twoHoursAgo());
		await stock('lamp', 3, ago(90, 'min'));
		expect(await hand.timeOut()).toBe('over');
		expect((await hand.row()).outcome).toBe('back');
		await tellAll();
		expect((await hand.row()).outcome).toBe('back');
	});
	test('hears of two events the one that was received first, whichever is decided first', async () => {
		await h.publish(backInStock());
		const [zoe, ann] = [await h.customer(), await h.customer()];
		const began = { at: ago(2, 'h'), receivedAt: ago(2, 'h') };
		const [first, second] = [await wantsLamp(zoe, began), await wantsLamp(ann, began)];
		await h.event(zoe, 'Order Completed', { order_id: 'o1' });
		await stock('lamp', 3);
		await h.event(ann, 'Order Completed', { order_id: 'o2' });
		await tellAll();
		expect((await first.row()).wake).toMatchObject({ port: 'ordered' });
		expect((await second.row()).wake).toMatchObject({ port: 'back' });
		await dispatchAll();
		expect((await second.row()).wake).toMatchObject({ port: 'back' });
	});
	test('in which something she did is decided first, still hears what was received before it', async () => {
		await h.publish(backInStock());
		const ann = await h.customer();
		const hand = await wantsLamp(ann, twoHoursAgo());
		await stock('lamp', 3);
		await h.event(ann, 'Order Completed', { order_id: 'o2' });
		await dispatchAll();
		expect((await hand.row()).wake).toMatchObject({ port: 'back' });
	});
	test('does not take an anonymous sale for hers', async () => {
		await h.publish(backInStock());
		const zoe = await h.customer();
		await wantsLamp(zoe);
		await h.event(null, 'Order Completed', { order_id: 'till-7' });
		await tellAll();
		expect(await waits(zoe)).toEqual(['waiting']);
	});
	test('is told once more when it failed, and set aside, visibly, when it goes on failing', async () => {
		await h.publish(backInStock());
		const zoe = await h.customer();
		await wantsLamp(zoe);
		await db().update(enrollments).set({ versionId: '00000000-0000-0000-0000-000000000001' });
		await stock('lamp', 3);
		for (let tries = 0; tries < 11; tries++) {
			await fanOutOnce(db());
			await db()
				.update(eventQueue)
				.set({ notBefore: new Date(0) });
		}
		const [row] = await db().select().from(eventQueue);
		expect(row).toMatchObject({ attempts: 10, lastError: expect.stringContaining('no journey version') });
		expect(row?.quarantinedAt).not.toBeNull();
	});
});

describe('an exit on an event without a customer', () => {
	test('ends all who wait, in portions, each once, though the worker is killed in between', async () => {
		const { journeyId } = await h.publish(untilTheEnd());
		const zoe = await h.customer();
		const hand = await enter(h, zoe, 'Product Added', { operation_id: 'sales' });
		const kept = await enter(h, await h.customer(), 'Product Added', { operation_id: 'other' });
		const PEOPLE = 1300;
		await db().execute(sql`
			with people as (insert into customers (id) select gen_random_uuid() from generate_series(1, ${PEOPLE - 1}) returning id)
			insert into enrollments (id, journey_id, version_id, customer_id, entry_key, status, run, trigger, entered_at, state, node_id, parked_for,
				waiting_for, found_by, wait_seq, wake_at)
			select gen_random_uuid(), e.journey_id, e.version_id, p.id, e.entry_key, e.status, e.run, e.trigger, e.entered_at, e.state, e.node_id,
				e.parked_for, e.waiting_for, e.found_by, e.wait_seq, e.wake_at
			from people p, enrollments e where e.id = ${hand.ref().enrollmentId}`);
		await h.event(null, 'Operation Ended', { operation_id: 'sales' });

		const over = async () => (await db().select().from(eventQueue)).length === 0;
		const dueAgain = () =>
			db()
				.update(eventQueue)
				.set({ notBefore: new Date(0), quarantinedAt: null });
		const kills = await workUntilDone({ over, kills: 3, everyMs: 30, between: dueAgain });

		expect(kills, 'it was killed on the way').toBeGreaterThan(0);
		const woken = await db().execute<{ n: number; wake: JsonObject }>(sql`
			select count(*)::int as n, wake from enrollments where journey_id = ${journeyId} and status = 'running' group by wake`);
		expect(woken.rows).toEqual([{ n: PEOPLE, wake: expect.objectContaining({ by: 'exit', outcome: 'over' }) }]);
		expect((await kept.row()).status).toBe('waiting');
		const told = await db()
			.select({ id: commands.enrollmentId })
			.from(commands)
			.innerJoin(enrollments, eq(enrollments.id, commands.enrollmentId))
			.where(sql`${commands.kind} = 'wake' and ${enrollments.journeyId} = ${journeyId}`);
		expect(told).toHaveLength(PEOPLE);
		expect(new Set(told.map(({ id }) => id)).size).toBe(PEOPLE);
	});
	test('does not end who came after it', async () => {
		await h.publish(untilTheEnd());
		await h.event(
			null,
			'Operation Ended',
			{ operation_id: 'sales' },
			{ at: ago(10, 'min'), receivedAt: ago(10, 'min') },
		);
		const zoe = await h.customer();
		await enter(h, zoe, 'Product Added', { operation_id: 'sales' });
		await tellAll();
		expect(await waits(zoe)).toEqual(['waiting']);
	});
});
