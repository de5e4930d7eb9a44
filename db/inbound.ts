import { createHash } from 'node:crypto';
import { and, desc, eq, gt, inArray } from 'drizzle-orm';
import { messageIdOf } from '@/channels/message-id';
import type { Channel } from '@/lib/channel';
import type { JsonObject } from '@/lib/event';
import { type Call, OWN_IDS } from '@/lib/segment';
import { stopOrStart } from '@/lib/stop-words';
import type { Db, Tx } from './client';
import { decideAboutChannel } from './consents';
import { customersByIdentity } from './customer-views';
import { homeCountry } from './identities';
import { loadProfile } from './profiles';
import { recordEvents } from './record-events';
import { mentionsOf } from './resolve';
import { type SendState, sends } from './schema';
import { getWorkspaceSettings } from './workspace';

/** She has the message, or may have it. */
const ARRIVED: SendState[] = ['accepted', 'unknown'];
/** An SMS says nothing about what it answers: the last one she was sent, unless that is longer ago. */
const SMS_ANSWERED_WITHIN_MS = 7 * 86_400_000;
const EMAIL_ANSWERED_WITHIN_MS = 180 * 86_400_000;
const SENDS_LOOKED_AT = 500;
const MAX_TEXT = 8000;

export type Received = {
	channel: Channel;
	/** An address in lower case, or a number in E.164. */
	from: string;
	/** Her own words. */
	text: string;
	subject?: string | undefined;
	/** The provider's or the mail's own id: the same message again is one. */
	messageId: string;
	/** Message-IDs that an email answers, the likeliest first. */
	references?: string[] | undefined;
	/** UTC instant. */
	at: Date;
	source: string;
};

/**
 * A customer's message to us becomes `Message Received`, which journeys hear, with the send it answers when that can be
 * told. STOP and START are obeyed first. Answers who wrote and what was answered; null when we do not know her.
 */
export async function receiveMessage(
	db: Db,
	message: Received,
): Promise<{ customerId: string; answers: string | null } | null> {
	const { channel, from, text, subject, messageId, at, source } = message;
	const [customerId] = await customersByIdentity(db, channel === 'email' ? 'email' : 'phone', from);
	if (!customerId) return null;
	const said = stopOrStart(text);
	// Somebody who is sent emails takes them again on her preferences' page; by SMS there is nothing but words.
	if (said === 'stop' || (said === 'start' && channel === 'sms')) {
		const { purposes } = await getWorkspaceSettings(db);
		const own = said === 'start' ? 'sms-start' : channel === 'sms' ? 'sms-stop' : 'email-stop';
		await decideAboutChannel(
			db,
			{ customerId, channel, granted: said === 'start', source: own, id: messageId },
			purposes.map(({ id }) => id),
		);
	}
	const { ids } = await loadProfile(db, customerId);
	const answered = await answeredBy(db, ids, message);
	await db.transaction((tx) =>
		recordEvents(tx, [
			{
				messageId: `${OWN_IDS}message:${createHash('sha256').update(`${channel}:${messageId}`).digest('hex').slice(0, 32)}`,
				name: 'Message Received',
				...{ customerId, at, source },
				properties: {
					channel,
					text: text.slice(0, MAX_TEXT),
					...(subject ? { subject } : {}),
					message_id: messageId,
					...(answered ? { answers: answered.key, journey_id: answered.journeyId, node_id: answered.nodeId } : {}),
				},
			},
		]),
	);
	return { customerId, answers: answered?.key ?? null };
}

/** The send that a message answers: of an email the one it names, of an SMS the last one. */
async function answeredBy(tx: Tx, customerIds: string[], { channel, references = [], at }: Received) {
	const within = channel === 'sms' ? SMS_ANSWERED_WITHIN_MS : EMAIL_ANSWERED_WITHIN_MS;
	const sent = await tx
		.select({ key: sends.key, journeyId: sends.journeyId, nodeId: sends.nodeId })
		.from(sends)
		.where(
			and(
				inArray(sends.customerId, customerIds),
				eq(sends.channel, channel),
				inArray(sends.state, ARRIVED),
				gt(sends.createdAt, new Date(at.getTime() - within)),
			),
		)
		.orderBy(desc(sends.createdAt))
		.limit(channel === 'sms' ? 1 : SENDS_LOOKED_AT);
	if (channel === 'sms') return sent[0] ?? null;
	const byId = new Map(sent.map((send) => [messageIdOf(send.key), send]));
	for (const reference of references) {
		const send = byId.get(reference.split('@')[0] ?? '');
		if (send) return send;
	}
	return null;
}

/** How whoever reports a contact names the customer. */
export type ContactOf = { user_id: string } | { email: string } | { phone: string } | { loyalty_card: string };

/**
 * A call, a mention or a message by another way, reported by the retailer's own systems, which often know a number or
 * an address and nothing else. Answers whose it is; null when nobody is found by it.
 */
export async function recordContact(
	db: Db,
	contact: { of: ContactOf; id: string; event: string; properties: JsonObject; at: Date; source: string },
): Promise<string | null> {
	const customerId = await customerOf(db, contact.of);
	if (!customerId) return null;
	const { id, event, properties, at, source } = contact;
	await db.transaction((tx) =>
		recordEvents(tx, [
			{
				messageId: `${OWN_IDS}contact:${createHash('sha256').update(`${source}:${id}`).digest('hex').slice(0, 32)}`,
				name: event,
				...{ customerId, properties, at, source },
			},
		]),
	);
	return customerId;
}

async function customerOf(tx: Tx, of: ContactOf): Promise<string | null> {
	const call: Call = {
		...{ type: 'identify', name: 'Customer Identified', messageId: null, anonymousId: null, previousId: null },
		...{ context: {}, at: 0 },
		userId: 'user_id' in of ? of.user_id : null,
		properties: 'user_id' in of ? {} : of,
	};
	const [named] = mentionsOf(call, await homeCountry(tx));
	return named ? ((await customersByIdentity(tx, named.kind, named.value))[0] ?? null) : null;
}
