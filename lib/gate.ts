import type { Channel, Purpose } from './channel';
import { durationMs } from './duration';
import type { JsonObject } from './event';
import type { Instant } from './instant';
import type { Ending } from './machine';
import { quietUntil } from './quiet-hours';
import type { FrequencyCap, QuietHours } from './settings';

/** Everything that decides whether a send may leave, read under the customer's lock. Instants are UTC epoch ms. */
export type GateFacts = {
	/** The actual instant (the virtual one in a simulation). */
	now: number;
	/** The logical time of the step. */
	clock: number;
	journey: 'live' | 'paused' | 'stopped';
	/** An order of ops, or an exit event that was received already. */
	leave: (Ending & { clock: Instant }) | null;
	channel: Channel;
	purpose: Purpose;
	/** Where the customer can be reached on the channel. */
	address: string | null;
	consent: boolean;
	/** The purpose it was asked for. */
	consentFor: string;
	quietHours: QuietHours | null;
	/** The customer's IANA zone, or the workspace's when hers is unknown: an unknown zone is never a reason to write at night. */
	zone: string;
	cap: FrequencyCap | null;
	/** Actual instants of earlier sends on the channel that count: reserved, calling, accepted and unknown. */
	sentAt: readonly number[];
	/** ISO 8601. */
	maxLateness: string;
};

export const SUPPRESSIONS = ['no-address', 'no-consent', 'too-late', 'frequency-cap'] as const;
export type Suppression = (typeof SUPPRESSIONS)[number];

export type Verdict =
	| { do: 'send' }
	| { do: 'defer'; until: number; why: 'quiet-hours' }
	| { do: 'suppress'; reason: Suppression; evidence: JsonObject }
	| { do: 'hold' }
	| { do: 'leave'; leave: Ending & { clock: Instant } };

/**
 * Send, defer or suppress: the one place that says so. Marketing needs consent and respects caps; service messages
 * (about something the customer ordered) need neither.
 */
export function gate(facts: GateFacts): Verdict {
	const at = new Date(facts.now).toISOString();
	if (facts.leave) return { do: 'leave', leave: facts.leave };
	if (facts.journey === 'stopped')
		return { do: 'leave', leave: { status: 'stopped', outcome: 'stopped', clock: { at: facts.clock, seq: 0 } } };
	if (facts.journey === 'paused') return { do: 'hold' };
	if (facts.address === null) return suppress('no-address', { at, channel: facts.channel });
	if (facts.purpose === 'marketing' && !facts.consent)
		return suppress('no-consent', { at, channel: facts.channel, purpose: facts.consentFor });

	const late = facts.now - facts.clock;
	if (late > durationMs(facts.maxLateness))
		return suppress('too-late', { at, lateSeconds: Math.round(late / 1000), allowed: facts.maxLateness });

	const until = facts.quietHours ? quietUntil(facts.quietHours, facts.now, facts.zone) : null;
	if (until !== null) return { do: 'defer', until, why: 'quiet-hours' };

	if (facts.purpose === 'marketing' && facts.cap) {
		const since = facts.now - durationMs(facts.cap.per);
		const inWindow = facts.sentAt.filter((sent) => sent > since).length;
		if (inWindow >= facts.cap.max)
			return suppress('frequency-cap', { at, sent: inWindow, max: facts.cap.max, per: facts.cap.per });
	}
	return { do: 'send' };
}

function suppress(reason: Suppression, evidence: JsonObject): Verdict {
	return { do: 'suppress', reason, evidence };
}
