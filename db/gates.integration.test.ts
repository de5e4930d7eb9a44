import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { enter, quietNow, start } from '../workflows/testing/by-hand';
import { deliverables } from '../workflows/testing/channel';
import { fixtures } from '../workflows/testing/fixtures';
import { edges, MAIL, node, when } from '../workflows/testing/graphs';
import { db } from './client';
import { decideByCustomer } from './consents';
import { endEnrollment, pauseJourney, stopJourney } from './operate';
import { customers, type SendState, sends } from './schema';

vi.mock('@/channels/deliver', () => import('../workflows/testing/channel'));

const h = fixtures();
beforeEach(async () => {
	deliverables.length = 0;
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
});

const mailing = (settings: object = {}) => ({
	nodes: [
		when('Cart Viewed'),
		node('m', 'send-email', MAIL),
		node('x', 'exit', { outcome: 'reached' }),
		node('y', 'exit', { outcome: 'not reached' }),
	],
	edges: edges('t>m', 'm.sent>x', 'm.skipped>y'),
	settings,
});
const capped = (max: number, per: string) =>
	h.configure({ timeZone: 'UTC', frequencyCaps: { email: { max, per }, sms: null } });
const refuse = (customerId: string) =>
	decideByCustomer(db(), {
		customerId,
		source: 'one-click',
		id: uuid(),
		decided: [{ channel: 'email', purpose: 'marketing', granted: false }],
	});

/** A message she has had, or may have had, so many minutes ago. */
async function earlier(customerId: string, state: SendState, minutes: number, channel: 'email' | 'sms' = 'email') {
	const ids = { enrollmentId: uuid(), journeyId: uuid(), nodeId: 'm', visit: 0 };
	await db()
		.insert(sends)
		.values({ key: uuid(), ...ids, customerId, channel, state, createdAt: new Date(Date.now() - minutes * 60_000) });
}
const reasons = async (customerId: string) => (await h.sendsOf(customerId)).map((s) => s.reason ?? s.state);

describe('a message that is about to leave does not', () => {
	test('when she has withdrawn her consent a moment ago', async () => {
		await h.publish(mailing());
		const zoe = await h.customer();
		const journey = await start(h, zoe, 'Cart Viewed');
		await refuse(zoe);
		await journey.go();
		expect(await journey.row()).toMatchObject({ outcome: 'not reached' });
		expect(await h.sendsOf(zoe)).toMatchObject([{ state: 'suppressed', reason: 'no-consent' }]);
	});

	test('when she has no address on the channel: the ledger says which channel', async () => {
		await h.publish(mailing());
		const zoe = await h.customer({ email: null });
		await enter(h, zoe, 'Cart Viewed');
		expect(await h.sendsOf(zoe)).toMatchObject([
			{ state: 'suppressed', reason: 'no-address', evidence: { channel: 'email', at: expect.any(String) } },
		]);
	});

	test('when she has ordered, though nobody has decided yet what the order means', async () => {
		await h.publish(mailing({ exits: [{ event: 'Order Completed', outcome: 'converted' }] }));
		const zoe = await h.customer();
		const journey = await start(h, zoe, 'Cart Viewed');
		const order = await h.event(zoe, 'Order Completed');
		await journey.go();
		expect(await journey.row()).toMatchObject({ outcome: 'converted', endedClock: order.effectiveAt });
		expect(await h.sendsOf(zoe)).toEqual([]);
	});

	test('when ops have ended her enrollment, stopped the journey or paused it', async () => {
		const { journeyId } = await h.publish(mailing());
		const [ended, paused, stopped] = [await h.customer(), await h.customer(), await h.customer()];
		const [first, second, third] = [
			await start(h, ended, 'Cart Viewed'),
			await start(h, paused, 'Cart Viewed'),
			await start(h, stopped, 'Cart Viewed'),
		];
		await endEnrollment(db(), first.ref().enrollmentId, 'system');
		await first.go();
		await pauseJourney(db(), journeyId, 'system');
		await second.go();
		await stopJourney(db(), journeyId, 'system');
		await third.go();
		expect(await first.row()).toMatchObject({ status: 'stopped', outcome: 'ended-by-ops' });
		expect(await second.row()).toMatchObject({ parkedFor: 'held', nodeId: 'm', wake: { by: 'order' } });
		expect(await third.row()).toMatchObject({ status: 'stopped', outcome: 'stopped' });
		expect(deliverables).toEqual([]);
	});
});

describe('a frequency cap', () => {
	test.each([
		['reserved', true],
		['calling', true],
		['accepted', true],
		['unknown', true],
		['rejected', false],
		['suppressed', false],
	] as const)('a message that is %s counts: %s', async (state, counts) => {
		await capped(1, 'P1D');
		await h.publish(mailing());
		const zoe = await h.customer();
		await earlier(zoe, state, 10);
		await enter(h, zoe, 'Cart Viewed');
		expect((await reasons(zoe)).at(-1)).toBe(counts ? 'frequency-cap' : 'accepted');
	});

	test('looks at its own channel and period only, and says what it saw', async () => {
		await capped(2, 'PT1H');
		await h.publish(mailing());
		const zoe = await h.customer();
		await earlier(zoe, 'accepted', 61);
		await earlier(zoe, 'accepted', 10, 'sms');
		await earlier(zoe, 'accepted', 10);
		await enter(h, zoe, 'Cart Viewed');
		expect((await reasons(zoe)).at(-1)).toBe('accepted');
		await enter(h, zoe, 'Cart Viewed');
		expect((await h.sendsOf(zoe)).at(-1)).toMatchObject({
			reason: 'frequency-cap',
			evidence: { sent: 2, max: 2, per: 'PT1H' },
		});
	});

	test('does not hold back what she ordered is about, nor does a missing consent', async () => {
		await capped(0, 'P1D');
		await h.publish(mailing({ purpose: 'service' }));
		const zoe = await h.customer({ consents: {} });
		await enter(h, zoe, 'Cart Viewed');
		expect(await reasons(zoe)).toEqual(['accepted']);
	});

	test('holds for the person: two profiles that turned out to be one do not both slip under it', async () => {
		await capped(1, 'P1D');
		await h.publish(mailing());
		const [master, other] = [await h.customer(), await h.customer()];
		const journeys = [await start(h, master, 'Cart Viewed'), await start(h, other, 'Cart Viewed')];
		await db().update(customers).set({ mergedInto: master }).where(eq(customers.id, other));
		// Nobody can write a decision down until both have had the time to look at the cap.
		const going = await db().transaction(async (tx) => {
			await tx.execute(sql`lock table sends in exclusive mode`);
			const both = Promise.all(journeys.map((journey) => journey.go()));
			await new Promise((resolve) => setTimeout(resolve, 300));
			return { both };
		});
		await going.both;
		expect((await reasons(master)).sort()).toEqual(['accepted', 'frequency-cap']);
	});
});

describe('quiet hours', () => {
	const quiet = () => h.configure({ timeZone: 'UTC', quietHours: { email: quietNow(3), sms: null } });

	test('are those of her own zone; of the workspace’s when hers is not known', async () => {
		await quiet();
		await h.publish(mailing());
		const [unknown, far] = [await h.customer(), await h.customer({ timeZone: 'Etc/GMT+12' })];
		const journey = await enter(h, unknown, 'Cart Viewed');
		await enter(h, far, 'Cart Viewed');
		expect(await journey.row()).toMatchObject({ parkedFor: 'defer' });
		expect(await reasons(unknown)).toEqual([]);
		expect(await reasons(far)).toEqual(['accepted']);
	});

	test('may be others in one journey, or none', async () => {
		await quiet();
		await h.publish(mailing({ quietHours: { email: null } }));
		const zoe = await h.customer();
		await enter(h, zoe, 'Cart Viewed');
		expect(await reasons(zoe)).toEqual(['accepted']);
	});

	test('put a message off, the same one, and once they are over all gates look again', async () => {
		await quiet();
		await h.publish(mailing());
		const people = [await h.customer(), await h.customer(), await h.customer(), await h.customer()];
		const [glad, refusing, weary, unlucky] = people;
		const journeys = new Map<string, Awaited<ReturnType<typeof enter>>>();
		for (const person of people) journeys.set(person, await enter(h, person, 'Cart Viewed'));
		const goOn = async (person = '') => journeys.get(person)?.timeOut();
		// Still quiet, by the clock on the wall: put off again.
		await goOn(unlucky);
		expect(await journeys.get(unlucky ?? '')?.row()).toMatchObject({ parkedFor: 'defer', waitSeq: 2 });
		await capped(1, 'P1D');
		await refuse(refusing ?? '');
		await earlier(weary ?? '', 'accepted', 10);
		for (const person of people) await goOn(person);
		expect(await reasons(glad ?? '')).toEqual(['accepted']);
		expect(await reasons(refusing ?? '')).toEqual(['no-consent']);
		expect((await reasons(weary ?? '')).at(-1)).toBe('frequency-cap');
		expect(await h.sendsOf(unlucky ?? '')).toMatchObject([{ state: 'accepted', visit: 0 }]);
	});
});

test('an exit with a condition on what she did before sees the same whoever looks', async () => {
	const twice = { type: 'history' as const, event: 'Order Completed', count: { op: 'at-least' as const, n: 2 } };
	const drawn = mailing({ exits: [{ event: 'Order Completed', where: twice, outcome: 'regular' }] });
	await h.publish(drawn);
	const zoe = await h.customer();
	const journey = await start(h, zoe, 'Cart Viewed');
	const at = Date.now();
	// The first order was not known yet when the second one came: it was the only one then.
	await h.event(zoe, 'Order Completed', {}, { at: at + 2, receivedAt: at + 2 });
	await h.event(zoe, 'Order Completed', {}, { at: at + 1, receivedAt: at + 5 });
	await journey.go();
	expect(await journey.row()).toMatchObject({ outcome: 'reached' });
});
