import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { customersByIdentity } from '../db/customer-views';
import { ingest } from '../db/ingest';
import { customers, identities } from '../db/schema';
import { readCall } from '../lib/segment';
import { pickPort } from '../lib/split';
import { edges, MAIL, node, when } from './testing/graphs';
import { type Harness, startHarness } from './testing/harness';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

let h: Harness;
beforeAll(async () => {
	h = await startHarness();
}, 60_000);
afterAll(() => h.close());
beforeEach(() => h.archiveAll());

/** As the site, the app or a till would send it; the reader of names gets one of its own for every test. */
function people() {
	const mark = uuid();
	return async (call: { anonymousId?: string; userId?: string; type?: string; event?: string; at?: number }) => {
		const receivedAt = Date.now();
		const { anonymousId, userId, at = receivedAt, ...rest } = call;
		const raw = {
			type: 'track',
			properties: { store_id: 'paris' },
			...rest,
			...(anonymousId ? { anonymousId: `${anonymousId}-${mark}` } : {}),
			...(userId ? { userId: `${userId}-${mark}` } : {}),
			timestamp: new Date(at).toISOString(),
		};
		await ingest(db(), [readCall(raw, { receivedAt })], {
			source: 'test',
			receivedAt: new Date(receivedAt),
			history: false,
		});
		h.bell.ring();
		const [kind, value] = userId ? (['user_id', raw.userId] as const) : (['anonymous_id', raw.anonymousId] as const);
		const [id] = await customersByIdentity(db(), kind, value ?? '');
		if (!id) throw new Error('nobody was made');
		return id;
	};
}

const waitForVisit = {
	nodes: [
		when('Cart Viewed'),
		node('w', 'wait-for-event', {
			events: [{ port: 'came', event: 'Store Entered' }],
			timeout: { kind: 'duration', duration: 'P30D' },
		}),
		node('x', 'exit', { outcome: 'came' }),
		node('y', 'exit', { outcome: 'stayed away' }),
	],
	edges: edges('t>w', 'w.came>x', 'w.timeout>y'),
};

describe('an anonymous visitor waits in a journey, then signs in', () => {
	test('what the customer does from then on, under any of her names, is heard', async () => {
		await h.publish(waitForVisit);
		const send = people();
		const visitor = await send({ anonymousId: 'browser', event: 'Cart Viewed' });
		await h.parked(visitor);
		const known = await send({ userId: 'zoe', event: 'Page Viewed' });
		expect(await send({ type: 'identify', userId: 'zoe', anonymousId: 'browser' })).toBe(known);
		await send({ userId: 'zoe', event: 'Store Entered' });
		expect(await h.ended(visitor)).toMatchObject({ outcome: 'came' });
	});

	test('what she did under her other name since the wait began is heard as soon as we know', async () => {
		await h.publish(waitForVisit);
		const send = people();
		const visitor = await send({ anonymousId: 'browser', event: 'Cart Viewed' });
		await h.parked(visitor);
		await send({ userId: 'zoe', event: 'Store Entered' });
		await send({ type: 'identify', userId: 'zoe', anonymousId: 'browser' });
		expect(await h.ended(visitor)).toMatchObject({ outcome: 'came' });
	});

	test('also when every worker was down meanwhile', async () => {
		await h.publish(waitForVisit);
		const send = people();
		await h.stopWorker();
		const visitor = await send({ anonymousId: 'browser', event: 'Cart Viewed' });
		await h.until(async () => (await h.enrollmentsOf(visitor)).length === 1, 'her to be let in');
		await send({ userId: 'zoe', event: 'Store Entered' });
		await send({ type: 'identify', userId: 'zoe', anonymousId: 'browser' });
		await h.startWorker();
		expect(await h.ended(visitor)).toMatchObject({ outcome: 'came' });
	});

	test('what she did before she entered is not', async () => {
		await h.publish(waitForVisit);
		const send = people();
		await send({ userId: 'zoe', event: 'Store Entered', at: Date.now() - 60_000 });
		const visitor = await send({ anonymousId: 'browser', event: 'Cart Viewed' });
		await h.parked(visitor);
		const known = await send({ type: 'identify', userId: 'zoe', anonymousId: 'browser' });
		await h.decided(known);
		expect(await h.enrollmentsOf(visitor)).toMatchObject([{ status: 'waiting', waitSeq: 1 }]);
	});
});

describe('two profiles that turn out to be one person', () => {
	test('in the same journey: the earlier enrollment goes on, the other ends as merged', async () => {
		await h.publish(waitForVisit);
		const send = people();
		const known = await send({ userId: 'zoe', event: 'Cart Viewed', at: Date.now() - 5_000 });
		const visitor = await send({ anonymousId: 'browser', event: 'Cart Viewed' });
		await Promise.all([h.parked(known), h.parked(visitor)]);
		await send({ type: 'identify', userId: 'zoe', anonymousId: 'browser' });
		expect(await h.ended(visitor)).toMatchObject({ status: 'merged', outcome: 'merged' });
		expect(await h.enrollmentsOf(known)).toMatchObject([{ status: 'waiting' }]);
		await send({ userId: 'zoe', event: 'Store Entered' });
		expect(await h.ended(known)).toMatchObject({ status: 'ended', outcome: 'came' });
	});

	test('the earlier one goes on also when it is the visitor’s, and keeps her out while it lasts', async () => {
		await h.publish(waitForVisit);
		const send = people();
		const visitor = await send({ anonymousId: 'browser', event: 'Cart Viewed', at: Date.now() - 5_000 });
		const known = await send({ userId: 'zoe', event: 'Cart Viewed' });
		await Promise.all([h.parked(known), h.parked(visitor)]);
		await send({ type: 'identify', userId: 'zoe', anonymousId: 'browser' });
		expect(await h.ended(known)).toMatchObject({ status: 'merged' });
		await send({ userId: 'zoe', event: 'Cart Viewed' });
		await h.decided(known);
		expect(await h.enrollmentsOf(known)).toHaveLength(1);
		await send({ userId: 'zoe', event: 'Store Entered' });
		expect(await h.ended(visitor)).toMatchObject({ outcome: 'came' });
	});

	test('a split chooses by whom the enrollment began with, whoever she became', async () => {
		const split = node('split', 'random-split', {
			branches: [
				{ port: 'a', weight: 50 },
				{ port: 'b', weight: 50 },
			],
		});
		await h.publish({
			nodes: [
				...waitForVisit.nodes.slice(0, 2),
				split,
				node('a', 'exit', { outcome: 'a' }),
				node('b', 'exit', { outcome: 'b' }),
			],
			edges: edges('t>w', 'w.came>split', 'split.a>a', 'split.b>b'),
		});
		const visitors = await Promise.all(
			Array.from({ length: 8 }, async () => {
				const send = people();
				const visitor = await send({ anonymousId: 'browser', event: 'Cart Viewed' });
				await h.parked(visitor);
				const known = await send({ userId: 'zoe', event: 'Store Entered' });
				await send({ type: 'identify', userId: 'zoe', anonymousId: 'browser' });
				return { visitor, known };
			}),
		);
		const weights = [
			['a', 50],
			['b', 50],
		] as const;
		for (const { visitor, known } of visitors) {
			expect((await h.ended(visitor)).outcome).toBe(pickPort(weights, `${visitor}:split`));
			expect(known).not.toBe(visitor);
		}
	});

	test('her message goes to the address that the other profile brought', async () => {
		await h.publish({
			nodes: [...waitForVisit.nodes.slice(0, 2), node('m', 'send-email', MAIL)],
			edges: edges('t>w', 'w.came>m'),
		});
		const send = people();
		const visitor = await send({ anonymousId: 'browser', event: 'Cart Viewed' });
		await h.parked(visitor);
		const known = await h.customer();
		await db().update(identities).set({ customerId: known }).where(eq(identities.customerId, visitor));
		await db().update(customers).set({ mergedInto: known }).where(eq(customers.id, visitor));
		await h.event(known, 'Store Entered');
		await h.ended(visitor);
		expect(await h.sendsOf(known)).toMatchObject([{ state: 'accepted', recipient: `${known}@example.test` }]);
	});
});

test('a shared device’s events follow the latest login: they end nobody else’s wait', async () => {
	await h.publish(waitForVisit);
	const send = people();
	const ada = await send({ userId: 'ada', anonymousId: 'tablet', event: 'Cart Viewed' });
	const zoe = await send({ userId: 'zoe', anonymousId: 'tablet', event: 'Cart Viewed' });
	expect(zoe).not.toBe(ada);
	await Promise.all([h.parked(ada), h.parked(zoe)]);
	await send({ anonymousId: 'tablet', event: 'Store Entered' });
	expect(await h.ended(zoe)).toMatchObject({ outcome: 'came' });
	expect(await h.enrollmentsOf(ada)).toMatchObject([{ status: 'waiting' }]);
});
