import type { DateTime } from 'luxon';
import { z } from 'zod';
import { inZone } from './duration';
import { says } from './issue-text';

const timeOfDay = z
	.string()
	.regex(
		/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
		says('use a time of day such as 09:30', 'entrez une heure telle que 09:30'),
	);

/** From (inclusive) until (exclusive), local to the store. `until` at or before `from` is on the next day. */
const hourSpan = z.tuple([timeOfDay, timeOfDay]);
const daySpans = z.array(hourSpan).max(10);
export type HourSpan = z.infer<typeof hourSpan>;

/** ISO weekday (`1` = Monday) to spans; a day that is not there is closed. */
export const weekHours = z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), daySpans);
/** As it is stored: a day by its number. */
export type WeekHours = Record<string, HourSpan[]>;

const exceptionSchema = z.object({
	hours: daySpans,
	reason: z.string().max(200).optional(),
	/** When somebody said so, UTC ISO 8601: what was said later holds. */
	asOf: z.iso.datetime({ offset: true }),
});
/** One day with other hours than its weekday's; without any it is closed. */
export type HourException = z.infer<typeof exceptionSchema>;
/** By the date on the store's calendar, ISO 8601 (`2026-12-25`). */
export type HourExceptions = Record<string, HourException>;

export type Opening = { timeZone: string; openingHours: WeekHours; exceptions: HourExceptions };

/** How far ahead one looks for the next opening, in days: a shop that is closed for longer has given no date. */
const HORIZON_DAYS = 400;

/** Whether the store is open at an instant (UTC epoch ms). One whose hours are not known counts as closed. */
export function isOpen(store: Opening, at: number): boolean {
	return closesAt(store, at) !== null;
}

/** When the store that is open at `at` closes (UTC epoch ms), at most a few days on; null when it is closed. */
export function closesAt(store: Opening, at: number): number | null {
	const today = inZone(at, store.timeZone).startOf('day');
	// A span of yesterday may last past midnight; one that ends where another begins goes on in it.
	const spans = [-1, 0, 1, 2].flatMap((days) => spansOn(store, today.plus({ days })));
	let end: number | null = null;
	for (;;) {
		const until: number = end ?? at;
		const span = spans.find(({ from, to }) => from <= until && until < to);
		if (!span) return end;
		end = span.to;
	}
}

/** The first instant from `at` on (UTC epoch ms) at which the store is open: `at` itself when it is; null when none is known. */
export function opensAt(store: Opening, at: number): number | null {
	const today = inZone(at, store.timeZone).startOf('day');
	for (let days = -1; days <= HORIZON_DAYS; days++) {
		const span = spansOn(store, today.plus({ days })).find(({ to }) => to > at);
		if (span) return Math.max(span.from, at);
	}
	return null;
}

/** The hours of a day on the store's calendar, its exception before its weekday. */
export function hoursOn(store: Opening, day: DateTime): HourSpan[] {
	return store.exceptions[day.toISODate() ?? '']?.hours ?? store.openingHours[String(day.weekday)] ?? [];
}

/** As instants, in order. A time that the change of clocks skips is an hour later; one that comes twice is the first. */
function spansOn(store: Opening, day: DateTime): { from: number; to: number }[] {
	return hoursOn(store, day)
		.map(([from, until]) => ({
			from: timeOn(day, from),
			to: timeOn(until > from ? day : day.plus({ days: 1 }), until),
		}))
		.filter(({ from, to }) => from < to)
		.sort((a, b) => a.from - b.from);
}

function timeOn(day: DateTime, time: string): number {
	const [hour = 0, minute = 0] = time.split(':').map(Number);
	return (hour === 24 ? day.plus({ days: 1 }).startOf('day') : day.startOf('day').set({ hour, minute })).toMillis();
}
