import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Delivered } from '@/channels/deliver';
import { OperationalError } from '@/lib/errors';
import { type JsonObject, json } from '@/lib/event';
import type { Db, Tx } from './client';

/**
 * What goes out once, whatever is killed meanwhile: `reserved → calling → accepted | rejected | unknown | suppressed`.
 * The tables that keep it, messages to customers, calls to the retailer's systems and requests to confirm a consent, have
 * these columns in common.
 */
export type Book = 'sends' | 'calls' | 'consent_requests';

/** The end of an attempt. `calledAt`: when the other side was called, UTC epoch ms; null when it never was. */
export type Settled = {
	state: 'accepted' | 'rejected' | 'unknown' | 'suppressed';
	reason: string | null;
	evidence: JsonObject;
	calledAt: number | null;
};

/** Did the other side take it? `not-received`: it did not, or taking it again would change nothing. */
export type Asked = 'accepted' | 'not-received' | 'cannot-ask';

/** A receiver asked right after a call may still be committing what it took. */
const SETTLING_MS = 3000;

const kept = z.object({
	state: z.enum(['reserved', 'calling', 'accepted', 'rejected', 'unknown', 'suppressed']),
	reason: z.string().nullable(),
	evidence: z.record(z.string(), json),
	called: z.number().nullable(),
	settled: z.number().nullable(),
});

/**
 * What an earlier try has left behind: its end; `open` when it is reserved and nobody has it; null when there was none.
 * A call that was cut off is asked about. `timeoutMs`: how long a call may take. `lastTry`: there will be no other, what
 * nobody can tell now is `unknown`.
 * @throws OperationalError when it cannot be said yet
 */
export async function recover(
	db: Db,
	book: Book,
	key: string,
	how: { ask: () => Promise<Asked>; timeoutMs: number; lastTry?: boolean | undefined },
): Promise<Settled | 'open' | null> {
	const { rows } = await db.execute(sql`
		select state, reason, evidence, (extract(epoch from called_at) * 1000)::float8 as called,
			(extract(epoch from settled_at) * 1000)::float8 as settled
		from ${sql.identifier(book)} where key = ${key}`);
	if (rows[0] === undefined) return null;
	const row = kept.parse(rows[0]);
	const { reason, evidence, called: calledAt } = row;
	if (row.state === 'reserved') return 'open';
	if (row.state !== 'calling') return { state: row.state, reason, evidence, calledAt };
	// A call whose end nobody wrote down may be under way for as long as a call takes.
	const over = row.settled ?? (calledAt ?? 0) + how.timeoutMs;
	if (Date.now() < over + SETTLING_MS) throw new OperationalError('an earlier call may still be under way');
	const answer = await how.ask().catch((error: unknown) => {
		if (how.lastTry && error instanceof OperationalError) return 'cannot-ask' as const;
		throw error;
	});
	switch (answer) {
		case 'accepted':
			return close(db, book, key, { state: 'accepted', reason: null, evidence, calledAt });
		case 'not-received':
			await reopen(db, book, key, evidence);
			return 'open';
		case 'cannot-ask':
			return close(db, book, key, { state: 'unknown', reason: 'crash-mid-call', evidence, calledAt });
	}
}

/**
 * From `reserved` to `calling`, right before the other side is called. `also`: more columns to write. Answers when, UTC epoch ms.
 * @throws OperationalError when another try of the same step does so at this moment
 */
export async function startCalling(db: Db, book: Book, key: string, also: SQL = sql``): Promise<number> {
	const calledAt = new Date();
	const { rowCount } = await db.execute(sql`
		update ${sql.identifier(book)} set state = 'calling', called_at = ${calledAt.toISOString()}::timestamptz,
			settled_at = null, attempts = attempts + 1 ${also}
		where key = ${key} and state = 'reserved'`);
	// Two tries of one step can be under way when Temporal was away and gave the first one up: one of them calls.
	if (rowCount === 0) throw new OperationalError('another try of this is under way');
	return calledAt.getTime();
}

/**
 * Writes down what the other side answered to a call.
 * @throws OperationalError when it is worth another try
 */
export async function conclude(
	db: Db,
	book: Book,
	key: string,
	delivered: Delivered,
	{ calledAt, lastTry }: { calledAt: number; lastTry?: boolean | undefined },
): Promise<Settled> {
	switch (delivered.outcome) {
		case 'accepted': {
			const { providerId } = delivered;
			return close(db, book, key, { state: 'accepted', reason: null, evidence: {}, calledAt }, providerId);
		}
		case 'rejected': {
			const { reason, detail } = delivered;
			return close(db, book, key, { state: 'rejected', reason, evidence: { detail }, calledAt });
		}
		case 'unknown': {
			const { detail } = delivered;
			if (lastTry) return close(db, book, key, { state: 'unknown', reason: 'gave-up', evidence: { detail }, calledAt });
			// Left as `calling`, with the call's end: the next try asks the receiver, or calls it unknown.
			await db.execute(
				sql`update ${sql.identifier(book)} set settled_at = now() where key = ${key} and state = 'calling'`,
			);
			throw new OperationalError('the call was cut off', { said: detail });
		}
		case 'retry': {
			const { detail } = delivered;
			if (lastTry)
				return close(db, book, key, { state: 'rejected', reason: 'gave-up', evidence: { detail }, calledAt });
			await reopen(db, book, key, { detail });
			throw new OperationalError('the other side did not take it', { said: detail });
		}
	}
}

/** Nobody has it: it may be called again. */
async function reopen(tx: Tx, book: Book, key: string, evidence: JsonObject): Promise<void> {
	await tx.execute(sql`
		update ${sql.identifier(book)} set state = 'reserved', evidence = ${JSON.stringify(evidence)}::jsonb
		where key = ${key} and state = 'calling'`);
}

/** The only way from an open state to a final one. */
export async function close(
	tx: Tx,
	book: Book,
	key: string,
	settled: Settled,
	providerId: string | null = null,
): Promise<Settled> {
	await tx.execute(sql`
		update ${sql.identifier(book)} set state = ${settled.state}, settled_at = now(), reason = ${settled.reason},
			evidence = ${JSON.stringify(settled.evidence)}::jsonb, provider_id = coalesce(${providerId}, provider_id)
		where key = ${key} and state in ('reserved', 'calling')`);
	return settled;
}
