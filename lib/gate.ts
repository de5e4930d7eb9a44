import { type ArbitrationFacts, arbitrate } from './arbitration';
import type { Channel } from './channel';
import { durationMs } from './duration';
import type { JsonObject } from './event';
import type { Instant } from './instant';
import type { Ending } from './machine';
import type { JourneyKind } from './pressure';
import { BROKEN, brokenPromise, type Promised, type PromiseFacts } from './promise';
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
	kind: JourneyKind;
	/** Where the customer can be reached on the channel. */
	address: string | null;
	consent: boolean;
	/** The purpose it was asked for. */
	consentFor: string;
	quietHours: QuietHours | null;
	/** The customer's IANA zone, or the workspace's when hers is unknown: an unknown zone is never a reason to write at night. */
	zone: string;
	/** How many messages she may have on the channel, and on all together. */
	caps: { channel: FrequencyCap | null; all: FrequencyCap | null };
	/** Earlier sends that count (reserved, calling, accepted and unknown), with their actual instants. */
	sent: readonly { channel: Channel; at: number }[];
	/** What the message promises and what is true of it; null: it promises nothing. */
	promise: { promised: Promised; facts: PromiseFacts } | null;
	/** Null: there is nothing to arbitrate (not promotional, or no window). */
	arbitration: ArbitrationFacts | null;
	/** ISO 8601. */
	maxLateness: string;
};

export const SUPPRESSIONS = [
	'no-address',
	'no-consent',
	'too-late',
	'frequency-cap',
	'arbitration',
	...BROKEN,
] as const;
export type Suppression = (typeof SUPPRESSIONS)[number];

export type Verdict =
	/** `ahead`: the journeys it went before. */
	| { do: 'send'; ahead: JsonObject[] }
	| { do: 'defer'; until: number; why: 'quiet-hours' | 'arbitration'; evidence: JsonObject }
	| { do: 'suppress'; reason: Suppression; evidence: JsonObject }
	| { do: 'hold' }
	| { do: 'leave'; leave: Ending & { clock: Instant } };

/**
 * Send, defer or suppress: the one place that says so. What a service message passes that others do not is said in
 * lib/pressure.ts. A message that would be wrong is skipped rather than put off, but for quiet hours: what it promises
 * is looked at when it really leaves. Only one that nothing else stands against is worth arbitrating.
 */
export function gate(facts: GateFacts): Verdict {
	const at = new Date(facts.now).toISOString();
	if (facts.leave) return { do: 'leave', leave: facts.leave };
	if (facts.journey === 'stopped')
		return { do: 'leave', leave: { status: 'stopped', outcome: 'stopped', clock: { at: facts.clock, seq: 0 } } };
	if (facts.journey === 'paused') return { do: 'hold' };
	if (facts.address === null) return suppress('no-address', { at, channel: facts.channel });
	if (facts.kind !== 'service' && !facts.consent)
		return suppress('no-consent', { at, channel: facts.channel, purpose: facts.consentFor });

	const late = facts.now - facts.clock;
	if (late > durationMs(facts.maxLateness))
		return suppress('too-late', { at, lateSeconds: Math.round(late / 1000), allowed: facts.maxLateness });

	const until = facts.quietHours ? quietUntil(facts.quietHours, facts.now, facts.zone) : null;
	if (until !== null) return { do: 'defer', until, why: 'quiet-hours', evidence: { at } };

	const broken = facts.promise && brokenPromise(facts.promise.promised, facts.promise.facts);
	if (broken) return suppress(broken.reason, broken.evidence);

	if (facts.kind !== 'service') {
		const onChannel = facts.sent.filter(({ channel }) => channel === facts.channel);
		const reached =
			reachedCap(facts.caps.channel, onChannel, facts.now, facts.channel) ??
			reachedCap(facts.caps.all, facts.sent, facts.now, 'all');
		if (reached) return suppress('frequency-cap', { at, ...reached });
	}
	return facts.arbitration ? arbitrate(facts.arbitration) : { do: 'send', ahead: [] };
}

/** How far a cap was reached; null when one more may leave. */
function reachedCap(
	cap: FrequencyCap | null,
	sent: GateFacts['sent'],
	now: number,
	over: Channel | 'all',
): JsonObject | null {
	if (!cap) return null;
	const since = now - durationMs(cap.per);
	const inWindow = sent.filter(({ at }) => at > since).length;
	return inWindow >= cap.max ? { sent: inWindow, max: cap.max, per: cap.per, over } : null;
}

function suppress(reason: Suppression, evidence: JsonObject): Verdict {
	return { do: 'suppress', reason, evidence };
}
