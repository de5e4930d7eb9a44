import { BodyTooLarge, readBody } from '@/auth/body';
import { isSignedByTwilio } from '@/channels/twilio';
import { config } from '@/config';
import { db } from '@/db/client';
import { customersByIdentity } from '@/db/customer-views';
import { decideByCustomer } from '@/db/unsubscribe';

/** What people answer to be left alone, or to be written to again, in French and English. */
const STOP = /^\s*(stop|stopall|arr[eê]t|arreter|unsubscribe|d[eé]sabonner|cancel|end|quit)\b/i;
const START = /^\s*(start|unstop|oui|reprendre|subscribe)\b/i;

/** Ten long messages in one; anybody may send here, and the signature is of all of it. */
const MAX_BYTES = 65_536;

const EMPTY_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** Twilio's webhook for messages that customers send us. Only requests that Twilio signed count. */
export async function POST(request: Request): Promise<Response> {
	const sent = await readBody(request, MAX_BYTES).catch((error: unknown) => {
		if (error instanceof BodyTooLarge) return null;
		throw error;
	});
	if (!sent)
		return Response.json({ error: { code: 'too-large', message: 'a message has at most 64 KB' } }, { status: 413 });
	const form = new URLSearchParams(sent.toString('utf8'));
	const url = `${config().PARCOURS_URL}/v1/sms/inbound`;
	if (!isSignedByTwilio(url, form, request.headers.get('x-twilio-signature')))
		return Response.json(
			{ error: { code: 'not-signed', message: 'X-Twilio-Signature is missing or wrong' } },
			{ status: 403 },
		);
	const body = form.get('Body') ?? '';
	const granted = STOP.test(body) ? false : START.test(body) ? true : null;
	if (granted !== null) {
		const id = form.get('MessageSid') ?? '';
		for (const customerId of await customersByIdentity(db(), 'phone', form.get('From') ?? ''))
			await decideByCustomer(db(), {
				customerId,
				channel: 'sms',
				granted,
				source: granted ? 'sms-start' : 'sms-stop',
				id,
			});
	}
	return new Response(EMPTY_ANSWER, { headers: { 'content-type': 'text/xml' } });
}
