import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { answers, asked, deliverables } from '../workflows/testing/channel';
import { edges, node, when } from '../workflows/testing/graphs';
import { type Harness, startHarness } from '../workflows/testing/harness';
import { db } from './client';
import { type SendRequest, send, sendKey } from './ledger';
import { customers, enrollments, sends } from './schema';

vi.mock('@/channels/deliver', () => import('../workflows/testing/channel'));

let h: Harness;
beforeAll(async () => {
	h = await startHarness();
}, 60_000);
afterAll(() => h.close());
beforeEach(async () => {
	deliverables.length = 0;
	answers.length = 0;
	asked.answer = 'cannot-ask';
	await h.archiveAll();
});

/** An enrollment standing at its email, without a workflow: the ledger is called directly. */
async function standing(): Promise<SendRequest> {
	const { journeyId, versionId } = await h.publish({
		nodes: [when('Never'), node('m', 'send-email', { subject: 'Hello', body: '<mjml><mj-body></mj-body></mjml>' })],
		edges: edges('t>m'),
	});
	const customerId = await h.customer();
	const at = Date.now();
	const trigger = { seq: 1, name: 'Never', properties: {}, at, receivedAt: at, knownAt: at };
	const id = uuid();
	await db()
		.insert(enrollments)
		.values({
			id,
			journeyId,
			versionId,
			customerId,
			entryKey: '',
			status: 'running',
			trigger,
			enteredAt: new Date(at),
			state: {
				node: 'm',
				visit: 0,
				visits: { m: 1 },
				clock: { at, seq: 1 },
				waitFrom: { at, seq: 1 },
				waitSeq: 0,
				suspended: null,
				trace: [],
				leaving: null,
				subject: customerId,
			},
		});
	return {
		enrollmentId: id,
		nodeId: 'm',
		visit: 0,
		channel: 'email',
		clock: at,
		render: async () => ({ channel: 'email', subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' }),
	};
}

async function stateOf(request: SendRequest) {
	const [row] = await db()
		.select()
		.from(sends)
		.where(eq(sends.key, sendKey(request)));
	return row;
}

/** What the ledger looks like when a worker died between the call and its answer. */
async function diedMidCall(request: SendRequest) {
	answers.push({ outcome: 'unknown', detail: 'the worker died' });
	await expect(send(db(), request)).rejects.toMatchObject({ said: 'the worker died' });
	await db()
		.update(sends)
		.set({ calledAt: new Date(Date.now() - 10_000), settledAt: null })
		.where(eq(sends.key, sendKey(request)));
	deliverables.length = 0;
}

describe('a message leaves once', () => {
	test('repeating a step after it was accepted sends nothing again', async () => {
		const request = await standing();
		expect(await send(db(), request)).toMatchObject({ port: 'sent' });
		expect(await send(db(), request)).toMatchObject({ port: 'sent' });
		expect(deliverables).toHaveLength(1);
	});

	test('ten workers trying the same step at once call the provider once', async () => {
		const request = await standing();
		await Promise.allSettled(Array.from({ length: 10 }, () => send(db(), request)));
		expect(deliverables).toHaveLength(1);
	});

	test('a try that was given up and comes back late finds the other one has called', async () => {
		const request = await standing();
		const late: SendRequest = {
			...request,
			render: async (profile) => {
				await send(db(), request);
				return request.render(profile);
			},
		};
		await expect(send(db(), late)).rejects.toThrow('under way');
		expect(deliverables).toHaveLength(1);
		expect(await stateOf(request)).toMatchObject({ state: 'accepted' });
	});

	test('a call that may still be under way is not asked about yet', async () => {
		const request = await standing();
		answers.push({ outcome: 'unknown', detail: 'the connection broke' });
		await expect(send(db(), request)).rejects.toMatchObject({ said: 'the connection broke' });
		asked.answer = 'not-received';
		await expect(send(db(), request)).rejects.toThrow('under way');
		expect(deliverables).toHaveLength(1);
	});

	test('after a crash mid-call, a receiver that has the message settles it', async () => {
		const request = await standing();
		await diedMidCall(request);
		asked.answer = 'accepted';
		expect(await send(db(), request)).toMatchObject({ port: 'sent' });
		expect(deliverables).toEqual([]);
		expect(await stateOf(request)).toMatchObject({ state: 'accepted' });
	});

	test('after a crash mid-call, a receiver that never got it gets it now', async () => {
		const request = await standing();
		await diedMidCall(request);
		asked.answer = 'not-received';
		expect(await send(db(), request)).toMatchObject({ port: 'sent' });
		expect(deliverables).toHaveLength(1);
	});

	test('after a crash mid-call, a receiver that cannot be asked leaves the send unknown, shown and never repeated', async () => {
		const request = await standing();
		await diedMidCall(request);
		expect(await send(db(), request)).toMatchObject({ port: 'sent', why: 'unknown' });
		expect(await send(db(), request)).toMatchObject({ port: 'sent', why: 'unknown' });
		expect(deliverables).toEqual([]);
		expect(await stateOf(request)).toMatchObject({ state: 'unknown' });
	});

	test('a provider that was certainly not reached is tried again', async () => {
		const request = await standing();
		answers.push({ outcome: 'retry', detail: 'connection refused' });
		await expect(send(db(), request)).rejects.toMatchObject({ said: 'connection refused' });
		expect(await send(db(), request)).toMatchObject({ port: 'sent' });
		expect(deliverables).toHaveLength(2);
	});

	test('an address the provider refuses leaves by failed, and is not tried again', async () => {
		const request = await standing();
		answers.push({ outcome: 'rejected', reason: 'bad-address', detail: '550 no such mailbox' });
		expect(await send(db(), request)).toMatchObject({ port: 'failed', why: 'bad-address' });
		expect(await send(db(), request)).toMatchObject({ port: 'failed', why: 'bad-address' });
		expect(deliverables).toHaveLength(1);
	});

	test('two sends to one customer at once cannot both slip under a cap of one', async () => {
		await h.configure({ frequencyCaps: { email: { max: 1, per: 'P1D' }, sms: null } });
		const [first, second] = [await standing(), await standing()];
		const [a] = await db().select().from(enrollments).where(eq(enrollments.id, first.enrollmentId));
		if (!a) throw new Error('no enrollment');
		await db().update(enrollments).set({ customerId: a.customerId }).where(eq(enrollments.id, second.enrollmentId));
		const results = await Promise.all([send(db(), first), send(db(), second)]);
		await h.configure({});
		expect(results.map((r) => 'port' in r && r.port).sort()).toEqual(['sent', 'skipped']);
	});

	test('a profile merged away is read through its master: her consent and address hold', async () => {
		const request = await standing();
		const [row] = await db().select().from(enrollments).where(eq(enrollments.id, request.enrollmentId));
		const master = await h.customer({ consents: { email: false } });
		await db()
			.update(customers)
			.set({ mergedInto: master })
			.where(eq(customers.id, row?.customerId ?? ''));
		expect(await send(db(), request)).toMatchObject({ port: 'skipped', why: 'no-consent' });
	});
});
