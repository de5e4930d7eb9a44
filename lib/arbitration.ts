import type { JsonObject } from './event';
import type { Outranked } from './pressure';

/** What decides between two promotional messages. Instants are UTC epoch ms. */
export type Claim = {
	/** The enrollment's. */
	id: string;
	/** The journey's, 1 to 100. */
	priority: number;
	/** The logical time at which the message first wanted out. */
	wantedAt: number;
	journeyId: string;
	journey: string;
};

export type ArbitrationFacts = {
	/** The actual instant. */
	now: number;
	windowMs: number;
	own: Claim;
	outranked: Outranked;
	/** Since when this message has made way; null: it has not yet. */
	heldSince: number | null;
	/** It is given up when it would have to make way for longer than this. */
	maxHoldMs: number;
	/** The latest promotional message that another enrollment sent her (`at`: when). */
	last: (Claim & { at: number }) | null;
	/** Promotional messages of her other enrollments that stand right before leaving (lib/coming.ts). */
	rivals: readonly (Claim & { expectedAt: number })[];
};

export type Arbitrated =
	| { do: 'send'; ahead: JsonObject[] }
	| { do: 'defer'; until: number; why: 'arbitration'; evidence: JsonObject }
	| { do: 'suppress'; reason: 'arbitration'; evidence: JsonObject };

/** One that was expected by now gets this long to turn up, then ever longer up to the second: a worker may be slow. */
const BEAT_MS = 5000;
const LONGEST_BEAT_MS = 5 * 60_000;

/** Priority, then who wanted out first, then the id: a total order, so that of any two exactly one makes way. */
export function moreRelevant(a: Claim, b: Claim): boolean {
	if (a.priority !== b.priority) return a.priority > b.priority;
	if (a.wantedAt !== b.wantedAt) return a.wantedAt < b.wantedAt;
	return a.id < b.id;
}

/**
 * Of two promotional messages to one customer within the window, which goes. A message goes at once when none went
 * within the window and none more relevant stands right before leaving; otherwise it is put off to the instant at which
 * that is decided, and looks again. The messages of one enrollment are not rivals: how close they are is drawn.
 *
 * It needs no state of its own: whoever makes way is parked at her message with the instant of the decision, which is
 * what the others see. A message is dropped only for one that did go and was more relevant, and given up once it would
 * have made way for longer than `maxHoldMs`.
 */
export function arbitrate(facts: ArbitrationFacts): Arbitrated {
	const { now, windowMs, own, last, rivals } = facts;
	if (last && last.at > now - windowMs) {
		const outranks = moreRelevant(last, own);
		return makeWay(facts, last, last.at + windowMs, { wentAt: iso(last.at) }, outranks && facts.outranked === 'drop');
	}
	const soon = rivals.filter((rival) => rival.expectedAt <= now + windowMs);
	const best = soon.filter((rival) => moreRelevant(rival, own)).sort((a, b) => (moreRelevant(a, b) ? -1 : 1))[0];
	if (!best) return { do: 'send', ahead: soon.map(named) };
	const beat = Math.min(Math.max(now - (facts.heldSince ?? now), BEAT_MS), LONGEST_BEAT_MS);
	const until = best.expectedAt > now ? best.expectedAt + BEAT_MS : now + beat;
	return makeWay(facts, best, until, { expectedAt: iso(best.expectedAt) }, false);
}

function makeWay(facts: ArbitrationFacts, winner: Claim, until: number, how: JsonObject, drop: boolean): Arbitrated {
	const since = facts.heldSince ?? facts.now;
	const evidence = {
		at: iso(facts.now),
		...named(winner),
		...how,
		ownPriority: facts.own.priority,
		heldSince: iso(since),
	};
	if (drop || until - since > facts.maxHoldMs)
		return { do: 'suppress', reason: 'arbitration', evidence: { ...evidence, wouldWaitUntil: iso(until) } };
	return { do: 'defer', until, why: 'arbitration', evidence: { ...evidence, until: iso(until) } };
}

function named({ journeyId, journey, priority }: Claim): JsonObject {
	return { journeyId, journey, priority };
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
