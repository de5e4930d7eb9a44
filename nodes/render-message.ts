import type { JsonObject } from '@/lib/event';
import { withStopMention } from '@/lib/sms';
import { renderTemplate } from '@/lib/template';
import type { Message } from './define';
import type { EmailMessage, SmsMessage } from './messages';
import type { PreparedEmail } from './send-email/prepared';

/** An email filled in for a customer. @throws UserError when a template is broken */
export async function renderEmail(
	{ subject }: Pick<EmailMessage, 'subject'>,
	{ html, text }: PreparedEmail,
	variables: JsonObject,
): Promise<Message> {
	return {
		channel: 'email',
		// A line break in a subject would start another header.
		subject: (await renderTemplate('plain', subject, variables)).replace(/\s+/g, ' ').trim(),
		html: await renderTemplate('html', html, variables),
		text: await renderTemplate('plain', text, variables),
	};
}

/** An SMS filled in for a customer. @throws UserError when a template is broken */
export async function renderSms({ body, stopMention }: SmsMessage, variables: JsonObject): Promise<Message> {
	// Before it is filled in: a customer called “STOP” must not keep the mention out.
	return { channel: 'sms', body: await renderTemplate('plain', withStopMention(body, stopMention), variables) };
}
