import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { endEnrollment, pauseJourney, resumeJourney, retryEnrollment, stopJourney } from '../db/operate';
import { identities } from '../db/schema';
import { answers, deliverables } from './testing/channel';
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
	answers.length = 0;
	await h.archiveAll();
});

const exits = [{ event: 'Order Completed', outcome: 'converted' }];
const call = node('call', 'wait-for-event', {
	events: [{ port: 'called', event: 'Call Received' }],
	timeout: { kind: 'duration', duration: 'P30D' },
});
/** She waits for a call, then she is written to. */
const callThenMail = {
	nodes: [when('Cart Viewed'), call, node('m', 'send-email', MAIL), pause('w', 'P30D')],
	edges: edges('t>call', 'call.called>m', 'm.sent>w', 'm.skipped>w'),
	settings: { exits },
};
async function customers(count: number) {
	const people = await Promise.all(Array.from({ length: count }, () => h.customer()));
	await Promise.all(people.map((person) => h.event(person, 'Cart Viewed')));
	await Promise.all(people.map((person) => h.parked(person)));
	return people;
}
const everybody = (people: string[], look: (person: string) => Promise<unknown>) => Promise.all(people.map(look));
const ring = () => h.bell.ring();

describe('a journey that is paused', () => {
	test('lets nobody in, sends nothing and goes on listening; resumed, those it held go on', async () => {
		const { journeyId } = await h.publish(callThenMail);
		const [zoe = '', ada = ''] = await customers(2);
		await pauseJourney(db(), journeyId, 'system');
		const late = await h.customer();
		await h.event(late, 'Cart Viewed');
		await h.event(zoe, 'Call Received');
		await h.event(ada, 'Order Completed');
		expect(await h.ended(ada)).toMatchObject({ outcome: 'converted' });
		expect(await h.parked(zoe, 2)).toMatchObject({ parkedFor: 'held', nodeId: 'm' });
		await h.decided(late);
		expect(await h.enrollmentsOf(late)).toEqual([]);
		expect(deliverables).toEqual([]);

		await resumeJourney(db(), journeyId, 'system');
		ring();
		expect(await h.parked(zoe, 3)).toMatchObject({ nodeId: 'w' });
		expect(await h.sendsOf(zoe)).toMatchObject([{ state: 'accepted', visit: 0 }]);
		expect(await h.enrollmentsOf(late), 'what came while it was paused starts nothing').toEqual([]);
	});

	test('does not flood its customers when it is resumed: what is overdue is skipped, and says so', async () => {
		const { journeyId } = await h.publish({ ...callThenMail, settings: { exits, maxLateness: 'PT1S' } });
		const people = await customers(8);
		await pauseJourney(db(), journeyId, 'system');
		await everybody(people, (person) => h.event(person, 'Call Received'));
		await everybody(people, (person) => h.parked(person, 2));
		await new Promise((resolve) => setTimeout(resolve, 1200));
		await resumeJourney(db(), journeyId, 'system');
		ring();
		await everybody(people, (person) => h.parked(person, 3));
		for (const person of people)
			expect(await h.sendsOf(person)).toMatchObject([{ state: 'suppressed', reason: 'too-late' }]);
		expect(deliverables).toEqual([]);
	});
});

describe('a journey that is stopped', () => {
	test('ends everybody, wherever they are, lets nobody in and sends nothing', async () => {
		const { journeyId } = await h.publish(callThenMail);
		const people = await customers(5);
		const [held = ''] = people;
		await pauseJourney(db(), journeyId, 'system');
		await h.event(held, 'Call Received');
		await h.parked(held, 2);
		await stopJourney(db(), journeyId, 'system');
		ring();
		for (const person of people)
			expect(await h.ended(person)).toMatchObject({ status: 'stopped', outcome: 'stopped', wakeAt: null });
		const late = await h.customer();
		await h.event(late, 'Cart Viewed');
		await h.decided(late);
		expect(await h.enrollmentsOf(late)).toEqual([]);
		expect(deliverables).toEqual([]);
	});

	test('and published again keeps nobody who was told to leave', async () => {
		const { journeyId } = await h.publish(callThenMail);
		await h.stopWorker();
		const zoe = await h.customer();
		await h.event(zoe, 'Cart Viewed');
		await h.until(async () => (await h.enrollmentsOf(zoe)).length === 1, 'her to be let in');
		await stopJourney(db(), journeyId, 'system');
		await h.publish(callThenMail, { of: journeyId });
		await h.startWorker();
		expect(await h.ended(zoe)).toMatchObject({ status: 'stopped', outcome: 'stopped' });
	});
});

describe('one enrollment', () => {
	test('can be ended; the others go on', async () => {
		await h.publish(callThenMail);
		const [zoe = '', ada = ''] = await customers(2);
		const { id } = await h.parked(zoe);
		await endEnrollment(db(), id, 'system');
		ring();
		expect(await h.ended(zoe)).toMatchObject({ status: 'stopped', outcome: 'ended-by-ops' });
		expect(await h.parked(ada)).toMatchObject({ status: 'waiting' });
		await expect(endEnrollment(db(), id, 'system')).rejects.toThrow('already over');
	});

	test('that failed goes on from where it failed once the address is right', async () => {
		await h.publish(callThenMail);
		const [zoe = ''] = await customers(1);
		answers.push({ outcome: 'rejected', reason: 'bad-address', detail: '550 no such mailbox' });
		await h.event(zoe, 'Call Received');
		const failed = await h.ended(zoe);
		expect(failed).toMatchObject({ status: 'failed', nodeId: 'm', error: 'bad-address' });
		await db()
			.update(identities)
			.set({ value: `right-${zoe}@example.test` })
			.where(eq(identities.value, `${zoe}@example.test`));
		expect(await retryEnrollment(db(), failed.id, 'system')).toEqual({ status: 'retried' });
		ring();
		expect(await h.parked(zoe)).toMatchObject({ run: 1, nodeId: 'w', error: null, outcome: null });
		expect(deliverables.map((d) => d.to)).toEqual([`${zoe}@example.test`, `right-${zoe}@example.test`]);
		await expect(retryEnrollment(db(), failed.id, 'system')).rejects.toThrow('waiting');
	});
});
