import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { pauseJourney, resumeJourney, retryEnrollment, stopJourney } from '../db/operate';
import { auditLog, enrollments, type SendState, sends } from '../db/schema';
import { OperationalError } from '../lib/errors';
import { perform } from './effect';
import { loadRuns } from './runs';
import { byHand, enter, start } from './testing/by-hand';
import { answers, asked, deliverables } from './testing/channel';
import { fixtures } from './testing/fixtures';
import { edges, MAIL, node, when } from './testing/graphs';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const h = fixtures();
beforeEach(async () => {
	deliverables.length = 0;
	answers.length = 0;
	asked.answer = 'cannot-ask';
	await h.configure({});
	await h.archiveAll();
	await h.publish({
		nodes: [when('Cart Viewed'), node('m', 'send-email', MAIL), node('x', 'exit', { outcome: 'written to' })],
		edges: edges('t>m', 'm.sent>x'),
	});
});

/** Her enrollment failed at the message, which the ledger says is in this state. */
async function failedWith(state: SendState) {
	const zoe = await h.customer();
	answers.push({ outcome: 'rejected', reason: 'bad-address', detail: '550 no such mailbox' });
	const journey = await enter(h, zoe, 'Cart Viewed');
	const { id } = await journey.row();
	await db().update(sends).set({ state }).where(eq(sends.enrollmentId, id));
	deliverables.length = 0;
	return { zoe, id };
}
/** The worker takes the new run. */
async function goOn(id: string) {
	const again = await byHand(id);
	await again.go();
	return again.row();
}

describe('trying a failed step again', () => {
	test('sends what the provider refused', async () => {
		const { id } = await failedWith('rejected');
		expect(await retryEnrollment(db(), id, 'system')).toEqual({ status: 'retried' });
		expect(await goOn(id)).toMatchObject({ status: 'ended', outcome: 'written to', run: 1 });
		expect(deliverables).toHaveLength(1);
	});

	test('is refused when the provider has accepted the message', async () => {
		const { id } = await failedWith('accepted');
		await expect(retryEnrollment(db(), id, 'system')).rejects.toThrow('accepted');
		await expect(retryEnrollment(db(), id, 'system', { sure: true })).rejects.toThrow('accepted');
		expect(deliverables).toEqual([]);
	});

	test.each(['unknown', 'calling'] as const)('asks twice when the message is %s: she may have it', async (state) => {
		const { id } = await failedWith(state);
		expect(await retryEnrollment(db(), id, 'system')).toEqual({ status: 'unsure' });
		const [row] = await db().select().from(enrollments).where(eq(enrollments.id, id));
		expect(row, 'nothing was done').toMatchObject({ status: 'failed', run: 0 });
		expect(await retryEnrollment(db(), id, 'system', { sure: true })).toEqual({ status: 'retried' });
		expect(await goOn(id)).toMatchObject({ outcome: 'written to' });
		expect(deliverables).toHaveLength(1);
		const [entry] = await db().select().from(auditLog).where(eq(auditLog.subject, id));
		expect(entry).toMatchObject({ action: 'enrollment.retry', detail: { node: 'm', mayHaveIt: true } });
	});

	test('is refused while she is in the journey again', async () => {
		const { zoe, id } = await failedWith('rejected');
		await start(h, zoe, 'Cart Viewed');
		await expect(retryEnrollment(db(), id, 'system')).rejects.toThrow('entered the journey again');
	});

	test('leaves a worker of the run before nothing to do', async () => {
		const before = await start(h, await h.customer(), 'Cart Viewed');
		const { id } = await before.row();
		answers.push({ outcome: 'rejected', reason: 'bad-address', detail: '550 no such mailbox' });
		await (await byHand(id)).go();
		deliverables.length = 0;
		await retryEnrollment(db(), id, 'system');
		const second = await byHand(id);
		expect(await before.effect()).toMatchObject({ leave: { outcome: 'replaced' } });
		expect(deliverables).toEqual([]);
		await second.go();
		expect(deliverables).toHaveLength(1);
	});
});

describe('a provider that nobody can reach', () => {
	async function lastTry(outcome: 'retry' | 'unknown') {
		const zoe = await h.customer();
		const journey = await start(h, zoe, 'Cart Viewed');
		const run = (await loadRuns()).get('send-email');
		if (!run) throw new Error('no send-email');
		const input = { ...journey.ref(), node: 'm', visit: 0, type: 'send-email' };
		answers.push({ outcome, detail: 'timed out' }, { outcome, detail: 'timed out' });
		await expect(perform(db(), run, input, 11)).rejects.toBeInstanceOf(OperationalError);
		await db()
			.update(sends)
			.set({ settledAt: new Date(Date.now() - 60_000) });
		if (outcome === 'unknown') asked.answer = 'not-received';
		return { zoe, result: await perform(db(), run, input, 12) };
	}

	test('is given up after twelve tries: the message counts as refused, not as on its way', async () => {
		const { zoe, result } = await lastTry('retry');
		expect(result).toMatchObject({ port: 'failed' });
		expect(await h.sendsOf(zoe)).toMatchObject([{ state: 'rejected', reason: 'gave-up' }]);
	});

	test('but may have taken the message: it is unknown, shown, and the journey goes on', async () => {
		const { zoe, result } = await lastTry('unknown');
		expect(result).toMatchObject({ port: 'sent' });
		expect(await h.sendsOf(zoe)).toMatchObject([{ state: 'unknown', reason: 'gave-up' }]);
	});
});

test('only what can be is paused, resumed or stopped, and who did it is kept', async () => {
	const { journeyId } = await h.publish({
		nodes: [when('X'), node('x', 'exit', { outcome: 'x' })],
		edges: edges('t>x'),
	});
	await expect(resumeJourney(db(), journeyId, 'system')).rejects.toThrow('live');
	await pauseJourney(db(), journeyId, 'system');
	await expect(pauseJourney(db(), journeyId, 'system')).rejects.toThrow('paused');
	await stopJourney(db(), journeyId, 'system');
	await expect(resumeJourney(db(), journeyId, 'system')).rejects.toThrow('stopped');
	const kept = await db().select().from(auditLog).where(eq(auditLog.subject, journeyId)).orderBy(auditLog.createdAt);
	expect(kept.map((entry) => entry.action)).toEqual([
		'journey.create',
		'journey.publish',
		'journey.pause',
		'journey.stop',
	]);
});
