import { createHash, createHmac } from 'node:crypto';
import { isSame } from './is-same';
import { isSignedWebhook } from './standard-webhooks';

/** Where shops put the base64 HMAC-SHA256 of the body, which all of them make alike: Shopify, WooCommerce. */
const SHOP_SIGNATURES = ['x-shopify-hmac-sha256', 'x-wc-webhook-signature'];
/** Where a sender says which kind of payload it is. */
const TOPICS = ['x-shopify-topic', 'x-wc-webhook-topic'];

/** Whether a payload was signed with its source's secret: per Standard Webhooks, or as shops do. `now`: UTC epoch ms. */
export function isSignedBySource(secret: string, headers: Headers, body: Buffer, now: number): boolean {
	if (headers.has('webhook-signature')) return isSignedWebhook(secret, headers, body, now);
	const expected = createHmac('sha256', secret).update(body).digest();
	return SHOP_SIGNATURES.some((name) => isSame(Buffer.from(headers.get(name) ?? '', 'base64'), expected));
}

/** Whether what was sent as a key is the source's secret. */
export function isSourceSecret(secret: string, key: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return isSame(digest(secret), digest(key));
}

/** What the sender calls this kind of payload: `orders/create`. In the address (`?topic=`) or where shops write it. */
export function topicOf(request: Request): string | null {
	const named =
		new URL(request.url).searchParams.get('topic') ?? TOPICS.map((name) => request.headers.get(name)).find(Boolean);
	return named || null;
}
