import { createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Letter = { to: string[]; source: string };
type Listening = { url: string; close: () => Promise<void> };

/** A real mail server that keeps what it accepts. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<Listening & { letters: Letter[] }> {
	const letters: Letter[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		disableReverseLookup: true,
		closeTimeout: 10,
		onData(stream, session, done) {
			void text(stream).then((source) => {
				letters.push({ to: session.envelope.rcptTo.map(({ address }) => address), source });
				done();
			});
		},
		...options,
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = () => new Promise<void>((resolve) => server.close(resolve));
	return { url: urlOf(server.server.address()), close, letters };
}

/** A mail server that says what a test tells it to: `cut` ends the connection, `silence` says nothing. */
export async function rudeServer(
	says: (line: string) => string,
): Promise<Listening & { heard: string[]; hangUp: () => void }> {
	const heard: string[] = [];
	const sockets = new Set<Socket>();
	const server: Server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => {});
		const hear = (line: string) => {
			heard.push(line);
			const said = says(line);
			if (said === 'cut') socket.destroy();
			else if (said !== 'silence') socket.write(`${said}\r\n`);
		};
		hear('HELLO');
		socket.on('data', (chunk) => {
			for (const line of chunk.toString().split('\r\n').filter(Boolean)) hear(line);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const hangUp = () => {
		for (const socket of sockets) socket.destroy();
	};
	const close = () => {
		hangUp();
		return new Promise<void>((resolve) => server.close(() => resolve()));
	};
	return { url: urlOf(server.address()), close, heard, hangUp };
}

/** Answers each command as a good server does, but for those a test names. */
export function politeBut(answers: Record<string, string>): (line: string) => string {
	const polite: Record<string, string> = {
		HELLO: '220 hello',
		EHLO: '250 ok',
		MAIL: '250 ok',
		RCPT: '250 ok',
		DATA: '354 go',
	};
	let inText = false;
	return (line) => {
		if (inText) {
			inText = line !== '.';
			return answers.TEXT ?? (inText ? 'silence' : '250 kept');
		}
		const command = line.split(' ')[0]?.toUpperCase() ?? '';
		const said = answers[command] ?? polite[command] ?? '250 ok';
		inText = said.startsWith('354');
		return said;
	};
}

function urlOf(address: ReturnType<Server['address']>): string {
	if (typeof address !== 'object' || address === null) throw new Error('not listening');
	return `smtp://127.0.0.1:${address.port}`;
}
