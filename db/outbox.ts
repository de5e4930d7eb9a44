import { desc, eq, ilike } from 'drizzle-orm';
import { simpleParser } from 'mailparser';
import type { Tx } from './client';
import { outbox } from './schema';

/** A caught message as people read it. */
export type CaughtMessage = {
	id: number;
	channel: 'email' | 'sms';
	sender: string;
	recipient: string;
	subject: string | null;
	text: string;
	html: string | null;
	headers: [name: string, value: string][];
	source: string;
	receivedAt: Date;
};

/** Newest first, fifty at most. */
export async function listOutbox(tx: Tx, search: string): Promise<CaughtMessage[]> {
	const rows = await tx
		.select()
		.from(outbox)
		.where(search ? ilike(outbox.recipient, `%${search.replace(/[\\%_]/g, '\\$&')}%`) : undefined)
		.orderBy(desc(outbox.id))
		.limit(50);
	return Promise.all(rows.map(read));
}

export async function loadCaught(tx: Tx, id: number): Promise<CaughtMessage | null> {
	const [row] = await tx.select().from(outbox).where(eq(outbox.id, id));
	return row ? read(row) : null;
}

/** Parsed when somebody looks at it: the catcher must be fast, and keep what it got. */
async function read(row: typeof outbox.$inferSelect): Promise<CaughtMessage> {
	const { id, channel, sender, recipient, source, receivedAt } = row;
	const base = { id, channel, sender, recipient, source, receivedAt };
	if (channel === 'sms') return { ...base, subject: null, text: source, html: null, headers: [] };
	const mail = await simpleParser(source, { skipImageLinks: true });
	return {
		...base,
		subject: mail.subject ?? '',
		text: mail.text ?? '',
		html: mail.html || null,
		headers: mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()]),
	};
}
