import { inZone } from './duration';
import type { HourExceptions } from './opening-hours';

/** Who is closed for longer is given up, not closed for a while. */
const MAX_DAYS = 400;

type Closed = {
	/** The first day, ISO 8601; none: the day of `at`. */
	date?: string | null | undefined;
	/** The last day, or an instant of it; none: the first. */
	until?: string | null | undefined;
	reason?: string | null | undefined;
};

/**
 * The days a `Store Closed` is about, on the store's calendar.
 *
 * @param at when it was said, UTC epoch ms
 */
export function closedDays({ date, until, reason }: Closed, at: number, timeZone: string): HourExceptions {
	const localDay = (instant: number) => inZone(instant, timeZone).toFormat('yyyy-MM-dd');
	const first = date ?? localDay(at);
	const last = until ? (until.length === 10 ? until : localDay(Date.parse(until))) : first;
	const days: HourExceptions = {};
	let day = inZone(Date.parse(first), 'UTC');
	for (let n = 0; n < MAX_DAYS; n++, day = day.plus({ days: 1 })) {
		const name = day.toFormat('yyyy-MM-dd');
		if (name > last && n > 0) break;
		days[name] = { hours: [], ...(reason ? { reason: reason.slice(0, 200) } : {}), asOf: new Date(at).toISOString() };
	}
	return days;
}
