import { z } from 'zod';
import { OperationalError } from '@/lib/errors';
import type { Delivered } from './deliver';
import { AddressNotAllowed, CallBroken, callOut, type HttpAnswer } from './http';
import { webhookHeaders } from './standard-webhooks';

/** No call takes longer; what becomes of it after that is unknown. */
export const HTTP_TIMEOUT_MS = 15_000;
const ASK_TIMEOUT_MS = 5000;
/** Of what the other side says about a refusal. */
const MAX_DETAIL = 300;
/** Said before anything is done: too early, too much, not now. */
const NOT_TAKEN = [408, 425, 429, 503];

type Signed = { secrets: readonly string[]; key: string };

/**
 * Posts a JSON body, signed, once. The key is its `webhook-id` and its `Idempotency-Key`, the same for every try. Never
 * throws for what the other side or the network does: 2xx is accepted, 408, 425, 429 and 503 are worth another try, any
 * other 5xx may have done something, all else is a refusal.
 */
export async function postJson(url: string, { secrets, key }: Signed, body: string): Promise<Delivered> {
	let answer: HttpAnswer;
	try {
		answer = await callOut(new URL(url), {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'idempotency-key': key,
				'user-agent': 'Parcours',
				...webhookHeaders(secrets, { id: key, at: Date.now(), body }),
			},
			body,
			timeoutMs: HTTP_TIMEOUT_MS,
		});
	} catch (error) {
		if (error instanceof AddressNotAllowed)
			return { outcome: 'rejected', reason: 'address-not-allowed', detail: error.message };
		if (error instanceof CallBroken) return { outcome: error.left ? 'unknown' : 'retry', detail: error.message };
		throw error;
	}
	const { status, text } = answer;
	const detail = `answered ${status}${text === '' ? '' : `: ${text.slice(0, MAX_DETAIL)}`}`;
	if (status >= 200 && status < 300) return { outcome: 'accepted', providerId: String(status) };
	if (NOT_TAKEN.includes(status)) return { outcome: 'retry', detail };
	if (status >= 500) return { outcome: 'unknown', detail };
	return { outcome: 'rejected', reason: `http-${status}`, detail };
}

const found = z.object({ found: z.boolean() });

/**
 * Asks whether the call with this key was taken: `GET <url>?key=…`, signed like a call without a body, answers
 * `{ "found": boolean }`, or 404.
 * @throws OperationalError when it does not say so now
 */
export async function askByKey(url: string, { secrets, key }: Signed): Promise<'accepted' | 'not-received'> {
	const asked = new URL(url);
	asked.searchParams.set('key', key);
	try {
		const headers = webhookHeaders(secrets, { id: key, at: Date.now(), body: '' });
		const { status, text } = await callOut(asked, { method: 'GET', headers, timeoutMs: ASK_TIMEOUT_MS });
		if (status === 404) return 'not-received';
		if (status !== 200) throw new Error(`answered ${status}`);
		return found.parse(JSON.parse(text)).found ? 'accepted' : 'not-received';
	} catch (cause) {
		throw new OperationalError('the system that was called could not be asked', { cause });
	}
}
