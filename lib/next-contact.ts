import { durationMs } from './duration';
import { type GateFacts, gate } from './gate';

/** What the gates look at of a customer, whatever the message; see `GateFacts`. */
export type ContactFacts = Pick<
	GateFacts,
	'now' | 'channel' | 'address' | 'consent' | 'consentFor' | 'quietHours' | 'zone' | 'caps' | 'sent'
>;
/** When a message that keeps in touch may next leave (UTC epoch ms; null: never, as things stand), and what it waits for. */
export type NextContact = {
	at: number | null;
	why: 'now' | 'quiet-hours' | 'frequency-cap' | 'no-address' | 'no-consent';
};

/** The first instant at which the gates let a message that needs her consent pass, by asking them. */
export function nextContact(facts: ContactFacts): NextContact {
	let { now } = facts;
	let why: NextContact['why'] = 'now';
	// Each round leaves one quiet stretch or frees one place of a cap.
	for (let round = 0; round < 1000; round++) {
		const verdict = gate({ ...facts, ...ANY_MESSAGE, now, clock: now });
		if (verdict.do === 'send') return { at: now, why };
		if (verdict.do === 'defer') {
			now = verdict.until;
			if (why === 'now') why = 'quiet-hours';
		} else if (verdict.do === 'suppress') {
			const { reason } = verdict;
			if (reason === 'no-address' || reason === 'no-consent') return { at: null, why: reason };
			why = 'frequency-cap';
			const freed = nextFreed(facts, now);
			if (freed === null) return { at: null, why };
			now = freed;
		} else break;
	}
	return { at: null, why };
}

const ANY_MESSAGE = {
	journey: 'live',
	leave: null,
	kind: 'relational',
	promise: null,
	arbitration: null,
	maxLateness: 'PT1H',
} as const;

/** When the oldest send that a cap counts leaves its window; null: none ever does. */
function nextFreed({ caps, sent, channel }: ContactFacts, now: number): number | null {
	const ends = [
		...sent
			.filter((send) => send.channel === channel)
			.flatMap(({ at }) => (caps.channel ? [at + durationMs(caps.channel.per)] : [])),
		...sent.flatMap(({ at }) => (caps.all ? [at + durationMs(caps.all.per)] : [])),
	].filter((end) => end > now);
	return ends.length > 0 ? Math.min(...ends) : null;
}
