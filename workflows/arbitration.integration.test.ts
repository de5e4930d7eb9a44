import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
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
