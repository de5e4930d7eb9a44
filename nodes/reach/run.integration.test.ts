import { and, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '@/db/client';
import { sends, steps } from '@/db/schema';
import { ago, enter, quietNow, start } from '@/workflows/testing/by-hand';
import { answers, asked, deliverables } from '@/workflows/testing/channel';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, MAIL, node, when } from '@/workflows/testing/graphs';

vi.mock('@/channels/deliver', () => import('@/workflows/testing/channel'));

const h = fixtures();
beforeEach(async () => {
	deliverables.length = 0;
	answers.length = 0;
	asked.answer = 'cannot-ask';
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
});

async function reaching(config: object = {}) {
	await h.publish({
		nodes: [
			when('Cart Viewed'),
			node('r', 'reach', { email: MAIL, sms: { body: 'Hello' }, ...config }),
			...['sent', 'skipped', 'failed'].map((outcome) => node(`x-${outcome}`, 'exit', { outcome })),
		],
		edges: edges('t>r', 'r.sent>x-sent', 'r.skipped>x-skipped', 'r.failed>x-failed'),
	});
}
type Hand = Awaited<ReturnType<typeof start>>;
async function stepOf(hand: Hand) {
	const here = and(eq(steps.enrollmentId, hand.ref().enrollmentId), eq(steps.nodeId, 'r'));
	return (await db().select().from(steps).where(here))[0];
}
const ledger = async (customerId: string) =>
	(await h.sendsOf(customerId)).map((s) => `${s.channel} ${s.reason ?? s.state}`);
const rejected = { outcome: 'rejected', reason: 'provider-rejected', detail: 'no such box' } as const;

describe('a message reaches her', () => {
	test('on the channel she prefers, and says why not on the other', async () => {
		await reaching();
		const zoe = await h.customer({ traits: { preferred_channel: 'sms' } });
		const hand = await enter(h, zoe, 'Cart Viewed');
		expect(await ledger(zoe)).toEqual(['sms accepted']);
		expect(await stepOf(hand)).toMatchObject({
			port: 'sent',
			evidence: { reached: { channel: 'sms', why: 'preferred', others: [{ channel: 'email', why: 'not-needed' }] } },
		});
	});

	test('on the one she answers', async () => {
		await reaching();
		const zoe = await h.customer();
		const earlier = { enrollmentId: uuid(), journeyId: uuid(), nodeId: 'm', visit: 0, customerId: zoe };
		const past = (channel: 'email' | 'sms') => ({ key: uuid(), ...earlier, channel, state: 'accepted' as const });
		await db()
			.insert(sends)
			.values([past('email'), past('sms')]);
		await h.event(zoe, 'Message Received', { channel: 'sms', text: 'Merci' }, { at: ago(1, 'd') });
		const hand = await enter(h, zoe, 'Cart Viewed');
		expect(await stepOf(hand)).toMatchObject({ evidence: { reached: { channel: 'sms', why: 'answers-more' } } });
	});

	test('on the only one she agreed to', async () => {
		await reaching();
		const zoe = await h.customer({ consents: { sms: true } });
		const hand = await enter(h, zoe, 'Cart Viewed');
		expect(await ledger(zoe)).toEqual(['sms accepted']);
		expect(await stepOf(hand)).toMatchObject({
			evidence: { reached: { channel: 'sms', others: [{ channel: 'email', why: 'no-consent' }] } },
		});
	});

	test('on the next one when the first fails', async () => {
		await reaching({ order: 'email' });
		const zoe = await h.customer();
		answers.push(rejected);
		const hand = await enter(h, zoe, 'Cart Viewed');
		expect(await ledger(zoe)).toEqual(['email provider-rejected', 'sms accepted']);
		expect(await stepOf(hand)).toMatchObject({
			port: 'sent',
			evidence: { reached: { channel: 'sms', others: [{ channel: 'email', why: 'provider-rejected' }] } },
		});
	});

	test('on the next one when she had enough of the first', async () => {
		await h.configure({ timeZone: 'UTC', frequencyCaps: { email: { max: 0, per: 'P1D' }, sms: null } });
		await reaching({ order: 'email' });
		const zoe = await h.customer();
		await enter(h, zoe, 'Cart Viewed');
		expect(await ledger(zoe)).toEqual(['email frequency-cap', 'sms accepted']);
	});
});

test('when no channel is left the step is skipped, or failed if one of them failed', async () => {
	await reaching();
	const [silent, unlucky] = [await h.customer({ consents: {} }), await h.customer({ consents: { email: true } })];
	const skipped = await enter(h, silent, 'Cart Viewed');
	expect(await skipped.row()).toMatchObject({ outcome: 'skipped' });
	expect(await stepOf(skipped)).toMatchObject({ why: 'no-consent', evidence: { reached: { channel: null } } });
	expect(await ledger(silent)).toEqual(['email no-consent', 'sms no-consent']);
	answers.push(rejected);
	const failed = await enter(h, unlucky, 'Cart Viewed');
	expect(await failed.row()).toMatchObject({ outcome: 'failed' });
	expect(await stepOf(failed)).toMatchObject({ why: 'provider-rejected' });
});

test('a message put off by quiet hours comes back on its channel, and is sent once', async () => {
	await h.configure({ timeZone: 'UTC', quietHours: { email: null, sms: quietNow(2) } });
	await reaching({ order: 'sms' });
	const zoe = await h.customer();
	const hand = await enter(h, zoe, 'Cart Viewed');
	expect(await hand.row()).toMatchObject({ parkedFor: 'defer' });
	await h.configure({ timeZone: 'UTC' });
	await hand.timeOut();
	expect(await ledger(zoe)).toEqual(['sms accepted']);
});

test('a worker that dies after the SMS left does not send the email, which costs less by then', async () => {
	await h.configure({ timeZone: 'UTC', messageCosts: { email: 900, sms: 5 } });
	await reaching({ order: 'cheapest' });
	const zoe = await h.customer();
	const hand = await start(h, zoe, 'Cart Viewed');
	await hand.effect();
	// As if what the step answered had been lost.
	await db().delete(steps).where(eq(steps.enrollmentId, hand.ref().enrollmentId));
	await h.configure({ timeZone: 'UTC', messageCosts: { email: 0, sms: 900 } });
	await hand.go();
	expect(deliverables).toHaveLength(1);
	expect(await ledger(zoe)).toEqual(['sms accepted']);
	expect(await stepOf(hand)).toMatchObject({ evidence: { reached: { channel: 'sms', why: 'begun' } } });
});
