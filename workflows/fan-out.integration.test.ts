import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { listFanOuts, orderFanOut, setFanOutRate } from '../db/fan-outs';
import { pauseJourney, resumeJourney, stopJourney } from '../db/operate';
import { customers, enrollments, eventQueue, fanOutCandidates, fanOuts } from '../db/schema';
import type { JsonObject } from '../lib/event';
import { NODES } from '../nodes';
import { fanOutOnce } from './fan-out';
import { ago, dispatchAll, enter } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, node, pause, when } from './testing/graphs';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const h = fixtures();
beforeEach(async () => {
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
	await db().delete(fanOuts);
});

/** Works until nothing is due; what the rate holds back is let go at once unless a test looks at the rate. */
async function fanOutAll({ atOnce = true } = {}): Promise<void> {
	do {
		if (atOnce)
			await db()
				.update(fanOuts)
				.set({ notBefore: new Date(0) });
	} while ((await fanOutOnce(db())) > 0);
}

const OLD_MODEL = {
	type: 'property',
	of: 'event',
	path: 'products[].product_id',
	op: 'equals',
	value: { from: 'trigger', path: 'replaces' },
};
const bought = (within = 'P14D') => ({
	type: 'history',
	event: 'Order Completed',
	count: { op: 'at-least', n: 1 },
	within,
	where: OLD_MODEL,
});
/** Bought it, and that order was not paid back. */
const KEPT: JsonObject = { ...bought(), without: [{ event: 'Order Refunded', same: 'order_id' }] };

const reaches = (who: JsonObject, more: JsonObject = {}): JsonObject => ({ audience: { mode: 'rule', who, ...more } });
/** A journey that lets in whom the launch of a product reaches, and keeps them. */
const launched = (trigger: JsonObject = {}, key: JsonObject = { key: 'product_id' }) => ({
	nodes: [when('Product Launched', { ...key, ...trigger }), pause('w', 'P30D')],
	edges: edges('t>w'),
});
const launch = (properties: JsonObject = {}, at: Parameters<typeof h.event>[3] = {}) =>
	h.event(null, 'Product Launched', { product_id: 'shoe-2', replaces: 'shoe-1', same_price: true, ...properties }, at);
const order = (product: string): JsonObject => ({
	order_id: `o-${product}`,
	total: 80,
	products: [{ product_id: product }],
});
async function buyer(daysAgo: number, product = 'shoe-1', traits: JsonObject = {}) {
	const id = await h.customer({ traits });
	await h.event(id, 'Order Completed', order(product), { receivedAt: ago(daysAgo, 'd') });
	return id;
}
const entered = async () =>
	(
		await db().select({ id: enrollments.customerId }).from(enrollments).orderBy(enrollments.createdAt, enrollments.id)
	).map((e) => e.id);
const enteredOf = async (ids: string[]) => (await entered()).filter((id) => ids.includes(id));

describe('a new model', () => {
	test('reaches who bought the old one lately and kept it, once, however often it is announced', async () => {
		const { journeyId } = await h.publish(launched(reaches(KEPT)));
		const [a, b, c, d] = [await buyer(3), await buyer(40), await buyer(5), await buyer(3, 'hat-1')];
		await h.event(c, 'Order Refunded', order('shoe-1'), { receivedAt: ago(2, 'd') });
		await dispatchAll();
		for (let n = 0; n < 100; n++) await launch();
		await fanOutAll();
		expect(await enteredOf([a, b, c, d])).toEqual([a]);
		const [enrollment] = await h.enrollmentsOf(a);
		expect(enrollment).toMatchObject({
			entryKey: 'shoe-2',
			status: 'starting',
			trigger: { name: 'Product Launched', properties: { replaces: 'shoe-1' } },
		});
		expect(await listFanOuts(db(), journeyId)).toMatchObject([{ state: 'done', entered: 1, repeats: 99 }]);
		expect(await db().select().from(fanOutCandidates)).toEqual([]);
	});

	test('reaches her again when something else is said about it, unless the journey is entered only once', async () => {
		const one = await buyer(1);
		await h.publish({
			nodes: [when('Product Launched', { key: 'product_id', ...reaches(KEPT) }), node('x', 'exit', { outcome: 'x' })],
			edges: edges('t>x'),
		});
		const { journeyId: once } = await h.publish(launched({ ...reaches(KEPT), reentry: { mode: 'never' } }));
		await dispatchAll();
		for (const colour of ['red', 'blue', 'red']) {
			await launch({ colour });
			await fanOutAll();
			await db().update(enrollments).set({ status: 'ended', endedAt: new Date() });
		}
		const mine = await h.enrollmentsOf(one);
		expect(mine.filter((e) => e.journeyId === once)).toHaveLength(1);
		expect(mine).toHaveLength(4);
	});

	test('reaches nobody who bought it only afterwards, however late the job is', async () => {
		await h.publish(launched(reaches(KEPT)));
		await launch({}, { receivedAt: ago(2, 'h') });
		const late = await h.customer();
		await h.event(late, 'Order Completed', order('shoe-1'), { receivedAt: ago(1, 'h') });
		await dispatchAll();
		await fanOutAll();
		expect(await enteredOf([late])).toEqual([]);
	});

	test('finds what she bought before two profiles became one', async () => {
		await h.publish(launched(reaches(KEPT)));
		const [master, other] = [await h.customer(), await buyer(3)];
		await dispatchAll();
		await db().update(customers).set({ mergedInto: master }).where(eq(customers.id, other));
		await launch();
		await fanOutAll();
		expect(await enteredOf([master, other])).toEqual([master]);
	});
});

describe('whom an event without a customer reaches', () => {
	test('her home store is the store that closes', async () => {
		const who = {
			type: 'property',
			of: 'customer',
			path: 'homeStoreId',
			op: 'equals',
			value: { from: 'trigger', path: 'store_id' },
		};
		await h.publish({ nodes: [when('Store Closed', reaches(who)), pause('w', 'P1D')], edges: edges('t>w') });
		const [lyon, paris, nowhere] = [await h.customer(), await h.customer(), await h.customer()];
		await db().update(customers).set({ homeStoreId: 'lyon' }).where(eq(customers.id, lyon));
		await db().update(customers).set({ homeStoreId: 'paris' }).where(eq(customers.id, paris));
		await h.event(null, 'Store Closed', { store_id: 'lyon' });
		await fanOutAll();
		expect(await enteredOf([lyon, paris, nowhere])).toEqual([lyon]);
		const [job] = await db().select().from(fanOuts);
		expect(job?.total, 'the others are not even looked at').toBe(1);
	});

	test('she looked at it and has not bought it since: it is back in stock', async () => {
		const seen = (event: string, op: string, n: number) => ({
			type: 'history',
			event,
			count: { op, n },
			within: 'P30D',
			where: {
				type: 'property',
				of: 'event',
				path: event === 'Product Viewed' ? 'product_id' : 'products[].product_id',
				op: 'equals',
				value: { from: 'trigger', path: 'product_id' },
			},
		});
		const who = { type: 'all', rules: [seen('Product Viewed', 'at-least', 1), seen('Order Completed', 'at-most', 0)] };
		const inStock = { type: 'property', of: 'event', path: 'quantity', op: 'greater-than', value: 0 };
		await h.publish({
			nodes: [
				when('Stock Changed', { where: inStock, key: 'product_id', ...reaches(who) }),
				node('x', 'exit', { outcome: 'x' }),
			],
			edges: edges('t>x'),
		});
		const [viewer, owner] = [await h.customer(), await buyer(2)];
		for (const id of [viewer, owner])
			await h.event(id, 'Product Viewed', { product_id: 'shoe-1' }, { receivedAt: ago(3, 'd') });
		await dispatchAll();
		const stock = async (quantity: number) => {
			await h.event(null, 'Stock Changed', { product_id: 'shoe-1', store_id: 'lyon', quantity });
			await fanOutAll();
			await db().update(enrollments).set({ status: 'ended' });
			return (await enteredOf([viewer, owner])).length;
		};
		expect(await stock(0), 'sold out').toBe(0);
		expect(await stock(3), 'back').toBe(1);
		expect(await stock(3), 'the same said again').toBe(1);
		expect(await stock(0)).toBe(1);
		expect(await stock(3), 'sold out and back again').toBe(2);
		expect(await enteredOf([owner])).toEqual([]);
	});

	test('the ready-made triggers reach whom their names say', async () => {
		const preset = (id: string) =>
			NODES.find(({ type }) => type === 'event-trigger')?.presets.find((p) => p.id === id)?.config ?? {};
		const publish = (id: string) =>
			h.publish({
				nodes: [{ id: 't', type: 'event-trigger', config: preset(id) }, pause('w', 'P1D')],
				edges: edges('t>w'),
			});
		const reached = async (id: string, event: string, properties: JsonObject, people: string[]) => {
			await h.archiveAll();
			const { journeyId } = await publish(id);
			await dispatchAll();
			await h.event(null, event, properties);
			await fanOutAll();
			const rows = await db().select().from(enrollments).where(eq(enrollments.journeyId, journeyId));
			return people.filter((one) => rows.some(({ customerId }) => customerId === one));
		};
		const [looker, filler, neighbour] = [await h.customer(), await h.customer(), await h.customer()];
		const yesterday = { receivedAt: ago(1, 'd') };
		for (const one of [looker, neighbour]) await h.event(one, 'Product Viewed', { product_id: 42 }, yesterday);
		await h.event(filler, 'Product Added', { product_id: '42' }, yesterday);
		await db().update(customers).set({ homeStoreId: 'lille' }).where(eq(customers.id, neighbour));
		const people = [looker, filler, neighbour];

		const price = { product_id: '42', price_before: 80 };
		expect(await reached('price-drop', 'Price Changed', { ...price, price: 60 }, people)).toEqual(people);
		expect(await reached('price-drop', 'Price Changed', { ...price, price: 90 }, people)).toEqual([]);
		const stock = { product_id: '42', store_id: 'lille' };
		expect(await reached('back-in-stock', 'Stock Changed', { ...stock, quantity: 9 }, people)).toEqual([
			looker,
			neighbour,
		]);
		expect(await reached('back-in-my-store', 'Stock Changed', { ...stock, quantity: 9 }, people)).toEqual([neighbour]);
		expect(await reached('low-stock', 'Stock Changed', { ...stock, quantity: 2 }, people)).toEqual([filler]);
		expect(await reached('low-stock', 'Stock Changed', { ...stock, quantity: 9 }, people)).toEqual([]);
		expect(await reached('store-closed', 'Store Closed', { store_id: 'lille' }, people)).toEqual([neighbour]);
		const [kept, returned] = [await buyer(3, 'p42'), await buyer(3, 'p42')];
		await h.event(returned, 'Order Refunded', order('p42'), yesterday);
		const model = { product_id: 'p43', replaces: 'p42' };
		expect(await reached('new-model', 'Product Launched', model, [kept, returned])).toEqual([kept]);
	});

	test('nobody, where the trigger has no audience; and an event with a customer concerns her alone', async () => {
		await h.publish(launched({}, {}));
		await h.publish(launched(reaches(bought('P365D'))));
		const [a, b] = [await buyer(1), await buyer(1)];
		await dispatchAll();
		await h.event(a, 'Product Launched', { product_id: 'shoe-9', replaces: 'none' });
		await dispatchAll();
		await fanOutAll();
		expect(await enteredOf([a, b])).toEqual([a, a]);
		expect(await db().select().from(fanOuts)).toEqual([]);
	});

	test('the first to come are those with most points, and no more than there are pieces', async () => {
		await h.publish(
			launched(
				reaches(bought(), { order: { by: 'trait', trait: 'points' }, limit: { kind: 'property', path: 'quantity' } }),
			),
		);
		const people = [];
		for (const points of [10, 300, 200, 5, 100]) people.push(await buyer(1, 'rare-1', { points }));
		people.push(await buyer(1, 'rare-1', { points: 'many' }));
		await dispatchAll();
		await launch({ replaces: 'rare-1', quantity: 3 });
		await fanOutAll();
		expect(await enteredOf(people)).toEqual([people[1], people[2], people[4]]);
		expect(await db().select().from(fanOuts)).toMatchObject([{ state: 'done', places: 3, entered: 3 }]);
	});

	test.each([
		['who spent most', { by: 'sum', event: 'Order Completed', property: 'total' }, [2, 0, 1]],
		['who looked last', { by: 'recent', event: 'Product Viewed' }, [1, 2, 0]],
	] as const)('the first to come is %s', async (_name, by, expected) => {
		const rare = `rare-${by.by}`;
		await h.publish(launched(reaches(bought(), { order: by })));
		const people = [await buyer(1, rare), await buyer(1, rare), await buyer(1, rare)];
		for (const [i, [total, viewed]] of [
			[50, 9],
			[0, 1],
			[500, 5],
		].entries()) {
			await h.event(
				people[i] ?? '',
				'Order Completed',
				{ order_id: 1, total: total ?? 0 },
				{ receivedAt: ago(2, 'd') },
			);
			await h.event(people[i] ?? '', 'Product Viewed', {}, { receivedAt: ago(viewed ?? 0, 'd') });
		}
		await dispatchAll();
		await launch({ replaces: rare });
		await fanOutAll();
		expect(await enteredOf(people)).toEqual(expected.map((i) => people[i]));
	});

	test('who is on her way in it is decided when she is there', async () => {
		const zoe = await buyer(3);
		await h.publish(launched(reaches(KEPT), {}));
		const first = await enter(h, zoe, 'Product Launched', {});
		await db()
			.update(enrollments)
			.set({ status: 'running', waitingFor: null, wakeAt: null })
			.where(eq(enrollments.customerId, zoe));
		await launch();
		await fanOutAll();
		expect(await db().select().from(fanOuts)).toMatchObject([{ postponed: 1, state: 'done' }]);
		expect(await db().select().from(eventQueue).where(eq(eventQueue.customerId, zoe))).toHaveLength(1);
		await db().update(enrollments).set({ status: 'waiting' }).where(eq(enrollments.customerId, zoe));
		await db()
			.update(eventQueue)
			.set({ notBefore: new Date(0) });
		await dispatchAll();
		expect(await h.enrollmentsOf(zoe)).toHaveLength(1);
		expect(await first.row()).toMatchObject({ status: 'waiting' });
	});
});

describe('a fan-out in the hands of ops', () => {
	const crowd = async (n: number, product: string) => {
		const people = await Promise.all(Array.from({ length: n }, () => buyer(1, product)));
		await dispatchAll();
		return people;
	};
	const only = async () => {
		const [job] = await db().select().from(fanOuts);
		if (!job) throw new Error('there is no fan-out');
		return job;
	};

	test('lets in no more a minute than was said, also when that is changed on the way', async () => {
		const { journeyId } = await h.publish(launched(reaches(bought(), { perMinute: 24 })));
		const people = await crowd(12, 'slow-1');
		await launch({ replaces: 'slow-1' });
		await fanOutAll({ atOnce: false });
		expect(await enteredOf(people), 'two in five seconds').toHaveLength(2);
		const wait = (await only()).notBefore.getTime() - Date.now();
		expect(wait).toBeGreaterThan(3000);
		expect(wait).toBeLessThanOrEqual(5000);
		await setFanOutRate(db(), (await only()).id, 100_000, 'system');
		await fanOutAll({ atOnce: false });
		expect(await enteredOf(people)).toHaveLength(12);
		expect(await listFanOuts(db(), journeyId)).toMatchObject([{ state: 'done', entered: 12 }]);
	});

	test('is paused, goes on where it was, and is stopped for good', async () => {
		await h.publish(launched(reaches(bought(), { perMinute: 24 })));
		const people = await crowd(8, 'hands-1');
		await launch({ replaces: 'hands-1' });
		await fanOutAll({ atOnce: false });
		const { id } = await only();
		await orderFanOut(db(), id, 'pause', 'system');
		await fanOutAll();
		expect(await enteredOf(people)).toHaveLength(2);
		await expect(orderFanOut(db(), id, 'pause', 'system')).rejects.toThrow('it is paused');
		await orderFanOut(db(), id, 'resume', 'system');
		await fanOutAll({ atOnce: false });
		expect(await enteredOf(people)).toHaveLength(4);
		await orderFanOut(db(), id, 'stop', 'system');
		await fanOutAll();
		expect(await enteredOf(people)).toHaveLength(4);
		await expect(orderFanOut(db(), id, 'resume', 'system')).rejects.toThrow('it is stopped');
		await expect(setFanOutRate(db(), id, 5, 'system')).rejects.toThrow('it is stopped');
	});

	test('waits while its journey is paused, and ends with it', async () => {
		const { journeyId } = await h.publish(launched(reaches(bought(), { perMinute: 12 })));
		const people = await crowd(5, 'held-1');
		await launch({ replaces: 'held-1' });
		await fanOutAll({ atOnce: false });
		await pauseJourney(db(), journeyId, 'system');
		await fanOutAll();
		expect(await enteredOf(people)).toHaveLength(1);
		await resumeJourney(db(), journeyId, 'system');
		await fanOutAll({ atOnce: false });
		expect(await enteredOf(people)).toHaveLength(2);
		await stopJourney(db(), journeyId, 'system');
		await fanOutAll();
		expect(await enteredOf(people)).toHaveLength(2);
		expect(await only()).toMatchObject({ state: 'stopped' });
	});

	test('that fails again and again is paused, and says why', async () => {
		await h.publish(launched(reaches(bought())));
		await crowd(1, 'broken-1');
		await launch({ replaces: 'broken-1' });
		await fanOutOnce(db());
		await db().update(fanOuts).set({ versionId: '00000000-0000-7000-8000-000000000000' });
		await fanOutAll();
		expect(await only()).toMatchObject({
			state: 'paused',
			attempts: 10,
			lastError: expect.stringContaining('no journey version'),
		});
	});

	test('several workers at once let everybody in, each once', async () => {
		await h.publish(launched(reaches(bought(), { perMinute: 100_000 })));
		const people = await crowd(60, 'many-1');
		await launch({ replaces: 'many-1' });
		await Promise.all(Array.from({ length: 5 }, () => fanOutAll()));
		await fanOutAll();
		expect((await enteredOf(people)).sort()).toEqual([...people].sort());
		expect((await db().execute(sql`select 1 from event_queue where customer_id is null`)).rows).toEqual([]);
	});
});
