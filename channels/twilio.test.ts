import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DeliverOptions, deliver } from './deliver';
import { type Answer, httpServer } from './testing/http';
import { isSignedByTwilio, twilioSignature } from './twilio';

const settings = vi.hoisted(() => ({
	TWILIO_ACCOUNT_SID: 'AC0' as string | undefined,
	TWILIO_AUTH_TOKEN: '12345' as string | undefined,
	TWILIO_FROM: '+33644600000',
	TWILIO_API_URL: '',
}));
vi.mock('@/config', () => ({ config: () => settings }));

const message = { channel: 'sms', body: 'Bonjour Zoé & Cie' } as const;
const options: DeliverOptions = {
	to: '+33639980001',
	key: 'e1:sms:0:sms',
	unsubscribeUrl: null,
	sender: { name: 'Maison', email: 'hello@maison.test' },
};
let server: Awaited<ReturnType<typeof httpServer>>;
let answer: Answer;
beforeAll(async () => {
	server = await httpServer(() => answer);
});
afterAll(() => server.close());
beforeEach(() => {
	server.calls.length = 0;
	answer = { status: 201, body: '{"sid":"SM1"}' };
	Object.assign(settings, { TWILIO_ACCOUNT_SID: 'AC0', TWILIO_FROM: '+33644600000', TWILIO_API_URL: server.url });
});

describe('an SMS', () => {
	test('goes out as Twilio wants it, with a token that a repeat carries too', async () => {
		expect(await deliver(message, options)).toEqual({ outcome: 'accepted', providerId: 'SM1' });
		await deliver(message, options);
		const [call, again] = server.calls;
		expect(call).toMatchObject({
			method: 'POST',
			url: '/2010-04-01/Accounts/AC0/Messages.json',
			form: { To: '+33639980001', From: '+33644600000', Body: 'Bonjour Zoé & Cie' },
			headers: { authorization: `Basic ${btoa('AC0:12345')}`, 'i-twilio-idempotency-token': 'e1:sms:0:sms' },
		});
		expect(again?.headers['i-twilio-idempotency-token']).toBe('e1:sms:0:sms');
	});
	test('goes out by a messaging service where there is one', async () => {
		settings.TWILIO_FROM = 'MG123';
		await deliver(message, options);
		expect(server.calls[0]?.form).toMatchObject({ MessagingServiceSid: 'MG123' });
		expect(server.calls[0]?.form).not.toHaveProperty('From');
	});
	test('cannot get another field by its text', async () => {
		await deliver({ ...message, body: 'a&To=%2B33600000000\r\nTo: x' }, options);
		expect(server.calls[0]?.form).toMatchObject({ To: '+33639980001', Body: 'a&To=%2B33600000000\r\nTo: x' });
	});
});

describe('what becomes of a call', () => {
	test.each<[string, Answer, object]>([
		['too many at once', { status: 429, body: '{"code":20429}' }, { outcome: 'retry' }],
		['Twilio is busy', { status: 503, body: 'busy' }, { outcome: 'retry' }],
		[
			'a number that is none',
			{ status: 400, body: '{"code":21211,"message":"invalid To"}' },
			{ outcome: 'rejected', reason: 'provider-rejected-21211', detail: 'answered 400, code 21211: invalid To' },
		],
		['a refusal without a code', { status: 403, body: '<html>' }, { outcome: 'rejected', reason: 'provider-rejected' }],
		['an error in the middle of it', { status: 500, body: '{}' }, { outcome: 'unknown' }],
		['a gateway that lost its server', { status: 502, body: '' }, { outcome: 'unknown' }],
		['“created”, but no message', { status: 201, body: '{}' }, { outcome: 'unknown' }],
		['cut off before the answer', 'cut', { outcome: 'unknown' }],
	])('%s', async (_what, given, expected) => {
		answer = given;
		expect(await deliver(message, options)).toMatchObject(expected);
		expect(server.calls).toHaveLength(1);
	});
	test('nobody listens: tried again', async () => {
		const gone = await httpServer(() => 'cut');
		await gone.close();
		settings.TWILIO_API_URL = gone.url;
		expect(await deliver(message, options)).toMatchObject({ outcome: 'retry' });
	});
	test('a provider that never answers: given up, and nobody knows', async () => {
		answer = 'silence';
		expect(await deliver(message, options, 100)).toMatchObject({ outcome: 'unknown' });
	});
	test.each([302, 307])(
		'sent elsewhere (%i): not followed, for a text and a number are not everybody’s',
		async (status) => {
			const elsewhere = await httpServer(() => ({ status: 201, body: '{"sid":"SM2"}' }));
			answer = { status, body: '', location: elsewhere.url };
			expect(await deliver(message, options)).toMatchObject({ outcome: 'rejected', detail: `answered ${status}` });
			expect(elsewhere.calls).toEqual([]);
			await elsewhere.close();
		},
	);
	test('without an account nothing is sent, and it says so', async () => {
		settings.TWILIO_ACCOUNT_SID = undefined;
		expect(await deliver(message, options)).toMatchObject({ outcome: 'rejected', reason: 'not-configured' });
	});
});

describe('a webhook', () => {
	// The example of twilio.com/docs/usage/security.
	const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
	const fields = {
		CallSid: 'CA1234567890ABCDE',
		Caller: '+14158675309',
		Digits: '1234',
		From: '+14158675309',
		To: '+18005551212',
	};
	const form = new URLSearchParams(fields);
	const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';

	test('is signed as Twilio documents it, in whatever order the fields come', () => {
		expect(isSignedByTwilio(url, form, signature)).toBe(true);
		expect(isSignedByTwilio(url, new URLSearchParams(Object.entries(fields).reverse()), signature)).toBe(true);
	});
	test.each<[string, string, URLSearchParams, string | null]>([
		['another address', url.replace('bar=2', 'bar=3'), form, signature],
		['another field', url, new URLSearchParams({ ...fields, Digits: '1235' }), signature],
		['one field more', url, new URLSearchParams({ ...fields, Body: 'STOP' }), signature],
		['no signature', url, form, null],
		['an empty one', url, form, ''],
		['a longer one', url, form, `${signature}A`],
		['another account’s', url, form, twilioSignature(url, form, '12346')],
	])('is refused with %s', (_what, address, sent, given) => {
		expect(isSignedByTwilio(address, sent, given)).toBe(false);
	});
	test('is refused when there is no token to check it with', () => {
		settings.TWILIO_AUTH_TOKEN = undefined;
		expect(isSignedByTwilio(url, form, twilioSignature(url, form, ''))).toBe(false);
		settings.TWILIO_AUTH_TOKEN = '12345';
	});
});
