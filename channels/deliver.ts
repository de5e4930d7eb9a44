import type { Channel } from '@/lib/channel';
import type { Message } from '@/nodes/define';
import { askReceiver } from './ask';
import { deliverEmail } from './smtp';
import { deliverSms } from './twilio';

/**
 * What became of one call to a provider. `retry`: certainly not taken, worth another try. `unknown`: it may have been
 * taken, nobody can tell from here.
 */
export type Delivered =
	| { outcome: 'accepted'; providerId: string }
	| { outcome: 'rejected'; reason: string; detail: string }
	| { outcome: 'retry' | 'unknown'; detail: string };

export type DeliverOptions = {
	/** An email address, or a number in E.164. */
	to: string;
	/** The ledger's key: the same for every try of one send. */
	key: string;
	/** Null for service messages, which nobody unsubscribes from. */
	unsubscribeUrl: string | null;
	sender: { name: string; email: string };
};

/** No call to a provider takes longer: after this long it is given up, and whether the message was taken is unknown. */
export const CALL_TIMEOUT_MS = 20_000;
const ASK_TIMEOUT_MS = 5000;

/** Hands one message to its provider, once. Never throws for what the provider or the network does. */
export async function deliver(
	message: Message,
	options: DeliverOptions,
	timeoutMs = CALL_TIMEOUT_MS,
): Promise<Delivered> {
	const signal = AbortSignal.timeout(timeoutMs);
	switch (message.channel) {
		case 'email':
			return deliverEmail(message, options, signal);
		case 'sms':
			return deliverSms(message, options, signal);
	}
}

/**
 * Asks the receiving side whether it took the message with this key, after a call that was cut off.
 * @throws OperationalError when it can be asked but does not answer now.
 */
export async function ask(
	channel: Channel,
	key: string,
	timeoutMs = ASK_TIMEOUT_MS,
): Promise<'accepted' | 'not-received' | 'cannot-ask'> {
	return askReceiver(channel, key, timeoutMs);
}
