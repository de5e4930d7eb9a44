import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { config } from '@/config';
import type { Message } from '@/nodes/define';
import type { Delivered, DeliverOptions } from './deliver';
import { isSame } from './is-same';

const created = z.object({ sid: z.string() });
const refused = z.object({ code: z.number().optional(), message: z.string().optional() });

/** Errors before anything was sent: the name does not resolve, nobody listens. */
const NEVER_LEFT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH'];

/** One SMS through Twilio's REST API (Messages resource), or anything that speaks it. */
export async function deliverSms(
	message: Extract<Message, { channel: 'sms' }>,
	{ to, key }: DeliverOptions,
	signal: AbortSignal,
): Promise<Delivered> {
	const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM, TWILIO_API_URL } = config();
	if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN || !TWILIO_FROM)
		return { outcome: 'rejected', reason: 'not-configured', detail: 'TWILIO_ACCOUNT_SID is not set' };
	const form = new URLSearchParams({
		To: to,
		Body: message.body,
		[TWILIO_FROM.startsWith('MG') ? 'MessagingServiceSid' : 'From']: TWILIO_FROM,
	});
	let response: Response;
	let body: unknown;
	try {
		response = await fetch(`${TWILIO_API_URL}/2010-04-01/Accounts/${TWILIO_ACCOUNT_SID}/Messages.json`, {
			method: 'POST',
			headers: {
				authorization: `Basic ${Buffer.from(`${TWILIO_ACCOUNT_SID}:${TWILIO_AUTH_TOKEN}`).toString('base64')}`,
				'content-type': 'application/x-www-form-urlencoded',
				'I-Twilio-Idempotency-Token': key,
			},
			body: form,
			// A number and a text go to nobody but the provider.
			redirect: 'manual',
			signal,
		});
		body = await response.json().catch(() => null);
	} catch (error) {
		return {
			outcome: neverLeft(error) ? 'retry' : 'unknown',
			detail: error instanceof Error ? error.message : String(error),
		};
	}
	if (response.ok) {
		const parsed = created.safeParse(body);
		return parsed.success
			? { outcome: 'accepted', providerId: parsed.data.sid }
			: { outcome: 'unknown', detail: `answered ${response.status} without a sid` };
	}
	const { code, message: said } = refused.catch({}).parse(body);
	const detail = `answered ${response.status}${code ? `, code ${code}` : ''}${said ? `: ${said}` : ''}`;
	if (response.status === 429 || response.status === 503) return { outcome: 'retry', detail };
	if (response.status >= 500) return { outcome: 'unknown', detail };
	return { outcome: 'rejected', reason: code ? `provider-rejected-${code}` : 'provider-rejected', detail };
}

function neverLeft(error: unknown): boolean {
	const cause = error instanceof Error ? error.cause : undefined;
	return cause instanceof Error && 'code' in cause && NEVER_LEFT.includes(String(cause.code));
}

/** Twilio signs its webhooks: base64 HMAC-SHA1 of the URL followed by the sorted form fields (twilio.com/docs/usage/security). */
export function isSignedByTwilio(url: string, form: URLSearchParams, signature: string | null): boolean {
	const { TWILIO_AUTH_TOKEN } = config();
	if (!TWILIO_AUTH_TOKEN || !signature) return false;
	return isSame(Buffer.from(twilioSignature(url, form, TWILIO_AUTH_TOKEN)), Buffer.from(signature));
}

export function twilioSignature(url: string, form: URLSearchParams, authToken: string): string {
	const fields = [...form].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	const signed = url + fields.map(([name, value]) => name + value).join('');
	return createHmac('sha1', authToken).update(signed).digest('base64');
}
