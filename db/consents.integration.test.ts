import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Channel } from '@/lib/channel';
import { DEFAULT_PURPOSES } from '@/lib/consent';
import type { JsonObject } from '@/lib/event';
import { readCall } from '@/lib/segment';
import { enter } from '@/workflows/testing/by-hand';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, MAIL, node, when } from '@/workflows/testing/graphs';
import { db } from './client';
import { decideAboutChannel, decideByCustomer } from './consents';
import { ingest } from './ingest';
import { loadProfile } from './profiles';
import { events, identities } from './schema';

vi.mock('@/channels/deliver', () => import('../workflows/testing/channel'));

const h = fixtures();
const NEWSLETTER = {
	id: 'newsletter',
	label: { en: 'Newsletter', fr: 'Lettre' },
	wording: { en: 'I would like your newsletter.', fr: 'Je souhaite votre lettre.' },
};
beforeEach(async () => {
	await h.configure({ purposes: [...DEFAULT_PURPOSES, NEWSLETTER] });
	await h.archiveAll();
});

/** What a site says with its write key. */
async function identify(userId: string, consents: JsonObject, at = Date.now()) {
	const said = { type: 'identify', userId, traits: { consents }, timestamp: new Date(at).toISOString() };
	const receivedAt = new Date();
	await ingest(db(), [readCall(said, { receivedAt: receivedAt.getTime() })], {
		...{ source: 'key:site', receivedAt, history: false },
	});
}
const decide = (customerId: string, granted: boolean, purpose = 'marketing', channel: Channel = 'email') =>
	decideByCustomer(db(), {
		...{ customerId, source: 'preference-centre', id: uuid() },
		decided: [{ channel, purpose, granted }],
	});
const agreedTo = async (customerId: string) => (await loadProfile(db(), customerId)).consentsTo;
const told = async (customerId: string) =>
	(await db().select().from(events).where(eq(events.customerId, customerId)).orderBy(events.seq))
		.filter(({ name }) => name.startsWith('Consent'))
		.map(({ name, properties }) => `${name}: ${properties.purpose} by ${properties.channel}`);

async function known() {
	const userId = uuid();
	const zoe = await h.customer({ consents: {} });
	await db().insert(identities).values({ kind: 'user_id', value: userId, customerId: zoe, source: 'test' });
	return { zoe, userId };
}

describe('a customer who opted out herself', () => {
	test('is not opted in again by a site that says yes for her, however often', async () => {
		const { zoe, userId } = await known();
		await identify(userId, { email: true });
		expect(await agreedTo(zoe)).toEqual({ email: { marketing: true } });
		await decide(zoe, false);
		await identify(userId, { email: true });
		await identify(userId, { email: true }, Date.now() + 1);
		expect(await agreedTo(zoe)).toEqual({ email: { marketing: false } });
	});
	test('gets no message of that purpose, and may opt in again herself', async () => {
		await h.publish({ nodes: [when('Cart Viewed'), node('m', 'send-email', MAIL)], edges: edges('t>m') });
		const { zoe, userId } = await known();
		await decide(zoe, false);
		await identify(userId, { email: true });
		await enter(h, zoe, 'Cart Viewed');
		await decide(zoe, true);
		await enter(h, zoe, 'Cart Viewed');
		expect((await h.sendsOf(zoe)).map((s) => s.reason ?? s.state)).toEqual(['no-consent', 'accepted']);
	});
	test('said so although a site had said no already: the site’s next yes does not count', async () => {
		const { zoe, userId } = await known();
		await identify(userId, { email: false });
		await decide(zoe, false);
		await identify(userId, { email: true });
		expect(await agreedTo(zoe)).toEqual({ email: { marketing: false } });
	});
});

describe('a consent', () => {
	test('to the newsletter lets the newsletter go out, and no offers', async () => {
		await h.publish({
			nodes: [
				when('Cart Viewed'),
				node('offers', 'send-email', MAIL),
				node('letter', 'send-email', { ...MAIL, purpose: 'newsletter' }),
			],
			edges: edges('t>offers', 'offers.skipped>letter'),
		});
		const { zoe, userId } = await known();
		await identify(userId, { email: { newsletter: true } });
		await enter(h, zoe, 'Cart Viewed');
		const sent = await h.sendsOf(zoe);
		expect(sent.map((s) => [s.nodeId, s.reason ?? s.state])).toEqual([
			['offers', 'no-consent'],
			['letter', 'accepted'],
		]);
		expect(sent[0]?.evidence).toMatchObject({ purpose: 'marketing' });
	});
	test('that she gives or withdraws is an event of its purpose and channel; saying it again is none', async () => {
		const { zoe } = await known();
		for (const granted of [true, true, false, false]) await decide(zoe, granted, 'newsletter');
		await decide(zoe, true, 'newsletter', 'sms');
		expect(await told(zoe)).toEqual([
			'Consent Given: newsletter by email',
			'Consent Withdrawn: newsletter by email',
			'Consent Given: newsletter by sms',
		]);
	});
	test('for a purpose that nobody can agree to is not asked of anybody: the journey is not published', async () => {
		const lost = { ...MAIL, purpose: 'gone' };
		await expect(
			h.publish({ nodes: [when('Cart Viewed'), node('m', 'send-email', lost)], edges: edges('t>m') }),
		).rejects.toThrow(/unknown-purpose/);
	});
});

describe('STOP by SMS', () => {
	const answer = (customerId: string, granted: boolean) =>
		decideAboutChannel(
			db(),
			{ ...{ customerId, channel: 'sms', granted, id: uuid() }, source: granted ? 'sms-start' : 'sms-stop' },
			['marketing', 'newsletter'],
		);

	test('withdraws every purpose on SMS, and nothing on email', async () => {
		const { zoe } = await known();
		await decide(zoe, true, 'newsletter', 'sms');
		await decide(zoe, true, 'marketing');
		await answer(zoe, false);
		expect(await agreedTo(zoe)).toEqual({ sms: { marketing: false, newsletter: false }, email: { marketing: true } });
	});
	test('is taken back by START, which agrees to nothing she had not agreed to before', async () => {
		const { zoe } = await known();
		await decide(zoe, true, 'newsletter', 'sms');
		await answer(zoe, false);
		await answer(zoe, true);
		expect(await agreedTo(zoe)).toEqual({ sms: { marketing: false, newsletter: true } });
		const { zoe: ada } = await known();
		await answer(ada, true);
		expect(await agreedTo(ada)).toEqual({});
	});
});
