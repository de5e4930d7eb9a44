import type { Facts, Rule } from './condition';
import { type Correlation, correlates } from './correlation';
import type { WaitSpec } from './deadline';
import { evaluate } from './evaluate';
import { type EventFact, instantOf } from './event';
import { type Instant, isAfter } from './instant';
import { hearsWithoutCustomer, type Listens } from './without-customer';

/** The port a wait leaves by when nothing came in time. */
export const TIMEOUT_PORT = 'timeout';

/** One thing a wait listens for. `restart` events start the timer again instead of leaving by a port. */
export type Listener = {
	event: string;
	where?: Rule | undefined;
	correlation?: Correlation | undefined;
} & ({ port: string } | { restart: true });

/** What a wait-for-event node listens to, and until when (`null`: for ever). */
export type AwaitSpec = {
	listeners: Listener[];
	timeout: WaitSpec | null;
	/** How long after the deadline an event that happened before it may still arrive, ISO 8601. Default PT1S. */
	lateness?: string | undefined;
};

export const DEFAULT_LATENESS_MS = 1000;

/** The open window of a wait: events strictly after `from`, up to and including `until`, received by `until + lateness`. UTC epoch ms. */
export type Window = { from: Instant; until: number | null; latenessMs: number };

/** Whether an event falls into a wait's window: happened in it, and was received in time. */
export function inWindow(event: EventFact, window: Window): boolean {
	if (!isAfter(instantOf(event), window.from)) return false;
	if (window.until === null) return true;
	return event.at <= window.until && event.receivedAt <= window.until + window.latenessMs;
}

/** The listener (or exit) that an event concerns, the first drawn one when several do. `facts.event` and `facts.trigger` are set here. */
export function hears<L extends Listens>(
	listeners: readonly L[],
	event: EventFact,
	trigger: EventFact,
	facts: Facts,
): L | undefined {
	return listeners.find(
		(l) =>
			l.event === event.name &&
			(!event.nobody || hearsWithoutCustomer(l)) &&
			correlates(l.correlation, event, trigger) &&
			(!l.where || evaluate(l.where, { ...facts, event, trigger })),
	);
}
