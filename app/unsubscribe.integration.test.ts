import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { signShown } from '@/channels/shown';
import { twilioSignature } from '@/channels/twilio';
import { readUnsubscribeToken, unsubscribeUrl } from '@/channels/unsubscribe';
import { config } from '@/config';
import { db } from '@/db/client';
import { loadProfile } from '@/db/profiles';
import { consents, events } from '@/db/schema';
import { enter, start } from '@/workflows/testing/by-hand';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, MAIL, node, when } from '@/workflows/testing/graphs';

vi.mock('@/channels/deliver', () => import('@/workflows/testing/channel'));
vi.mock('next/cache', () => ({ revalidatePath: () => {} }));
Object.assign(process.env, {
	TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
	TWILIO_AUTH_TOKEN: 'only-for-tests',
	TWILIO_FROM: '+33644600000',
});
const { GET, POST } = await import('./u/[token]/route');
const { decide } = await import('./u/[token]/manage/actions');
const { POST: inbound } = await import('./v1/sms/inbound/route');

const h = fixtures();
beforeEach(async () => {
	await h.configure({});
	await h.archiveAll();
});

const tokenFor = (customerId: string, channel: 'email' | 'sms' = 'email') =>
	new URL(unsubscribeUrl({ customerId, channel, purpose: 'marketing', key: 'e:m:0:email' })).pathname.split('/')[2] ??
	'';
const at = (token: string) => ({ params: Promise.resolve({ token }) });
const link = (token: string, method: 'GET' | 'POST') => new Request(`http://localhost:3000/u/${token}`, { method });
const decisionsOf = (customerId: string, channel: 'email' | 'sms') =>
	db()
		.select({ granted: consents.granted, source: consents.source })
		.from(consents)
		.where(and(eq(consents.customerId, customerId), eq(consents.channel, channel)))
		.orderBy(consents.decidedAt, consents.id);
const toldOf = async (customerId: string) =>
	(await db().select().from(events).where(eq(events.customerId, customerId))).map((e) => e.name);

/** Sends the page of her preferences, with these boxes ticked. */
async function choose(customerId: string, decision: 'save' | 'stop' | 'none', ticked: string[] = [], at = Date.now()) {
	const data = new FormData();
	data.set('token', tokenFor(customerId));
	const asks = (['email', 'sms'] as const).flatMap((channel) =>
		['marketing', 'newsletter'].map((purpose) => ({ channel, purpose, wording: `yes to ${purpose} by ${channel}` })),
	);
	data.set('shown', signShown({ of: 'preferences', version: 1, locale: 'en', at, asks }));
	data.set('decision', decision);
	for (const each of ticked) data.append('consent', each);
	await decide(data).catch((error: unknown) => {
		if (!(error instanceof Error && error.message === 'NEXT_REDIRECT')) throw error;
	});
}
const given = { granted: true, source: 'test' };
const mailing = {
	nodes: [when('Cart Viewed'), node('m', 'send-email', MAIL)],
	edges: edges('t>m'),
	settings: { exits: [{ event: 'Consent Withdrawn', outcome: 'unsubscribed' }] },
};

describe('the link in every email', () => {
	test('opened by a scanner changes nothing: it leads to a page', async () => {
		const zoe = await h.customer();
		const token = tokenFor(zoe);
		const answer = await GET(link(token, 'GET'), at(token));
		expect(answer.status).toBe(303);
		expect(answer.headers.get('location')).toBe(`/u/${token}/manage`);
		expect(await decisionsOf(zoe, 'email')).toEqual([given]);
	});

	test('posted to by a mail client withdraws the consent to this channel, once', async () => {
		const zoe = await h.customer();
		const token = tokenFor(zoe);
		const answers = await Promise.all([1, 2, 3].map(() => POST(link(token, 'POST'), at(token))));
		expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
		expect(await decisionsOf(zoe, 'email')).toEqual([given, { granted: false, source: 'one-click' }]);
		expect(await decisionsOf(zoe, 'sms')).toEqual([given]);
		expect(await toldOf(zoe)).toEqual(['Consent Withdrawn']);
	});

	test('that we did not write changes nothing', async () => {
		const zoe = await h.customer();
		const [payload] = tokenFor(zoe).split('.');
		for (const forged of [`${payload}.${'A'.repeat(32)}`, `${payload}`, 'x', '']) {
			expect((await POST(link(forged, 'POST'), at(forged))).status).toBe(404);
			expect(readUnsubscribeToken(forged)).toBeNull();
		}
		expect(await decisionsOf(zoe, 'email')).toEqual([given]);
	});

	test('leads to a page where she can stop, and start again', async () => {
		const zoe = await h.customer();
		await choose(zoe, 'stop');
		await choose(zoe, 'save', ['email:marketing', 'sms:marketing']);
		await choose(zoe, 'stop');
		const source = 'preference-centre';
		expect(await decisionsOf(zoe, 'email')).toEqual([
			given,
			{ granted: false, source },
			{ granted: true, source },
			{ granted: false, source },
		]);
	});

	test('stops the message that is about to leave; a journey may take it as a reason to end', async () => {
		await h.publish({ ...mailing, settings: {} });
		const zoe = await h.customer();
		const journey = await start(h, zoe, 'Cart Viewed');
		await POST(link(tokenFor(zoe), 'POST'), at(tokenFor(zoe)));
		await journey.go();
		expect(await h.sendsOf(zoe)).toMatchObject([{ state: 'suppressed', reason: 'no-consent' }]);

		await h.archiveAll();
		await h.publish(mailing);
		const ada = await h.customer();
		const second = await start(h, ada, 'Cart Viewed');
		await POST(link(tokenFor(ada), 'POST'), at(tokenFor(ada)));
		await second.go();
		expect(await second.row()).toMatchObject({ outcome: 'unsubscribed' });
	});
});

describe('the page of her preferences', () => {
	test('keeps what she changed with the words she read; a box that was ticked already is no new consent', async () => {
		const zoe = await h.customer();
		await choose(zoe, 'save', ['email:marketing', 'sms:marketing', 'email:newsletter']);
		const kept = await db().select().from(consents).where(eq(consents.customerId, zoe));
		expect(kept.filter(({ source }) => source === 'preference-centre')).toMatchObject([
			{
				...{ channel: 'email', purpose: 'newsletter', granted: true, wording: 'yes to newsletter by email' },
				proof: { page: 'preferences', locale: 'en', shownAt: expect.any(String) },
			},
		]);
		expect(await toldOf(zoe)).toEqual(['Consent Given']);
	});
	test('withdraws what she unticks, of that purpose and channel only', async () => {
		const zoe = await h.customer();
		await choose(zoe, 'save', ['sms:marketing']);
		expect((await loadProfile(db(), zoe)).consentsTo).toEqual({
			email: { marketing: false },
			sms: { marketing: true },
		});
	});
	test('has one button for nothing more at all', async () => {
		const zoe = await h.customer();
		await choose(zoe, 'save', ['email:marketing', 'sms:marketing', 'sms:newsletter']);
		await choose(zoe, 'none');
		const { consentsTo } = await loadProfile(db(), zoe);
		expect(Object.values(consentsTo).flatMap((byPurpose) => Object.values(byPurpose))).toEqual([false, false, false]);
	});
	test('that lay open for days saves no consent to words that may have changed, but always stops', async () => {
		const zoe = await h.customer();
		const longAgo = Date.now() - 3 * 86_400_000;
		await choose(zoe, 'save', ['email:marketing', 'sms:marketing', 'email:newsletter'], longAgo);
		expect((await loadProfile(db(), zoe)).consentsTo.email).toEqual({ marketing: true });
		await choose(zoe, 'stop', [], longAgo);
		expect((await loadProfile(db(), zoe)).consentsTo.email).toEqual({ marketing: false });
	});
	test('takes no answer to words that we did not write', async () => {
		const zoe = await h.customer();
		const data = new FormData();
		for (const [name, value] of Object.entries({ token: tokenFor(zoe), shown: 'x.y', decision: 'save' }))
			data.set(name, value);
		await decide(data);
		expect(await toldOf(zoe)).toEqual([]);
	});
});

describe('an answer to an SMS', () => {
	let message = 0;
	async function answer(from: string, body: string, sign = true) {
		const form = new URLSearchParams({ From: from, Body: body, MessageSid: `SM${++message}` });
		const url = `${config().PARCOURS_URL}/v1/sms/inbound`;
		const signature = twilioSignature(url, form, 'only-for-tests');
		return inbound(
			new Request(url, {
				method: 'POST',
				body: form,
				headers: { 'x-twilio-signature': sign ? signature : `${signature.slice(0, -2)}A=` },
			}),
		);
	}

	test('STOP, in French or English and however it is written, withdraws the consent to SMS only', async () => {
		for (const [n, words] of ['STOP', ' stop svp', 'Arrêt', 'ARRET', 'unsubscribe'].entries()) {
			const phone = `+3363990000${n}`;
			const zoe = await h.customer({ phone });
			expect((await answer(phone, words)).status).toBe(200);
			expect(await decisionsOf(zoe, 'sms'), words).toEqual([given, { granted: false, source: 'sms-stop' }]);
			expect(await decisionsOf(zoe, 'email')).toEqual([given]);
		}
	});

	test('START allows it again, anything else changes nothing', async () => {
		const phone = '+33639900010';
		const zoe = await h.customer({ phone });
		for (const words of ['Merci !', 'Je ne veux pas que ça stoppe', 'STOP', 'START']) await answer(phone, words);
		expect(await decisionsOf(zoe, 'sms')).toEqual([
			given,
			{ granted: false, source: 'sms-stop' },
			{ granted: true, source: 'sms-start' },
		]);
	});

	test('that Twilio did not sign changes nothing', async () => {
		const phone = '+33639900011';
		const zoe = await h.customer({ phone });
		expect((await answer(phone, 'STOP', false)).status).toBe(403);
		expect(await decisionsOf(zoe, 'sms')).toEqual([given]);
	});

	test('STOP is heard before the next SMS leaves', async () => {
		await h.publish({
			nodes: [when('Cart Viewed'), node('s', 'send-sms', { body: 'Hello' })],
			edges: edges('t>s'),
		});
		const phone = '+33639900012';
		const zoe = await h.customer({ phone });
		await enter(h, zoe, 'Cart Viewed');
		await answer(phone, 'STOP');
		await enter(h, zoe, 'Cart Viewed');
		expect((await h.sendsOf(zoe)).map((s) => s.reason ?? s.state)).toEqual(['accepted', 'no-consent']);
	});
});
