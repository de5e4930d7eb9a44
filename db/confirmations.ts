import { and, eq, isNull, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { confirmUrl } from '@/channels/confirmation';
import { ask, CALL_TIMEOUT_MS, deliver } from '@/channels/deliver';
import type { Channel } from '@/lib/channel';
import { CONFIRM_WITHIN_DAYS, confirmationEmail, confirmationSms } from '@/lib/confirmation';
import { OperationalError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import { OWN_IDS } from '@/lib/segment';
import type { Locale } from '@/lib/text';
import type { Db, Tx } from './client';
import { lockForDecision, recordOwnDecisions } from './consents';
import { againLater } from './failed-work';
import { conclude, recover, startCalling } from './outgoing';
import { loadProfile } from './profiles';
import { recordEvents } from './record-events';
import { consentRequests, identities } from './schema';
import { getWorkspaceSettings } from './workspace';

const DAY_MS = 86_400_000;
/** Anybody may type anybody's address into a form: so many messages a day go there because of it, and no more. */
const A_DAY = 3;
/** Messages tried at once, and how often each. */
const BATCH = 20;
const MAX_ATTEMPTS = 8;
/** Longer than one try takes: a worker that dies in the middle of it leaves the message to another one. */
const TAKEN_SECONDS = 60;

export type ConsentRequest = typeof consentRequests.$inferSelect;

/**
 * Asks for a confirmation, by the address itself: the row is the message, which a worker sends. The same question twice
 * while one is open, or a fourth one within a day, asks nothing.
 */
export async function requestConfirmation(
	tx: Tx,
	request: {
		customerId: string;
		channel: Channel;
		address: string;
		locale: Locale;
		asks: { purpose: string; wording: string }[];
		proof: JsonObject;
		at: Date;
	},
): Promise<void> {
	const { channel, address, asks, at } = request;
	// One at a time for an address: two forms sent at once must not both find that there is none yet.
	await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`consent-request ${channel} ${address}`}, 0))`);
	const lately = await tx
		.select({ asks: consentRequests.asks, confirmedAt: consentRequests.confirmedAt })
		.from(consentRequests)
		.where(
			and(
				eq(consentRequests.channel, channel),
				eq(consentRequests.address, address),
				sql`${consentRequests.requestedAt} > ${new Date(at.getTime() - DAY_MS).toISOString()}::timestamptz`,
			),
		);
	const open = lately.some(
		(before) => before.confirmedAt === null && asks.every((a) => before.asks.some((b) => b.purpose === a.purpose)),
	);
	if (open || lately.length >= A_DAY) return;
	const id = uuid();
	const expiresAt = new Date(at.getTime() + CONFIRM_WITHIN_DAYS * DAY_MS);
	const { at: requestedAt, ...rest } = request;
	await tx.insert(consentRequests).values({ ...rest, key: `consent:${id}`, id, requestedAt, expiresAt });
	await recordEvents(
		tx,
		asks.map(({ purpose, wording }) => ({
			messageId: `${OWN_IDS}consent-requested:${id}:${purpose}`,
			name: 'Consent Requested',
			customerId: request.customerId,
			at,
			source: 'parcours',
			properties: { channel, purpose, wording, source: 'double-opt-in' },
		})),
	);
}

/** Sends what is due, each message once; answers how many were tried. Any number of workers may do this at once. */
export async function sendConfirmations(db: Db): Promise<number> {
	const { rows } = await db.execute<{ key: string }>(sql`
		update consent_requests set not_before = now() + ${TAKEN_SECONDS} * interval '1 second'
		where key in (
			select key from consent_requests where state in ('reserved', 'calling') and not_before <= now()
			order by not_before limit ${BATCH} for update skip locked)
		returning key`);
	await Promise.all(rows.map(({ key }) => sendConfirmation(db, key)));
	return rows.length;
}

async function sendConfirmation(db: Db, key: string): Promise<void> {
	const [request] = await db.select().from(consentRequests).where(eq(consentRequests.key, key));
	if (!request) return;
	const { id, channel, locale, address, attempts } = request;
	const lastTry = attempts + 1 >= MAX_ATTEMPTS;
	try {
		const before = await recover(db, 'consent_requests', key, {
			ask: () => ask(channel, key),
			timeoutMs: CALL_TIMEOUT_MS,
			lastTry,
		});
		if (before !== 'open') return;
		const { brand, senderName, senderEmail } = await getWorkspaceSettings(db);
		const says = { brand, locale, wordings: request.asks.map(({ wording }) => wording), url: confirmUrl(id) };
		const message = channel === 'email' ? confirmationEmail(says) : confirmationSms(says);
		const calledAt = await startCalling(db, 'consent_requests', key);
		const sender = { name: senderName, email: senderEmail };
		const delivered = await deliver(message, { to: address, key, unsubscribeUrl: null, sender });
		await conclude(db, 'consent_requests', key, delivered, { calledAt, lastTry });
	} catch (error) {
		if (!(error instanceof OperationalError)) throw error;
		await db.execute(sql`
			update consent_requests set not_before = ${againLater(300)} where key = ${key}`);
	}
}

/** What a link asks to confirm; null when there is no such request. */
export async function loadRequest(tx: Tx, id: string): Promise<ConsentRequest | null> {
	const [request] = await tx.select().from(consentRequests).where(eq(consentRequests.id, id));
	return request ?? null;
}

/**
 * She confirmed by the link, which only her address was sent: the consents hold from now on, with their proof, and the
 * address is known to be hers. A second time changes nothing.
 */
export async function confirmConsent(db: Db, id: string): Promise<'confirmed' | 'expired' | 'unknown'> {
	return db.transaction(async (tx) => {
		const asked = await loadRequest(tx, id);
		if (!asked) return 'unknown';
		await lockForDecision(tx, asked.customerId);
		const now = new Date();
		const [request] = await tx
			.update(consentRequests)
			.set({ confirmedAt: now })
			.where(
				and(
					eq(consentRequests.id, id),
					isNull(consentRequests.confirmedAt),
					sql`${consentRequests.expiresAt} > ${now.toISOString()}::timestamptz`,
				),
			)
			.returning();
		if (!request) return (await loadRequest(tx, id))?.confirmedAt ? 'confirmed' : 'expired';
		const { customerId, channel, address, asks, requestedAt } = request;
		const proof = { ...request.proof, requestedAt: requestedAt.toISOString(), confirmedAt: now.toISOString() };
		await recordOwnDecisions(tx, await loadProfile(tx, customerId), {
			source: 'double-opt-in',
			id,
			decided: asks.map(({ purpose, wording }) => ({ channel, purpose, granted: true, wording, proof })),
		});
		const kind = channel === 'email' ? ('email' as const) : ('phone' as const);
		await tx
			.update(identities)
			.set({ verified: true })
			.where(and(eq(identities.kind, kind), eq(identities.value, address)));
		return 'confirmed';
	});
}
