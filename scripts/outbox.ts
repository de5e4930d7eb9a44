import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import { closeDb, db } from '@/db/client';
import { outbox } from '@/db/schema';
import { runCommand } from './stack/command';

/**
 * The embedded receivers: an SMTP server and an SMS gateway in Twilio's REST shape. Every message they accept is a row,
 * written before the sender hears “accepted”, doubles included: nothing is made prettier than it was. Both can be asked
 * whether a message with an idempotency key arrived.
 */
const environment = z.object({
	OUTBOX_SMTP_PORT: z.coerce.number().int(),
	OUTBOX_HTTP_PORT: z.coerce.number().int(),
});

type Received = Omit<typeof outbox.$inferInsert, 'id' | 'receivedAt'>;

async function keep(message: Received): Promise<void> {
	await db().insert(outbox).values(message);
}

function createSmtp(): SMTPServer {
	return new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		disableReverseLookup: true,
		onData(stream, session, done) {
			text(stream)
				.then((source) => {
					const from = session.envelope.mailFrom;
					const sender = from ? from.address : '';
					const key = headerOf(source, 'X-Parcours-Key');
					return Promise.all(
						session.envelope.rcptTo.map(({ address }) =>
							keep({ channel: 'email', key, sender, recipient: address, source }),
						),
					);
				})
				.then(
					() => done(),
					(error: Error) => done(Object.assign(error, { responseCode: 451 })),
				);
		},
	});
}

/** One header's value, unfolded (RFC 5322 section 2.2.3). */
function headerOf(source: string, name: string): string | null {
	const head = source.split(/\r?\n\r?\n/, 1)[0] ?? '';
	const found = head.replace(/\r?\n[ \t]+/g, ' ').match(new RegExp(`^${name}:[ \t]*(.*)$`, 'im'));
	return found?.[1]?.trim().replace(/ /g, '') ?? null;
}

const sms = z.object({
	To: z.string().regex(/^\+[1-9]\d{6,14}$/),
	Body: z.string().min(1).max(1600),
	From: z.string().min(1),
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const url = new URL(request.url ?? '/', 'http://outbox');
	const reply = (status: number, body: unknown) => {
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	};
	if (request.method === 'GET' && url.pathname === '/ask') {
		const [found] = await db()
			.select({ id: outbox.id })
			.from(outbox)
			.where(eq(outbox.key, url.searchParams.get('key') ?? ''))
			.limit(1);
		return reply(200, { found: found !== undefined });
	}
	if (request.method === 'POST' && /^\/2010-04-01\/Accounts\/[^/]+\/Messages\.json$/.test(url.pathname)) {
		if (!request.headers.authorization?.startsWith('Basic '))
			return reply(401, { code: 20003, message: 'Authenticate', status: 401 });
		const form = sms.safeParse(Object.fromEntries(new URLSearchParams(await text(request))));
		if (!form.success) return reply(400, { code: 21211, message: z.prettifyError(form.error), status: 400 });
		const key = request.headers['i-twilio-idempotency-token'];
		const { To, From, Body } = form.data;
		await keep({
			channel: 'sms',
			key: typeof key === 'string' ? key : null,
			sender: From,
			recipient: To,
			source: Body,
		});
		const sid = `SM${createHash('md5').update(`${key}${To}${Date.now()}`).digest('hex')}`;
		return reply(201, { sid, status: 'queued', to: To, from: From, body: Body });
	}
	return reply(404, { code: 20404, message: 'Not found', status: 404 });
}

await runCommand(async () => {
	const ports = environment.parse(process.env);
	const smtp = createSmtp();
	const http = createServer((request, response) => {
		answer(request, response).catch((error: unknown) => {
			console.error(error);
			if (!response.headersSent) response.writeHead(500).end();
		});
	});
	await new Promise<void>((resolve) => smtp.listen(ports.OUTBOX_SMTP_PORT, '127.0.0.1', resolve));
	await new Promise<void>((resolve) => http.listen(ports.OUTBOX_HTTP_PORT, '127.0.0.1', resolve));
	const stop = () => {
		smtp.close(() => http.close(() => void closeDb()));
		http.closeIdleConnections();
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
	process.send?.('ready');
});
