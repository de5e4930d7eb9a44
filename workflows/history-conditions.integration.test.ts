import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { db } from '../db/client';
import { ingest } from '../db/ingest';
import { customers, identities } from '../db/schema';
import { readCall } from '../lib/segment';
import { ago, dispatchAll, enter, hear, start } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, node, pause, when } from './testing/graphs';

const h = fixtures();
beforeEach(async () => {
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
});

const twiceIn30Days = {
	type: 'history' as const,
	event: 'Order Completed',
	count: { op: 'at-least' as const, n: 2 },
	within: 'P30D',
};
const condition = node('c', 'condition', { branches: [{ port: 'regular', when: twiceIn30Days }] });
const outcomes = [node('regular', 'exit', { outcome: 'regular' }), node('other', 'exit', { outcome: 'other' })];
/** Asks at once, or after a wait, whether she bought at least twice in 30 days. */
const asks = (after?: string) => ({
	nodes: [when('Store Entered'), ...(after ? [pause('w', after)] : []), condition, ...outcomes],
	edges: after
		? edges('t>w', 'w.done>c', 'c.regular>regular', 'c.else>other')
		: edges('t>c', 'c.regular>regular', 'c.else>other'),
});
async function buying(customerId: string, ...instants: number[]) {
	for (const at of instants) await h.event(customerId, 'Order Completed', {}, { receivedAt: at });
	await dispatchAll();
}

describe('“bought at least twice in the last 30 days”', () => {
	test.each([
		['two orders this month', [29, 1], 'regular'],
		['one this month, one before', [31, 1], 'other'],
		['one', [1], 'other'],
		['none', [], 'other'],
	] as const)('%s', async (_name, daysAgo, outcome) => {
		await h.publish(asks());
		const zoe = await h.customer();
		await buying(zoe, ...daysAgo.map((days) => ago(days, 'd')));
		const journey = await enter(h, zoe, 'Store Entered');
		expect(await journey.row()).toMatchObject({ outcome });
	});

	test('does not count what happened after the moment that is asked about, however late a worker asks', async () => {
		await h.publish(asks());
		const zoe = await h.customer();
		const journey = await start(h, zoe, 'Store Entered', {}, { receivedAt: ago(3, 'h') });
		await buying(zoe, ago(2, 'h'), ago(1, 'h'));
		await journey.go();
		expect(await journey.row()).toMatchObject({ outcome: 'other' });
	});

	test('counts what happened while she waited, up to the end of the wait', async () => {
		await h.publish(asks('PT1H'));
		const [inTime, tooLate] = [await h.customer(), await h.customer()];
		const journeys = [
			await enter(h, inTime, 'Store Entered', {}, { receivedAt: ago(3, 'h') }),
			await enter(h, tooLate, 'Store Entered', {}, { receivedAt: ago(3, 'h') }),
		];
		await buying(inTime, ago(2.8, 'h'), ago(2.1, 'h'));
		await buying(tooLate, ago(2.8, 'h'), ago(1.9, 'h'));
		for (const journey of journeys) await journey.timeOut();
		expect((await h.enrollmentsOf(inTime))[0]).toMatchObject({ outcome: 'regular' });
		expect((await h.enrollmentsOf(tooLate))[0]).toMatchObject({ outcome: 'other' });
	});

	test('counts orders of the till that we have learnt of since, and imported history', async () => {
		await h.publish(asks('PT1H'));
		const zoe = await h.customer();
		await db().insert(identities).values({ kind: 'user_id', value: zoe, customerId: zoe, source: 'test' });
		const journey = await enter(h, zoe, 'Store Entered', {}, { receivedAt: ago(3, 'h') });
		await hear(h, zoe, 'Order Completed', {}, { at: ago(4, 'h') });
		const receivedAt = new Date();
		const timestamp = new Date(ago(20, 'd')).toISOString();
		const raw = { type: 'track', event: 'Order Completed', userId: zoe, properties: { order_id: 'o' }, timestamp };
		await ingest(db(), [readCall(raw, { receivedAt: receivedAt.getTime() })], {
			source: 'import',
			receivedAt,
			history: true,
		});
		await journey.timeOut();
		expect(await journey.row()).toMatchObject({ outcome: 'regular' });
	});

	test('counts what she did under the name she had before', async () => {
		await h.publish(asks());
		const [zoe, visitor] = [await h.customer(), await h.customer({ email: null, phone: null })];
		await buying(visitor, ago(5, 'd'));
		await buying(zoe, ago(4, 'd'));
		await db().update(customers).set({ mergedInto: zoe }).where(eq(customers.id, visitor));
		const journey = await enter(h, zoe, 'Store Entered');
		expect(await journey.row()).toMatchObject({ outcome: 'regular' });
	});
});

describe('a trigger with such a condition', () => {
	const onlyRegulars = {
		nodes: [when('Order Completed', { where: twiceIn30Days }), pause('w', 'P1D')],
		edges: edges('t>w'),
	};

	test('lets her in at her second order, which counts', async () => {
		await h.publish(onlyRegulars);
		const zoe = await h.customer();
		await buying(zoe, ago(3, 'd'));
		expect(await h.enrollmentsOf(zoe)).toEqual([]);
		await buying(zoe, ago(2, 'd'));
		expect(await h.enrollmentsOf(zoe)).toHaveLength(1);
	});

	test('asks what was known when the order was received, however late it is decided', async () => {
		await h.publish(onlyRegulars);
		const zoe = await h.customer();
		await h.event(zoe, 'Order Completed', {}, { receivedAt: ago(3, 'h') });
		// Of before that order, but the till told of it afterwards, and it is too old to start anything itself.
		await h.event(zoe, 'Order Completed', {}, { at: ago(6, 'h'), receivedAt: ago(1, 'h') });
		await dispatchAll();
		expect(await h.enrollmentsOf(zoe)).toEqual([]);
	});
});
