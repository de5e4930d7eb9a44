import { BodyTooLarge, readBody } from '@/auth/body';
import { isSignedByTwilio } from '@/channels/twilio';
import { config } from '@/config';
import { db } from '@/db/client';
import { decideAboutChannel } from '@/db/consents';
import { customersByIdentity } from '@/db/customer-views';
import { getWorkspaceSettings } from '@/db/workspace';
import { stopOrStart } from '@/lib/stop-words';

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
	const said = stopOrStart(body);
	if (said !== null) {
		const id = form.get('MessageSid') ?? '';
		const { purposes } = await getWorkspaceSettings(db());
		for (const customerId of await customersByIdentity(db(), 'phone', form.get('From') ?? ''))
			await decideAboutChannel(
				db(),
				{
					customerId,
					channel: 'sms',
					granted: said === 'start',
					source: said === 'start' ? 'sms-start' : 'sms-stop',
					id,
				},
				purposes.map((purpose) => purpose.id),
			);
	}
	return new Response(EMPTY_ANSWER, { headers: { 'content-type': 'text/xml' } });
}
