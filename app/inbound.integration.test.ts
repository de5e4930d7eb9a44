import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { messageIdOf } from '@/channels/message-id';
import { twilioSignature } from '@/channels/twilio';
import { config } from '@/config';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { loadProfile } from '@/db/profiles';
import { events } from '@/db/schema';
import { edges, MAIL, node, when } from '@/workflows/testing/graphs';
import { type Harness, startHarness } from '@/workflows/testing/harness';

vi.mock('next/headers', () => import('@/auth/testing/next-headers'));
vi.mock('next-intl/server', () => import('@/auth/testing/next-intl-server'));
vi.mock('@/channels/deliver', () => import('@/workflows/testing/channel'));
Object.assign(process.env, {
	TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
	TWILIO_AUTH_TOKEN: 'only-for-tests',
	TWILIO_FROM: '+33644600000',
});
const { POST: smsInbound } = await import('./v1/sms/inbound/route');
const { POST: emailInbound } = await import('./v1/email/inbound/route');
const { POST: contacts } = await import('./v1/contacts/route');

let h: Harness;
let key: string;
beforeAll(async () => {
	h = await startHarness();
	key = await createKey(db(), { kind: 'secret', name: 'call centre' });
});
afterAll(() => h.close());

async function sms(from: string, body: string, sid = `SM${uuid()}`) {
	const form = new URLSearchParams({ From: from, Body: body, MessageSid: sid });
	const url = `${config().PARCOURS_URL}/v1/sms/inbound`;
	const signature = twilioSignature(url, form, 'only-for-tests');
	return smsInbound(new Request(url, { method: 'POST', body: form, headers: { 'x-twilio-signature': signature } }));
}
async function post(handler: (request: Request) => Promise<Response>, body: object) {
	const headers = { authorization: `Basic ${btoa(`${key}:`)}` };
	const answer = await handler(
		new Request('http://localhost:3000/v1', { method: 'POST', body: JSON.stringify(body), headers }),
	);
	return { status: answer.status, body: await answer.json() };
}
const mail = (more: object) => post(emailInbound, { text: 'Yes please', message_id: uuid(), ...more });
const received = async (customerId: string, name = 'Message Received') =>
	(await db().select().from(events).where(eq(events.customerId, customerId)).orderBy(events.seq))
		.filter((event) => event.name === name)
		.map(({ properties }) => properties);
const ended = (customerId: string) =>
	h.until(async () => (await h.enrollmentsOf(customerId)).find((e) => e.status === 'ended'), 'the journey to end');

let phones = 0;
const reply = { type: 'property', of: 'event', path: 'channel', op: 'equals', value: 'sms' } as const;
const asking = {
	nodes: [
		when('Order Completed'),
		node('ask', 'send-sms', { body: 'Did it arrive well?' }),
		node('wait', 'wait-for-event', {
			events: [{ port: 'replied', event: 'Message Received', where: reply }],
			timeout: { kind: 'duration', duration: 'PT30S' },
		}),
		node('thanks', 'send-email', MAIL),
		node('answered', 'exit', { outcome: 'answered' }),
		node('silent', 'exit', { outcome: 'silent' }),
	],
	edges: edges('t>ask', 'ask.sent>wait', 'wait.replied>thanks', 'thanks.sent>answered', 'wait.timeout>silent'),
};
const waiting = (customerId: string) => h.parked(customerId);

describe('a journey that waits for a reply to its SMS', () => {
	test('goes on by the reply, which says what it answers', async () => {
		await h.archiveAll();
		const { journeyId } = await h.publish(asking);
		const phone = `+3363970${String(++phones).padStart(4, '0')}`;
		const zoe = await h.customer({ phone });
		await h.event(zoe, 'Order Completed', { order_id: 'o1' });
		await waiting(zoe);
		expect((await sms(phone, 'Oui, très bien, merci !')).status).toBe(200);
		h.bell.ring();
		expect(await ended(zoe)).toMatchObject({ outcome: 'answered' });
		const [sent] = await h.sendsOf(zoe);
		expect(await received(zoe)).toEqual([
			{
				...{ channel: 'sms', text: 'Oui, très bien, merci !', message_id: expect.any(String) },
				...{ answers: sent?.key, journey_id: journeyId, node_id: 'ask' },
			},
		]);
	});
	test('hears STOP as a reply too, and writes no SMS after it', async () => {
		await h.archiveAll();
		await h.publish(asking);
		const phone = `+3363970${String(++phones).padStart(4, '0')}`;
		const zoe = await h.customer({ phone });
		await h.event(zoe, 'Order Completed', { order_id: 'o1' });
		await waiting(zoe);
		await sms(phone, 'STOP');
		h.bell.ring();
		expect(await ended(zoe)).toMatchObject({ outcome: 'answered' });
		expect((await loadProfile(db(), zoe)).consentsTo.sms).toEqual({ marketing: false });
	});
});

describe('a message from a customer', () => {
	test('that a provider delivers twice is one', async () => {
		const phone = `+3363970${String(++phones).padStart(4, '0')}`;
		const zoe = await h.customer({ phone });
		await sms(phone, 'Hello', 'SM-twice');
		await sms(phone, 'Hello', 'SM-twice');
		expect(await received(zoe)).toHaveLength(1);
	});
	test('from somebody unknown makes no customer, and is no error', async () => {
		expect((await sms('+33639709999', 'Hello')).status).toBe(200);
		expect(await mail({ from: 'nobody@example.test' })).toMatchObject({
			body: { received: false, why: 'unknown-sender' },
		});
	});
	test('by email says which of our emails it answers, and leaves out what it quotes', async () => {
		await h.archiveAll();
		await h.publish({ nodes: [when('Cart Viewed'), node('m', 'send-email', MAIL)], edges: edges('t>m') });
		const email = `${uuid()}@example.test`;
		const zoe = await h.customer({ email });
		for (const n of [1, 2]) {
			await h.event(zoe, 'Cart Viewed', { n });
			await h.until(async () => (await h.sendsOf(zoe)).filter((s) => s.state === 'accepted').length === n, 'the email');
		}
		const [first] = await h.sendsOf(zoe);
		const answer = await mail({
			...{ from: `Zoé <${email.toUpperCase()}>`, subject: 'Re: Hello' },
			...{
				text: 'Yes please\n\nOn Tuesday Maison wrote:\n> Hello',
				in_reply_to: `<${messageIdOf(first?.key ?? '')}@shop.test>`,
			},
		});
		expect(answer).toEqual({ status: 200, body: { received: true, customer_id: zoe, answers: first?.key } });
		expect(await received(zoe)).toMatchObject([
			{ channel: 'email', subject: 'Re: Hello', text: 'Yes please', answers: first?.key, node_id: 'm' },
		]);
	});
	test('that is an out-of-office note is no answer', async () => {
		const email = `${uuid()}@example.test`;
		const zoe = await h.customer({ email });
		expect(await mail({ from: email, auto_submitted: 'auto-replied' })).toMatchObject({ body: { received: false } });
		expect(await received(zoe)).toEqual([]);
	});
	test('that asks by email to be left alone is obeyed; the STOP in what it quotes is not hers', async () => {
		const email = `${uuid()}@example.test`;
		const zoe = await h.customer({ email });
		await mail({ from: email, text: 'Thanks!\n> STOP' });
		expect((await loadProfile(db(), zoe)).consentsTo.email).toEqual({ marketing: true });
		await mail({ from: email, text: 'Stop, please.' });
		expect((await loadProfile(db(), zoe)).consentsTo.email).toEqual({ marketing: false });
	});
	test('without its id is refused, and says which field', async () => {
		expect(await mail({ from: 'zoe@example.test', message_id: undefined })).toMatchObject({
			...{ status: 400, body: { error: { field: 'message_id' } } },
		});
	});
});

describe('a call or a mention that another system reports', () => {
	const call = { event: 'Call Received', properties: { reason: 'late delivery' } };

	test('is found by a number however it is written, and recorded once', async () => {
		const zoe = await h.customer({ phone: '+33639705001' });
		const report = { ...call, id: 'c1', customer: { phone: '06 39 70 50 01' } };
		for (let n = 0; n < 2; n++)
			expect(await post(contacts, report)).toEqual({ status: 200, body: { recorded: true, customer_id: zoe } });
		expect(await received(zoe, 'Call Received')).toEqual([{ reason: 'late delivery' }]);
	});
	test('of somebody unknown is refused, and so is what is not of its type', async () => {
		expect((await post(contacts, { ...call, id: 'c2', customer: { email: 'no@example.test' } })).status).toBe(404);
		const zoe = { email: `${uuid()}@example.test` };
		await h.customer(zoe);
		const wrong = { ...call, id: 'c3', customer: zoe, properties: { seconds: 'long' } };
		expect(await post(contacts, wrong)).toMatchObject({
			status: 400,
			body: { error: { field: 'properties.seconds' } },
		});
		expect(await post(contacts, { ...call, id: 'c4', customer: { ...zoe, phone: '1' } })).toMatchObject({
			...{ status: 400, body: { error: { field: 'customer' } } },
		});
	});
	test('is heard by journeys', async () => {
		await h.archiveAll();
		await h.publish({ nodes: [when('Social Mention'), node('x', 'exit', { outcome: 'heard' })], edges: edges('t>x') });
		const email = `${uuid()}@example.test`;
		const zoe = await h.customer({ email });
		await post(contacts, {
			event: 'Social Mention',
			id: uuid(),
			customer: { email },
			properties: { network: 'mastodon' },
		});
		h.bell.ring();
		expect(await ended(zoe)).toMatchObject({ outcome: 'heard' });
	});
});
