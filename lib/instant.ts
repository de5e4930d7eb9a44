/**
 * A point in logical time: the effective instant in UTC epoch milliseconds, and the `seq` of the event
 * that put us there. Two events may share a millisecond; `seq` (order of receipt) tells them apart.
 */
export type Instant = { at: number; seq: number };

/** After a timer fires, every event of that very millisecond lies in the past: `seq` counts as infinite (JSON has no Infinity). */
export const AFTER_TIMER = Number.MAX_SAFE_INTEGER;

/** Negative when `a` is before `b`, positive when after, 0 when they are the same instant. */
export function compareInstants(a: Instant, b: Instant): number {
	return a.at - b.at || a.seq - b.seq;
}

export function isAfter(a: Instant, b: Instant): boolean {
	return compareInstants(a, b) > 0;
}

export function laterOf(a: Instant, b: Instant): Instant {
	return isAfter(b, a) ? b : a;
}
