import { describe, expect, test } from 'vitest';
import { isSignedBySource, isSourceSecret, topicOf } from './source-secret';
import { isSignedWebhook, newWebhookSecret, webhookHeaders } from './standard-webhooks';

describe('a payload that is signed', () => {
	const body = Buffer.from('{"a":1}');
	const now = 1_780_000_000_000;
	const headers = (secret: string, at = now) =>
		new Headers(webhookHeaders([newWebhookSecret(), secret], { id: 'm', at, body: body.toString() }));
	test('by one of the secrets of a rotation is the source’s', () => {
		const secret = newWebhookSecret();
		expect(isSignedWebhook(secret, headers(secret), body, now)).toBe(true);
		expect(isSignedWebhook(newWebhookSecret(), headers(secret), body, now)).toBe(false);
	});
	test('as the specification’s own example is, is taken', () => {
		// standard-webhooks/standard-webhooks, spec: the vector that the reference libraries are tested with.
		const given = new Headers({
			'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
			'webhook-timestamp': '1614265330',
			'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
		});
		const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
		expect(isSignedWebhook(secret, given, Buffer.from('{"test": 2432232314}'), 1_614_265_330_000)).toBe(true);
	});
	test('a quarter of an hour ago, or in one to come, is not', () => {
		const secret = newWebhookSecret();
		for (const at of [now - 900_000, now + 900_000])
			expect(isSignedBySource(secret, headers(secret, at), body, now)).toBe(false);
	});
	test('with a secret of another kind is not, when that reads as hardly any bytes', () => {
		const secret = '!!!!!!!!!!!!!!!!!!!!!!!!';
		expect(isSignedBySource(secret, headers(secret), body, now)).toBe(false);
	});
	test('with nothing is not', () => {
		expect(isSignedBySource('', new Headers(), body, now)).toBe(false);
		expect(isSourceSecret('secret', '')).toBe(false);
	});
});

test('the topic is in the address, or where shops write it', () => {
	const of = (url: string, headers = {}) => topicOf(new Request(url, { headers }));
	expect(of('http://x/v1/sources/1?topic=sale', { 'x-shopify-topic': 'orders/create' })).toBe('sale');
	expect(of('http://x/v1/sources/1', { 'x-wc-webhook-topic': 'order.created' })).toBe('order.created');
	expect(of('http://x/v1/sources/1?topic=')).toBeNull();
});
