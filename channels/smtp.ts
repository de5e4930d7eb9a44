import { Readable } from 'node:stream';
import addressparser from 'nodemailer/lib/addressparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { config } from '@/config';
import type { Message } from '@/nodes/define';
import type { Delivered, DeliverOptions } from './deliver';
import { messageIdOf } from './message-id';
import { type SmtpConnection, smtpConnections } from './smtp-connections';

/** One message over SMTP. Who was reached and who was not is told apart by whether the server had begun to take the text. */
export async function deliverEmail(
	message: Extract<Message, { channel: 'email' }>,
	options: DeliverOptions,
	signal: AbortSignal,
): Promise<Delivered> {
	const { SMTP_URL, SMTP_FROM } = config();
	if (!SMTP_URL || !SMTP_FROM) return { outcome: 'rejected', reason: 'not-configured', detail: 'SMTP_URL is not set' };
	const from = addressOf(SMTP_FROM);
	const source = await compose(message, options, from);

	let connection: SmtpConnection;
	try {
		connection = await smtpConnections(SMTP_URL).take(signal);
	} catch (error) {
		return { outcome: 'retry', detail: detailOf(error) };
	}
	const text = new Tracked(source);
	signal.addEventListener('abort', connection.close, { once: true });
	try {
		const response = await connection.send({ from, to: [options.to], size: source.length }, text);
		smtpConnections(SMTP_URL).giveBack(connection);
		return { outcome: 'accepted', providerId: response };
	} catch (error) {
		connection.close();
		return judge(error, text.begun);
	} finally {
		signal.removeEventListener('abort', connection.close);
	}
}

/** The text as a stream, which the connection reads only after the server's 354: from then on it may have taken it. */
class Tracked extends Readable {
	begun = false;
	constructor(private readonly source: Buffer) {
		super();
	}
	override _read(): void {
		this.begun = true;
		this.push(this.source);
		this.push(null);
	}
}

/** RFC 5321: 4yz may be tried again, 5yz never; without an answer it depends on how far we were. */
function judge(error: unknown, begun: boolean): Delivered {
	const code =
		error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
			? error.responseCode
			: 0;
	const detail = detailOf(error);
	if (code >= 500) return { outcome: 'rejected', reason: 'provider-rejected', detail };
	if (code >= 400) return { outcome: 'retry', detail };
	// Not even said to the server: an address with a line break or an angle bracket in it.
	if (error instanceof Error && 'code' in error && error.code === 'EENVELOPE')
		return { outcome: 'rejected', reason: 'provider-rejected', detail };
	return { outcome: begun ? 'unknown' : 'retry', detail };
}

function compose(
	message: Extract<Message, { channel: 'email' }>,
	{ to, key, unsubscribeUrl, sender }: DeliverOptions,
	from: string,
): Promise<Buffer> {
	const mail = new MailComposer({
		from: { name: sender.name, address: from },
		...(sender.email === from ? {} : { replyTo: { name: sender.name, address: sender.email } }),
		// One address, never parsed as a list of them.
		to: { name: '', address: to },
		subject: message.subject,
		html: message.html,
		text: message.text,
		// The same for every try: receivers that look at it show one message.
		messageId: `<${messageIdOf(key)}@${from.split('@')[1]}>`,
		headers: {
			'X-Parcours-Key': key,
			// RFC 8058: one POST, without a login, unsubscribes.
			...(unsubscribeUrl
				? { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
				: {}),
		},
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	return mail.compile().build();
}

function addressOf(from: string): string {
	const [first] = addressparser(from, { flatten: true });
	return first?.address ?? from;
}

function detailOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
