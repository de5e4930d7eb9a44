import { createHmac, randomBytes } from 'node:crypto';
import { isSame } from './is-same';

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

/** How far the sender's clock may be from ours: an older message may be one that somebody recorded. */
const TOLERANCE_MS = 5 * 60_000;
/** In bytes, as the specification has it. */
const SHORTEST_KEY = 24;

/** Whether a message that came in was signed so, with this secret, a moment ago. `now`: UTC epoch ms. */
export function isSignedWebhook(secret: string, headers: Headers, body: Buffer, now: number): boolean {
	const id = headers.get('webhook-id') ?? '';
	const timestamp = headers.get('webhook-timestamp') ?? '';
	if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) * 1000 - now) > TOLERANCE_MS) return false;
	const key = Buffer.from(secret.replace(PREFIX, ''), 'base64');
	// A secret of another kind may read as hardly any bytes: anybody could sign with those.
	if (key.length < SHORTEST_KEY) return false;
	const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
	return (headers.get('webhook-signature') ?? '')
		.split(' ')
		.filter((signature) => signature.startsWith('v1,'))
		.some((signature) => isSame(Buffer.from(signature.slice(3), 'base64'), expected));
}
