import { z } from 'zod';
import { withSecretKey } from '@/auth/route';
import { db } from '@/db/client';
import { receiveMessage } from '@/db/inbound';
import { addressIn, isAutomatic, messageIdsIn, withoutQuote } from '@/lib/inbound';

const header = z.string().max(20_000).nullish();

/** A mail that somebody sent us, parsed already by whoever received it. */
const body = z.object({
	/** The From header: `zoe@example.com` or `Zoé <zoe@example.com>`. */
	from: z.string({ error: 'give the From header' }).min(3).max(1000),
	subject: z.string().max(1000).nullish(),
	/** The plain text; what is quoted in it is left out. */
	text: z.string({ error: 'give the plain text' }).max(500_000),
	/** Its Message-ID: the same again is the same mail. */
	message_id: z.string({ error: 'give the Message-ID, so that a repeat is recognised' }).min(1).max(1000),
	/** The headers that say which of our mails it answers. */
	in_reply_to: header,
	references: header,
	/** The header of that name: an out-of-office note is no answer. */
	auto_submitted: header,
});

/**
 * For a mail provider's inbound webhook, or whatever reads the mailbox: the secret key opens it, which a webhook's
 * address can carry (`https://<key>:@…/v1/email/inbound`). Answers what became of the mail; one from somebody unknown
 * is acknowledged, and kept nowhere.
 */
export async function POST(request: Request): Promise<Response> {
	return withSecretKey(request, body, async (mail) => {
		if (isAutomatic(mail.auto_submitted)) return Response.json({ received: false, why: 'automatic' });
		const received = await receiveMessage(db(), {
			...{ channel: 'email', source: 'email', at: new Date() },
			from: addressIn(mail.from),
			text: withoutQuote(mail.text),
			subject: mail.subject ?? undefined,
			messageId: mail.message_id,
			references: messageIdsIn(mail.references, mail.in_reply_to),
		});
		return Response.json(
			received
				? { received: true, customer_id: received.customerId, answers: received.answers }
				: { received: false, why: 'unknown-sender' },
		);
	});
}
