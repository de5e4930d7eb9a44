import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { steps } from '../db/schema';
import { deliverables } from './testing/channel';
import { edges, MAIL, node, pause, when } from './testing/graphs';
import { type Harness, startHarness } from './testing/harness';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

let h: Harness;
beforeAll(async () => {
	h = await startHarness();
}, 60_000);
afterAll(() => h.close());
beforeEach(async () => {
	deliverables.length = 0;
	await h.archiveAll();
	await h.configure({ timeZone: 'UTC', promotionWindow: 'PT3S' });
});

const promotion = (event: string, priority: number, after?: string) =>
	h.publish({
		nodes: [when(event), ...(after ? [pause('w', after)] : []), node('m', 'send-email', MAIL)],
		edges: edges(...(after ? ['t>w', 'w.done>m'] : ['t>m'])),
		settings: { kind: 'promotional', priority },
	});

async function allEnded(customerId: string, n: number) {
	await h.until(async () => {
		const all = await h.enrollmentsOf(customerId);
		return all.length === n && all.every(({ endedAt }) => endedAt);
	}, 'all of them to end');
	const sends = await h.sendsOf(customerId);
	expect(sends.map(({ state }) => state)).toEqual(Array(n).fill('accepted'));
	return sends;
}

test('one event that starts three promotions: they reach her one by one, the most relevant first, never closer than the window', async () => {
	for (const priority of [10, 90, 50]) await promotion('Cart Viewed', priority);
	const zoe = await h.customer();
	await h.event(zoe, 'Cart Viewed');
	const sends = await allEnded(zoe, 3);
	expect(sends.map(({ priority }) => priority)).toEqual([90, 50, 10]);
	for (const [i, { createdAt }] of sends.entries()) {
		const before = sends[i - 1];
		if (before) expect(createdAt.getTime() - before.createdAt.getTime()).toBeGreaterThanOrEqual(3000);
	}
}, 40_000);

test('a promotion makes way for a more relevant one that is about to leave, and goes after it', async () => {
	await promotion('Cart Viewed', 90, 'PT2S');
	await promotion('Product Viewed', 10);
	const zoe = await h.customer();
	await h.event(zoe, 'Cart Viewed');
	await h.parked(zoe);
	await h.event(zoe, 'Product Viewed');
	const sends = await allEnded(zoe, 2);
	expect(sends.map(({ priority }) => priority)).toEqual([90, 10]);
}, 40_000);

test('a thank-you in a promotional journey makes way for no promotion, and is none itself', async () => {
	await promotion('Cart Viewed', 90);
	await h.publish({
		nodes: [when('Product Viewed'), node('m', 'send-email', { ...MAIL, kind: 'relational' })],
		edges: edges('t>m'),
		settings: { kind: 'promotional', priority: 10 },
	});
	const zoe = await h.customer();
	await h.event(zoe, 'Cart Viewed');
	await allEnded(zoe, 1);
	await h.event(zoe, 'Product Viewed');
	const sends = await allEnded(zoe, 2);
	expect(sends.map(({ promotional }) => promotional)).toEqual([true, false]);
	const thanked = await db()
		.select()
		.from(steps)
		.where(eq(steps.enrollmentId, sends[1]?.enrollmentId ?? ''));
	expect(thanked.find(({ nodeId }) => nodeId === 'm')?.evidence).not.toHaveProperty('held');
}, 40_000);

test('a service message in a promotional journey needs no consent, the others there do', async () => {
	await h.publish({
		nodes: [
			when('Order Delayed'),
			node('m', 'send-email', { ...MAIL, kind: 'service' }),
			node('n', 'send-email', MAIL),
		],
		edges: edges('t>m', 'm.sent>n'),
		settings: { kind: 'promotional' },
	});
	const zoe = await h.customer({ consents: {} });
	await h.event(zoe, 'Order Delayed', { order_id: 'o1' });
	await h.until(async () => (await h.sendsOf(zoe)).length === 2, 'both messages');
	expect(await h.sendsOf(zoe)).toMatchObject([
		{ nodeId: 'm', state: 'accepted' },
		{ nodeId: 'n', state: 'suppressed', reason: 'no-consent' },
	]);
}, 40_000);
