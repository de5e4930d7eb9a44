import { expect, test } from 'vitest';
import { newWebhookSecret, webhookHeaders } from './standard-webhooks';

const EXAMPLE = {
	secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
	id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
	at: 1_614_265_330_000,
	body: '{"test": 2432232314}',
	signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

test('a call is signed as the example that Standard Webhooks’ own libraries are tested with', () => {
	expect(webhookHeaders([EXAMPLE.secret], EXAMPLE)).toEqual({
		'webhook-id': EXAMPLE.id,
		'webhook-timestamp': '1614265330',
		'webhook-signature': EXAMPLE.signature,
	});
});

test('while a secret is replaced a call is signed with both', () => {
	const signed = webhookHeaders([newWebhookSecret(), EXAMPLE.secret], EXAMPLE)['webhook-signature']?.split(' ');
	expect(signed).toHaveLength(2);
	expect(signed?.[1]).toBe(EXAMPLE.signature);
});

test('a new secret has the length that the specification asks for, and is never the same', () => {
	const made = Array.from({ length: 20 }, newWebhookSecret);
	expect(new Set(made).size).toBe(20);
	for (const secret of made) expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
});
