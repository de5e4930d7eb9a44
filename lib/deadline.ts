import { DateTime } from 'luxon';
import { valuesAt } from './compare';
import type { CustomerFacts } from './condition';
import { addDuration, inZone } from './duration';
import { UserError } from './errors';
import type { EventFact } from './event';

/** Until when to wait. Durations and offsets are ISO 8601, times of day `HH:MM` in the customer's zone. */
export type WaitSpec =
	| { kind: 'duration'; duration: string }
	/** The next `time`, on one of the ISO weekdays (1 = Monday; none given: any day), strictly after now. */
	| { kind: 'local-time'; time: string; weekdays: number[] }
	/** A date on the trigger event or the customer, such as `promised_at`, plus an offset. */
	| { kind: 'date'; of: 'trigger' | 'customer'; path: string; offset?: string | undefined };

export type DeadlineContext = {
	/** The logical time the wait starts from, UTC epoch ms. */
	from: number;
	/** The customer's IANA zone, or the workspace's when hers is unknown. */
	zone: string;
	customer: CustomerFacts;
	trigger: EventFact;
};

/**
 * The absolute deadline of a wait, UTC epoch ms. A deadline in the past is answered as it is: the wait ends at once.
 * @throws UserError when a date is missing, is not a date, or lies beyond the calendar.
 */
export function deadline(spec: WaitSpec, context: DeadlineContext): number {
	switch (spec.kind) {
		case 'duration':
			return addDuration(context.from, spec.duration, context.zone);
		case 'local-time':
			return nextLocalTime(context.from, context.zone, spec.time, spec.weekdays);
		case 'date': {
			const root = spec.of === 'trigger' ? context.trigger.properties : context.customer;
			const at = dateOf(valuesAt(root, spec.path)[0], context.zone);
			if (at === null) throw new UserError(`${spec.of}.${spec.path} is not a date`, spec.path);
			return spec.offset ? addDuration(at, spec.offset, context.zone) : at;
		}
	}
}

/** Walks day by day: a local time that a change of clocks skips moves on by the gap (02:30 becomes 03:30), one that occurs twice is taken the first time. */
function nextLocalTime(from: number, zone: string, time: string, weekdays: number[]): number {
	const [hour, minute] = time.split(':').map(Number);
	const start = inZone(from, zone).startOf('day');
	for (let day = 0; day <= 8; day++) {
		const candidate = start.plus({ days: day }).set({ hour: hour ?? 0, minute: minute ?? 0 });
		if (candidate.toMillis() > from && (weekdays.length === 0 || weekdays.includes(candidate.weekday)))
			return candidate.toMillis();
	}
	throw new UserError(`no ${time} on weekdays ${weekdays.join(', ')}`, 'weekdays');
}

/** UTC epoch ms of an ISO 8601 date, else null. Without a zone of its own it is read in `zone`; without a time it is its midnight there. */
export function dateOf(value: unknown, zone: string): number | null {
	// Luxon reads a time without a day as today's, by a clock that this folder must not have.
	if (typeof value !== 'string' || !/^\d{4}/.test(value)) return null;
	const parsed = DateTime.fromISO(value, { zone });
	return parsed.isValid ? parsed.toMillis() : null;
}
