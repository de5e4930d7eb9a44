import { simpleParser } from 'mailparser';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DeliverOptions, deliver } from './deliver';
import { type Letter, mailServer, politeBut, rudeServer } from './testing/smtp';

const settings = vi.hoisted(() => ({ SMTP_URL: '', SMTP_FROM: '"Maison" <hello@maison.test>' }));
vi.mock('@/config', () => ({ config: () => settings }));

const message = { channel: 'email', subject: 'Votre panier', html: '<p>Bonjour</p>', text: 'Bonjour' } as const;
const options: DeliverOptions = {
	to: 'ada@example.test',
	key: 'e1:mail:0:email',
	unsubscribeUrl: 'https://parcours.test/u/abc.def',
	sender: { name: 'Maison', email: 'hello@maison.test' },
};
let close: (() => Promise<void>)[] = [];
const closing = <S extends { url: string; close: () => Promise<void> }>(server: S): S => {
	close.push(server.close);
	settings.SMTP_URL = server.url;
	return server;
};
afterEach(async () => {
	for (const each of close) await each();
	close = [];
});

describe('an email', () => {
	let letters: Letter[];
	beforeEach(async () => {
		letters = closing(await mailServer()).letters;
	});
	const received = async (
		change: { message?: Partial<typeof message> | object; options?: Partial<DeliverOptions> } = {},
	) => {
		const answer = await deliver({ ...message, ...change.message }, { ...options, ...change.options });
		expect(answer.outcome).toBe('accepted');
		const source = letters.at(-1)?.source ?? '';
		return { source, mail: await simpleParser(source), to: letters.at(-1)?.to };
	};

	test('of marketing can be unsubscribed from with one click (RFC 8058)', async () => {
		const { source } = await received();
		expect(source).toMatch(/^List-Unsubscribe: <https:\/\/parcours\.test\/u\/abc\.def>\r$/m);
		expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
	});
	test('about a purchase offers no unsubscribing', async () => {
		expect((await received({ options: { unsubscribeUrl: null } })).source).not.toMatch(/^List-/im);
	});
	test('carries the ledger’s key, and the same Message-ID at every try', async () => {
		const [first, again] = [await received(), await received()];
		const other = await received({ options: { key: 'e2:mail:0:email' } });
		expect(first.mail.headers.get('x-parcours-key')).toBe('e1:mail:0:email');
		expect(first.mail.messageId).toMatch(/^<[0-9a-f]{40}@maison\.test>$/);
		expect(again.mail.messageId).toBe(first.mail.messageId);
		expect(other.mail.messageId).not.toBe(first.mail.messageId);
	});
	test('keeps a long key whole', async () => {
		const key = `01a210a1-bf9d-76cf-a512-834ba9a363a4:${'very-long-node-name-'.repeat(8)}:12:email`;
		const { mail } = await received({ options: { key } });
		expect(String(mail.headers.get('x-parcours-key')).replace(/\s/g, '')).toBe(key);
	});
	test('comes from the address that may send, and is answered to the retailer’s own', async () => {
		const { mail } = await received({ options: { sender: { name: 'Chez Zoé', email: 'zoe@maison.test' } } });
		expect(mail.from?.value).toEqual([{ name: 'Chez Zoé', address: 'hello@maison.test' }]);
		expect(mail.replyTo?.value).toEqual([{ name: 'Chez Zoé', address: 'zoe@maison.test' }]);
	});
	test.each([
		['subject', { message: { subject: 'Hello\r\nBcc: everybody@example.test\r\n\r\nA body' } }],
		['sender’s name', { options: { sender: { name: 'X\r\nBcc: everybody@example.test', email: 'a@maison.test' } } }],
		[
			'sender’s address',
			{ options: { sender: { name: 'X', email: 'a@maison.test>\r\nBcc: everybody@example.test' } } },
		],
		['key', { options: { key: 'k\r\nBcc: everybody@example.test' } }],
		['unsubscribe link', { options: { unsubscribeUrl: 'https://a.test/>\r\nBcc: everybody@example.test' } }],
	])('never gets another header or recipient by its %s', async (_what, change) => {
		const { mail, to } = await received(change);
		expect(to).toEqual(['ada@example.test']);
		expect(mail.bcc).toBeUndefined();
		expect([...mail.headers.keys()]).not.toContain('bcc');
		expect(mail.text?.trim()).toBe('Bonjour');
	});
	test('goes to one address, whatever is written in it', async () => {
		const { mail, to } = await received({ options: { to: 'ada,eve@example.test' } });
		expect(to).toEqual(['ada,eve@example.test']);
		expect(Array.isArray(mail.to) ? mail.to : mail.to?.value).toHaveLength(1);
	});
	test('reads neither files nor other servers', async () => {
		const html = '<img src="file:///etc/passwd"><img src="http://127.0.0.1:1/x">';
		expect((await received({ message: { html } })).mail.html).toContain('file:///etc/passwd');
	});
});

describe('what becomes of a call', () => {
	test.each([
		['an address the server does not know', 550, 'rejected'],
		['a full mailbox', 452, 'retry'],
		['a greylisting server', 450, 'retry'],
	])('%s', async (_what, responseCode, outcome) => {
		const onRcptTo: SMTPServerOptions['onRcptTo'] = (_address, _session, done) =>
			done(Object.assign(new Error('no'), { responseCode }));
		closing(await mailServer({ onRcptTo }));
		expect(await deliver(message, options)).toMatchObject({
			outcome,
			detail: expect.stringContaining(String(responseCode)),
		});
	});
	test.each([
		['a text that is refused for ever', '554 spam', 'rejected'],
		['a text that is refused for now', '451 later', 'retry'],
	])('%s', async (_what, TEXT, outcome) => {
		closing(await rudeServer(politeBut({ TEXT })));
		expect(await deliver(message, options)).toMatchObject({ outcome });
	});
	test.each(['a <b>@example.test', 'ada@example.test>', 'ada@example.test\r\nRCPT TO:<eve@example.test>'])(
		'an address that no server can be told is refused, not tried for hours: %s',
		async (to) => {
			const { letters } = closing(await mailServer());
			expect(await deliver(message, { ...options, to })).toMatchObject({ outcome: 'rejected' });
			expect(letters).toEqual([]);
		},
	);
	test('nobody listens: tried again', async () => {
		await closing(await mailServer()).close();
		close = [];
		expect(await deliver(message, options)).toMatchObject({ outcome: 'retry' });
	});
	test.each([
		['at the greeting', 'HELLO'],
		['at the recipient', 'RCPT'],
		['at DATA, before the text', 'DATA'],
	])('cut %s: tried again, for nothing was taken', async (_when, command) => {
		closing(await rudeServer(politeBut({ [command]: 'cut' })));
		expect(await deliver(message, options)).toMatchObject({ outcome: 'retry' });
	});
	test('cut after the text began: it may have been taken, nobody knows', async () => {
		closing(await rudeServer(politeBut({ TEXT: 'cut' })));
		expect(await deliver(message, options)).toMatchObject({ outcome: 'unknown' });
	});
	test('a server that never answers the text: given up, and nobody knows', async () => {
		const { heard } = closing(await rudeServer(politeBut({ TEXT: 'silence' })));
		expect(await deliver(message, options, 200)).toMatchObject({ outcome: 'unknown' });
		expect(heard).toContain('.');
	});
	test('a server that never greets: given up, and tried again', async () => {
		closing(await rudeServer(() => 'silence'));
		expect(await deliver(message, options, 200)).toMatchObject({ outcome: 'retry' });
	});
	test('a connection is kept for the next message, and not used once the server closed it', async () => {
		const server = closing(await rudeServer(politeBut({})));
		const hellos = () => server.heard.filter((line) => line.startsWith('EHLO')).length;
		await deliver(message, options);
		expect(await deliver(message, options)).toMatchObject({ outcome: 'accepted' });
		expect(hellos()).toBe(1);
		server.hangUp();
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(await deliver(message, options)).toMatchObject({ outcome: 'accepted' });
		expect(hellos()).toBe(2);
	});
	test('without a mail server nothing is sent, and it says so', async () => {
		settings.SMTP_URL = '';
		expect(await deliver(message, options)).toMatchObject({ outcome: 'rejected', reason: 'not-configured' });
	});
});
