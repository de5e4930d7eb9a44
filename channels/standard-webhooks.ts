import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** A new secret as Standard Webhooks writes them: `whsec_` and the base64 of 24 to 64 random bytes; these are 32. */
export function newWebhookSecret(): string {
	return PREFIX + randomBytes(32).toString('base64');
}

/**
 * The headers of a call that is signed per Standard Webhooks (github.com/standard-webhooks/standard-webhooks, spec 1.0):
 * `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, once for each secret that holds while they are rotated.
 * `at`: of this very try, UTC epoch ms; receivers refuse old ones.
 */
export function webhookHeaders(
	secrets: readonly string[],
	{ id, at, body }: { id: string; at: number; body: string },
): Record<string, string> {
	const timestamp = String(Math.floor(at / 1000));
	const signatures = secrets.map((secret) => {
		const key = Buffer.from(secret.replace(PREFIX, ''), 'base64');
		return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
	});
	return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
