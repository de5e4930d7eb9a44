import { BodyTooLarge, readBody } from '@/auth/body';
import { isSignedByTwilio } from '@/channels/twilio';
import { config } from '@/config';
import { db } from '@/db/client';
import { receiveMessage } from '@/db/inbound';

/** Ten long messages in one; anybody may send here, and the signature is of all of it. */
const MAX_BYTES = 65_536;

const EMPTY_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** Twilio's webhook for messages that customers send us: journeys hear them, STOP is obeyed. Only requests that Twilio signed count. */
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
	const messageId = form.get('MessageSid');
	if (!messageId)
		return Response.json(
			{ error: { code: 'invalid', message: 'MessageSid is missing', field: 'MessageSid' } },
			{ status: 400 },
		);
	await receiveMessage(db(), {
		...{ channel: 'sms', source: 'twilio', at: new Date(), messageId },
		from: form.get('From') ?? '',
		text: form.get('Body') ?? '',
	});
	return new Response(EMPTY_ANSWER, { headers: { 'content-type': 'text/xml' } });
}
