import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** `at`: when it was taken, UTC epoch ms. */
export type Message = { channel: 'email' | 'sms'; recipient: string; source: string; at: number };
export type Receivers = Awaited<ReturnType<typeof openReceivers>>;

/**
 * An SMTP server and an SMS gateway as any provider's, that know nothing of Parcours: they take what comes, cannot be
 * asked what they took, and keep it where only the test can see it. They answer `thinkMs` after they took a message.
 */
export async function openReceivers({ thinkMs = 0 } = {}): Promise<{
	env: { SMTP_URL: string; TWILIO_API_URL: string };
	received: Message[];
	close: () => Promise<void>;
}> {
	const received: Message[] = [];
	const smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		disableReverseLookup: true,
		onData(stream, session, done) {
			text(stream).then((source) => {
				for (const { address } of session.envelope.rcptTo)
					received.push({ channel: 'email', recipient: address, source, at: Date.now() });
				setTimeout(done, thinkMs);
			}, done);
		},
	});
	const gateway = createServer(async (request, response) => {
		const form = new URLSearchParams(await text(request));
		received.push({ channel: 'sms', recipient: form.get('To') ?? '', source: form.get('Body') ?? '', at: Date.now() });
		await sleep(thinkMs);
		response
			.writeHead(201, { 'content-type': 'application/json' })
			.end(JSON.stringify({ sid: `SM${String(received.length).padStart(32, '0')}`, status: 'queued' }));
	});
	const [smtpPort, gatewayPort] = await Promise.all([listening(smtp.server), listening(gateway)]);
	return {
		env: {
			SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
			TWILIO_API_URL: `http://127.0.0.1:${gatewayPort}`,
		},
		received,
		async close() {
			await Promise.all([
				new Promise<void>((resolve) => smtp.close(() => resolve())),
				new Promise((resolve) => gateway.close(resolve)),
			]);
		},
	};
}

async function listening(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}
