import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';

type Envelope = { from: string; to: string[]; size: number };
export type SmtpConnection = {
	/** Resolves with the server's answer to the text. Rejects with its answer, or with what cut the connection. */
	send: (envelope: Envelope, text: Readable) => Promise<string>;
	close: () => void;
	usable: () => boolean;
};

/** A connection that was idle longer may already be closed at the other end. */
const IDLE_MS = 10_000;
const KEEP = 20;

type Connections = {
	take: (signal: AbortSignal) => Promise<SmtpConnection>;
	giveBack: (connection: SmtpConnection) => void;
};
const byServer = new Map<string, Connections>();

/**
 * Connections to one SMTP server, kept open for a moment for the next message. nodemailer's own pool does not tell
 * whether a message had begun to go out when its connection broke, which the send ledger must know.
 */
export function smtpConnections(url: string): Connections {
	let connections = byServer.get(url);
	if (!connections) {
		connections = create(url);
		byServer.set(url, connections);
	}
	return connections;
}

function create(url: string): Connections {
	// nodemailer itself reads the URL's options.
	const options = createTransport(url).options;
	const idle: { connection: SmtpConnection; since: number }[] = [];
	return {
		async take(signal) {
			for (let last = idle.pop(); last; last = idle.pop()) {
				if (last.connection.usable() && Date.now() - last.since < IDLE_MS) return last.connection;
				last.connection.close();
			}
			return connect(options, signal);
		},
		giveBack(connection) {
			if (idle.length < KEEP && connection.usable()) idle.push({ connection, since: Date.now() });
			else connection.close();
		},
	};
}

function connect(options: SMTPTransport.Options, signal: AbortSignal): Promise<SmtpConnection> {
	const raw = new SMTPConnection({
		connectionTimeout: 10_000,
		greetingTimeout: 10_000,
		socketTimeout: 30_000,
		...options,
	});
	let open = true;
	let broken: (error: Error) => void = () => {};
	raw.on('end', () => {
		open = false;
		broken(new Error('the connection was closed'));
	});
	raw.on('error', (error) => {
		open = false;
		broken(error);
	});
	const close = () => {
		raw.close();
		broken(new Error('the connection was closed'));
	};
	const connection: SmtpConnection = {
		usable: () => open,
		close,
		send: (envelope, text) =>
			new Promise((resolve, reject) => {
				broken = reject;
				raw.send(envelope, text, (error, info) => (error ? reject(error) : resolve(info.response)));
			}),
	};
	return new Promise<SmtpConnection>((resolve, reject) => {
		broken = reject;
		signal.addEventListener('abort', close, { once: true });
		raw.connect((error) => {
			if (error) return reject(error);
			const { auth } = options;
			if (!auth) return resolve(connection);
			raw.login({ credentials: auth }, (refused) => (refused ? reject(refused) : resolve(connection)));
		});
	}).finally(() => signal.removeEventListener('abort', close));
}
