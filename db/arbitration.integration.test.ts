import { and, eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { enter, quietNow, start } from '../workflows/testing/by-hand';
import { deliverables } from '../workflows/testing/channel';
import { fixtures } from '../workflows/testing/fixtures';
import { edges, MAIL, node, pause, when } from '../workflows/testing/graphs';
import { db } from './client';
import { pauseJourney } from './operate';
import { customers, journeys, sends, steps } from './schema';

vi.mock('@/channels/deliver', () => import('../workflows/testing/channel'));

const h = fixtures();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
beforeEach(async () => {
	deliverables.length = 0;
	await h.configure({ timeZone: 'UTC', promotionWindow: 'PT2H' });
	await h.archiveAll();
});

type Settings = { priority?: number; kind?: string; outranked?: string; exits?: object[] };

/** A promotion that writes at once, or after a pause. */
async function promotion(event: string, settings: Settings = {}, after?: string) {
	const { journeyId } = await h.publish({
		nodes: [
			when(event),
			...(after ? [pause('w', after)] : []),
			node('m', 'send-email', MAIL),
			node('x', 'exit', { outcome: 'reached' }),
			node('y', 'exit', { outcome: 'not reached' }),
		],
		edges: edges(...(after ? ['t>w', 'w.done>m'] : ['t>m']), 'm.sent>x', 'm.skipped>y'),
		settings: { kind: 'promotional', ...settings },
	});
	await db()
		.update(journeys)
		.set({ name: `On ${event}` })
		.where(eq(journeys.id, journeyId));
	return journeyId;
}
type Hand = Awaited<ReturnType<typeof start>>;
const stepOf = async (hand: Hand) => {
	const here = and(eq(steps.enrollmentId, hand.ref().enrollmentId), eq(steps.nodeId, 'm'));
	return (await db().select().from(steps).where(here))[0];
};
const reasons = async (customerId: string) => (await h.sendsOf(customerId)).map((s) => s.reason ?? s.state);
const minutesAhead = (at: Date | null) => Math.round(((at?.getTime() ?? 0) - Date.now()) / MINUTE);
/** What she was sent moves into the past. */
const later = (customerId: string, minutes: number) =>
	db()
		.update(sends)
		.set({ createdAt: sql`${sends.createdAt} - make_interval(mins => ${minutes})` })
		.where(eq(sends.customerId, customerId));

describe('two promotions within two hours', () => {
	test('the second is held until they have passed, says for which journey, and then goes', async () => {
		const big = await promotion('Cart Viewed', { priority: 90 });
		await promotion('Product Viewed', { priority: 10 });
		const zoe = await h.customer();
		await enter(h, zoe, 'Cart Viewed');
		const small = await enter(h, zoe, 'Product Viewed');
		const row = await small.row();
		expect(row).toMatchObject({ status: 'waiting', parkedFor: 'defer', nodeId: 'm' });
		expect(minutesAhead(row.wakeAt)).toBe(120);
		expect(await stepOf(small)).toMatchObject({
			port: null,
			why: 'arbitration',
			evidence: { held: { journeyId: big, journey: 'On Cart Viewed', priority: 90, ownPriority: 10 } },
		});
		await later(zoe, 121);
		await small.timeOut();
		expect(await small.row()).toMatchObject({ outcome: 'reached' });
		expect(await stepOf(small)).toMatchObject({ port: 'sent', evidence: { held: { journey: 'On Cart Viewed' } } });
	});

	test('the second is dropped where its journey says so, with the same reason and evidence', async () => {
		await promotion('Cart Viewed', { priority: 90 });
		await promotion('Product Viewed', { priority: 10, outranked: 'drop' });
		const zoe = await h.customer();
		await enter(h, zoe, 'Cart Viewed');
		const small = await enter(h, zoe, 'Product Viewed');
		expect(await small.row()).toMatchObject({ outcome: 'not reached' });
		expect((await h.sendsOf(zoe)).at(-1)).toMatchObject({
			state: 'suppressed',
			reason: 'arbitration',
			evidence: { journey: 'On Cart Viewed', priority: 90, wentAt: expect.any(String) },
		});
	});

	test('one of a profile that turned out to be hers counts', async () => {
		await promotion('Cart Viewed');
		await promotion('Product Viewed');
		const [master, other] = [await h.customer(), await h.customer()];
		await enter(h, other, 'Cart Viewed');
		await db().update(customers).set({ mergedInto: master }).where(eq(customers.id, other));
		expect(await (await enter(h, master, 'Product Viewed')).row()).toMatchObject({ parkedFor: 'defer' });
	});

	test('a service message and one that keeps in touch neither wait nor make others wait', async () => {
		await promotion('Order Completed', { kind: 'service' });
		await promotion('Product Viewed', { kind: 'relational' });
		await promotion('Cart Viewed');
		const zoe = await h.customer();
		for (const event of ['Order Completed', 'Cart Viewed', 'Product Viewed', 'Order Completed'])
			await enter(h, zoe, event);
		expect(await reasons(zoe)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
	});

	test('two messages of one journey are as close as they are drawn', async () => {
		await h.publish({
			nodes: [when('Cart Viewed'), node('m', 'send-email', MAIL), node('n', 'send-email', MAIL)],
			edges: edges('t>m', 'm.sent>n'),
			settings: { kind: 'promotional' },
		});
		const zoe = await h.customer();
		await enter(h, zoe, 'Cart Viewed');
		expect(await reasons(zoe)).toEqual(['accepted', 'accepted']);
	});

	test('are of no concern where the retailer keeps none apart', async () => {
		await h.configure({ timeZone: 'UTC' });
		await promotion('Cart Viewed');
		await promotion('Product Viewed');
		const zoe = await h.customer();
		await enter(h, zoe, 'Cart Viewed');
		await enter(h, zoe, 'Product Viewed');
		expect(await reasons(zoe)).toEqual(['accepted', 'accepted']);
	});
});

describe('while a more relevant promotion waits to write to her within the window', () => {
	/** Zoé waits half an hour for the big one; the small one wants out. */
	async function both(settings: Settings = {}) {
		const bigId = await promotion('Cart Viewed', { priority: 90, ...settings }, 'PT30M');
		await promotion('Product Viewed', { priority: 10 });
		const zoe = await h.customer();
		const big = await enter(h, zoe, 'Cart Viewed');
		return { zoe, big, bigId, small: () => enter(h, zoe, 'Product Viewed') };
	}

	test('the other is put off until that is decided, then until the window has passed', async () => {
		const { zoe, big, small } = await both();
		const hand = await small();
		expect(minutesAhead((await hand.row()).wakeAt)).toBe(30);
		await big.timeOut();
		expect(await stepOf(big)).toMatchObject({ port: 'sent', evidence: { ahead: [{ journey: 'On Product Viewed' }] } });
		await hand.timeOut();
		expect(minutesAhead((await hand.row()).wakeAt)).toBe(120);
		expect(await reasons(zoe)).toEqual(['accepted']);
	});

	test('the other goes when it has left meanwhile', async () => {
		const { zoe, big, small } = await both({ exits: [{ event: 'Order Completed' }] });
		const hand = await small();
		await h.event(zoe, 'Order Completed');
		await big.timeOut();
		expect(await big.row()).toMatchObject({ status: 'ended', outcome: 'exited' });
		await hand.timeOut();
		expect(await hand.row()).toMatchObject({ outcome: 'reached' });
	});

	test('the other goes at once when that journey is paused', async () => {
		const { bigId, small } = await both();
		await pauseJourney(db(), bigId, 'system');
		expect(await (await small()).row()).toMatchObject({ outcome: 'reached' });
	});

	test('the other goes at once when that message could not reach her', async () => {
		await promotion('Cart Viewed', { priority: 90 }, 'PT30M');
		await h.publish({
			nodes: [when('Product Viewed'), node('m', 'send-sms', { body: 'Hello' })],
			edges: edges('t>m'),
			settings: { kind: 'promotional', priority: 10 },
		});
		const zoe = await h.customer({ email: null });
		await enter(h, zoe, 'Cart Viewed');
		await enter(h, zoe, 'Product Viewed');
		expect(await reasons(zoe)).toEqual(['accepted']);
	});

	test('the other goes at once when that one waits for longer', async () => {
		await promotion('Cart Viewed', { priority: 90 }, 'PT3H');
		await promotion('Product Viewed', { priority: 10 });
		const zoe = await h.customer();
		await enter(h, zoe, 'Cart Viewed');
		expect(await (await enter(h, zoe, 'Product Viewed')).row()).toMatchObject({ outcome: 'reached' });
	});

	test('the same priority goes by who wanted out first', async () => {
		await promotion('Cart Viewed', {}, 'PT30M');
		await promotion('Product Viewed');
		const zoe = await h.customer();
		await enter(h, zoe, 'Cart Viewed');
		expect(await (await enter(h, zoe, 'Product Viewed')).row()).toMatchObject({ outcome: 'reached' });
	});
});

test('after quiet hours the most relevant goes, whichever comes to it first', async () => {
	const settings = { timeZone: 'UTC', promotionWindow: 'PT2H' };
	await h.configure({ ...settings, quietHours: { email: quietNow(1), sms: null } });
	const events = ['Cart Viewed', 'Product Viewed', 'Store Entered'];
	for (const [i, event] of events.entries()) await promotion(event, { priority: 30 - 10 * i });
	const zoe = await h.customer();
	const hands = [];
	for (const event of events) hands.push(await enter(h, zoe, event));
	await h.configure(settings);
	// The least relevant first.
	for (const hand of hands.reverse()) await hand.timeOut();
	const rows = await Promise.all(hands.map((hand) => hand.row()));
	expect(rows.map(({ outcome }) => outcome)).toEqual([null, null, 'reached']);
	// The others look again, the most relevant of them first this time: both are held.
	for (const hand of hands.slice(0, 2)) await hand.timeOut();
	for (const hand of hands.slice(0, 2)) expect(minutesAhead((await hand.row()).wakeAt)).toBe(120);
	expect(await reasons(zoe)).toEqual(['accepted']);
});

test('five promotions that want out at the same moment: one goes, the others are held', async () => {
	const events = ['A', 'B', 'C', 'D', 'E'];
	for (const event of events) await promotion(event, { priority: 50 });
	const zoe = await h.customer();
	const hands = [];
	for (const event of events) hands.push(await start(h, zoe, event));
	await Promise.all(hands.map((hand) => hand.go()));
	expect((await reasons(zoe)).filter((reason) => reason === 'accepted').length).toBeLessThanOrEqual(1);
	// Whoever made way for one that was on its way looks again soon.
	for (let round = 0; round < 3; round++)
		for (const hand of hands) {
			const { status, wakeAt } = await hand.row();
			if (status === 'waiting' && minutesAhead(wakeAt) < 60) await hand.timeOut();
		}
	const rows = await Promise.all(hands.map((hand) => hand.row()));
	expect(rows.filter(({ outcome }) => outcome === 'reached')).toHaveLength(1);
	expect(rows.filter(({ parkedFor }) => parkedFor === 'defer')).toHaveLength(4);
	expect(await reasons(zoe)).toEqual(['accepted']);
});

test('a message that would make way for longer than its journey allows is given up, and says so', async () => {
	await promotion('Cart Viewed', { priority: 90 });
	const zoe = await h.customer();
	await promotion('Product Viewed', { priority: 10 });
	await enter(h, zoe, 'Cart Viewed');
	const small = await enter(h, zoe, 'Product Viewed');
	const since = new Date(Date.now() - 5 * HOUR).toISOString();
	await db()
		.update(steps)
		.set({ evidence: sql`jsonb_set(${steps.evidence}, '{held,heldSince}', to_jsonb(${since}::text))` })
		.where(eq(steps.enrollmentId, small.ref().enrollmentId));
	await small.timeOut();
	expect(await reasons(zoe)).toEqual(['accepted', 'arbitration']);
	expect((await h.sendsOf(zoe)).at(-1)).toMatchObject({ evidence: { heldSince: since } });
});
