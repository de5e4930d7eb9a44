import type { Audience } from './audience';
import { type AwaitSpec, hears, inWindow, type Window } from './await';
import type { Facts, Rule } from './condition';
import { durationMs } from './duration';
import { evaluate } from './evaluate';
import { type EventFact, instantOf, textIn } from './event';
import type { ExitRule, JourneySettings } from './graph';
import { compareInstants, type Instant, isAfter } from './instant';
import type { Wake } from './machine';

/** What a suspended enrollment listens to. `await` only while it stands at a wait-for-event node. */
export type Listening = {
	/** The logical entry: exits hear everything effective after it. */
	entry: Instant;
	trigger: EventFact;
	exits: readonly ExitRule[];
	await: { spec: AwaitSpec; window: Window } | null;
};

/**
 * What an event means to a suspended enrollment, or null when it does not concern it. Exits come first: they interrupt
 * whatever is being waited for.
 */
export function wakeBy(event: EventFact, listening: Listening, facts: Facts): Wake | null {
	const exit = exitBy(event, listening, facts);
	if (exit) return exit;
	if (!listening.await || !inWindow(event, listening.await.window)) return null;
	const listener = hears(listening.await.spec.listeners, event, listening.trigger, facts);
	if (!listener) return null;
	const clock = instantOf(event);
	return 'restart' in listener ? { by: 'restart', clock } : { by: 'event', port: listener.port, clock };
}

/** The journey-wide exit an event pulls, whenever it is received: a till order that syncs late still stops the chasing. */
export function exitBy(
	event: EventFact,
	listening: Pick<Listening, 'entry' | 'trigger' | 'exits'>,
	facts: Facts,
): (Wake & { by: 'exit' }) | null {
	const instant = instantOf(event);
	if (!isAfter(instant, listening.entry)) return null;
	const pulled = hears(listening.exits, event, listening.trigger, facts);
	return pulled ? { by: 'exit', outcome: pulled.outcome, clock: instant } : null;
}

/** The first event, by receipt, that concerns the enrollment. */
export function firstWake(
	events: readonly EventFact[],
	listening: Listening,
	facts: (event: EventFact) => Facts,
): { wake: Wake; event: EventFact } | null {
	for (const event of [...events].sort((a, b) => a.seq - b.seq)) {
		const wake = wakeBy(event, listening, facts(event));
		if (wake) return { wake, event };
	}
	return null;
}

/** The latest enrollment of the same customer in the same journey with the same key. */
export type Previous = {
	entry: Instant;
	/** The logical clock: of its end, or where it stands. */
	clock: Instant;
	open: boolean;
	/** Open and suspended: until when (UTC epoch ms), null for ever. Undefined while it runs. */
	parkedUntil?: number | null | undefined;
	/** Whether the event at hand woke or ended it. */
	heard: boolean;
};

export type Entry =
	| { enter: true; key: string }
	/** Refused, and why. */
	| {
			enter: false;
			why: 'other-event' | 'filtered' | 'too-old' | 'outside-dates' | 'no-key' | 'heard' | 'already-open' | 'reentry';
	  }
	/** Cannot be said before the previous enrollment parks or ends. */
	| { enter: 'later' };

/** Which events make a customer enter a journey, and how often. Durations are ISO 8601. */
export type EntrySpec = {
	event: string;
	where?: Rule | undefined;
	/** A property of the event: one open enrollment per customer and value of it (for example `cart_id`). Without it: one per customer. */
	key?: string | undefined;
	reentry: { mode: 'never' } | { mode: 'after'; duration: string } | { mode: 'always' };
	/** Events older than this when they arrive start nothing. */
	maxAge: string;
	/** Whom an event without a customer reaches. Without it: nobody. */
	audience?: Audience | undefined;
};

/** The key an event enters with: the value of the trigger's key property, '' without one. Null when the property is missing or empty. */
export function entryKey(spec: EntrySpec, event: EventFact): string | null {
	if (!spec.key) return '';
	return textIn(event.properties[spec.key]);
}

type Dates = Pick<JourneySettings, 'startsAt' | 'endsAt'>;
export type Refusal = Extract<Entry, { enter: false }>;

/** Whether the event is a trigger of the journey for anybody: what can be said without looking at a customer. */
export function startsFor(event: EventFact, spec: EntrySpec, settings: Dates): { key: string } | Refusal {
	if (event.name !== spec.event) return { enter: false, why: 'other-event' };
	if (event.receivedAt - event.at > durationMs(spec.maxAge)) return { enter: false, why: 'too-old' };
	if (settings.startsAt && event.at < Date.parse(settings.startsAt)) return { enter: false, why: 'outside-dates' };
	if (settings.endsAt && event.at >= Date.parse(settings.endsAt)) return { enter: false, why: 'outside-dates' };
	const key = entryKey(spec, event);
	return key === null ? { enter: false, why: 'no-key' } : { key };
}

/** Whether the event is a trigger of the journey for a customer, leaving aside whether she is in it already. */
export function triggers(event: EventFact, spec: EntrySpec, settings: Dates, facts: Facts): { key: string } | Refusal {
	const started = startsFor(event, spec, settings);
	if ('key' in started && spec.where && !evaluate(spec.where, { ...facts, event, trigger: event }))
		return { enter: false, why: 'filtered' };
	return started;
}

/** Whether a customer whose event is a trigger enters now, given her latest enrollment with the same key. */
export function decideEntry(
	event: EventFact,
	key: string,
	reentry: EntrySpec['reentry'],
	previous: Previous | null,
): Entry {
	if (!previous) return { enter: true, key };
	if (previous.heard) return { enter: false, why: 'heard' };
	const trigger = instantOf(event);
	if (compareInstants(trigger, previous.entry) === 0) return { enter: false, why: 'already-open' };
	if (previous.open) {
		const openAtTrigger =
			previous.parkedUntil === null || (previous.parkedUntil !== undefined && previous.parkedUntil > event.at);
		return openAtTrigger ? { enter: false, why: 'already-open' } : { enter: 'later' };
	}
	// It has ended, but logically only after this trigger: it was open then.
	if (isAfter(previous.clock, trigger)) return { enter: false, why: 'already-open' };
	switch (reentry.mode) {
		case 'always':
			return { enter: true, key };
		case 'never':
			return { enter: false, why: 'reentry' };
		case 'after':
			return event.at - previous.entry.at >= durationMs(reentry.duration)
				? { enter: true, key }
				: { enter: false, why: 'reentry' };
	}
}
