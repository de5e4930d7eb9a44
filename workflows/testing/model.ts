import type { Version } from '../../db/versions';
import { DEFAULT_LATENESS_MS } from '../../lib/await';
import type { CustomerFacts, Facts } from '../../lib/condition';
import { deadline } from '../../lib/deadline';
import { durationMs } from '../../lib/duration';
import type { EventFact } from '../../lib/event';
import { instantOf } from '../../lib/event';
import { begin, type Ending, next, resumeEffect, resumeWait, type State } from '../../lib/machine';
import { decideEntry, firstWake, type Listening, triggers } from '../../lib/route';

/** What one enrollment comes to: over, or where it waits. */
export type Outcome = {
	trigger: number;
	key: string;
	over: Ending | null;
	at: string | null;
	visits: Record<string, number>;
};

type Known = {
	version: Version;
	customer: CustomerFacts;
	/** What the customer did, as recorded. */
	events: readonly EventFact[];
	/** When the message of a visit to a node left, UTC epoch ms: the one thing that only the world can say. */
	leftAt: (trigger: number, node: string, visit: number) => number;
	now: number;
};

/**
 * What has to become of one customer in one journey, worked out from what was recorded with the pure core alone: no
 * database, no Temporal, no clock but the one it is given. Messages are taken to be accepted.
 */
export function worked(known: Known): Outcome[] {
	const { version, customer, events } = known;
	const facts = (event: EventFact): Facts => ({ now: event.at, customer, consents: {}, history: [] });
	const outcomes: Outcome[] = [];
	const latest = new Map<string, { trigger: EventFact; run: Run }>();
	for (const event of [...events].sort((a, b) => a.seq - b.seq)) {
		const { entry } = version.meaning;
		const triggered = triggers(event, entry, version.graph.settings, facts(event));
		if (!('key' in triggered)) continue;
		const before = latest.get(triggered.key);
		const previous = before && {
			entry: instantOf(before.trigger),
			clock: before.run.state.clock,
			open: before.run.over === null,
			parkedUntil: before.run.wakeAt,
			heard: before.run.heard.has(event.seq),
		};
		const decision = decideEntry(event, triggered.key, entry.reentry, previous ?? null);
		if (decision.enter === 'later') throw new Error('everything that can end has ended');
		if (!decision.enter) continue;
		const run = follow(event, known, facts);
		latest.set(triggered.key, { trigger: event, run });
		const { state, over } = run;
		outcomes.push({ trigger: event.seq, key: triggered.key, over, at: over ? null : state.node, visits: state.visits });
	}
	return outcomes;
}

type Run = { state: State; over: Ending | null; wakeAt: number | null; heard: Set<number> };

function follow(trigger: EventFact, known: Known, facts: (event: EventFact) => Facts): Run {
	const { version, customer, events, leftAt, now } = known;
	const { program, meaning } = version;
	const heard = new Set<number>();
	let state = begin(program, instantOf(trigger), customer.id);
	for (;;) {
		const step = next(program, state);
		state = step.state;
		const { command } = step;
		if (command.do === 'end') return { state, over: command.ending, wakeAt: null, heard };
		if (command.do === 'effect') {
			const left = leftAt(trigger.seq, command.node, command.visit);
			const late = left - state.clock.at > 15 * 60_000;
			state = resumeEffect(program, state, { port: 'sent', ...(late ? { leftAt: left } : {}) });
			continue;
		}
		const spec = meaning.awaits.get(command.node);
		const wait = spec ? spec.timeout : meaning.waits.get(command.node);
		const until = wait ? deadline(wait, { from: state.waitFrom.at, zone: 'UTC', customer, trigger }) : null;
		const latenessMs = spec?.lateness ? durationMs(spec.lateness) : DEFAULT_LATENESS_MS;
		const listening: Listening = {
			entry: instantOf(trigger),
			trigger,
			exits: meaning.exits,
			await: spec ? { spec, window: { from: state.waitFrom, until, latenessMs } } : null,
		};
		const found = firstWake(events, listening, facts);
		if (found) {
			heard.add(found.event.seq);
			state = resumeWait(program, state, found.wake);
		} else if (until !== null && until + (spec ? latenessMs : 0) <= now) {
			state = resumeWait(program, state, { by: 'timer', at: until });
		} else return { state, over: null, wakeAt: until, heard };
	}
}
