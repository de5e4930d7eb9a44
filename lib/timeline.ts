import { DateTime } from 'luxon';

/** Some months side by side, UTC epoch ms; `months` are `yyyy-MM`, each with its place in percent of the whole. */
export type Timeline = {
	from: number;
	until: number;
	months: { month: string; left: number; width: number }[];
};

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The month of an instant on the zone's calendar. */
export function monthOf(at: number, zone: string): string {
	return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM');
}

/** A month so many after another; what is no month is the other one. */
export function monthAfter(month: string, n: number): string {
	return DateTime.fromISO(month, { zone: 'utc' }).plus({ months: n }).toFormat('yyyy-MM');
}

/** `first` as it came from an address, or `otherwise`. */
export function readMonth(first: string | undefined, otherwise: string): string {
	return first !== undefined && MONTH.test(first) ? first : otherwise;
}

export function timelineOf(first: string, months: number, zone: string): Timeline {
	const start = DateTime.fromISO(first, { zone }).startOf('month');
	const begins = Array.from({ length: months + 1 }, (_, n) => start.plus({ months: n }));
	const [from, until] = [start.toMillis(), start.plus({ months }).toMillis()];
	const place = (at: number) => ((at - from) / (until - from)) * 100;
	return {
		from,
		until,
		months: begins.slice(0, -1).map((begin, n) => ({
			month: begin.toFormat('yyyy-MM'),
			left: place(begin.toMillis()),
			width: place(begins[n + 1]?.toMillis() ?? until) - place(begin.toMillis()),
		})),
	};
}

/** Where a time is on it, in percent of the whole, cut at its ends; null when it is not on it. */
export function placeOn(
	{ from, until }: Pick<Timeline, 'from' | 'until'>,
	starts: number,
	ends: number,
): { left: number; width: number } | null {
	const [left, right] = [Math.max(from, starts), Math.min(until, ends)];
	if (left >= until || right <= from || right < left) return null;
	return { left: ((left - from) / (until - from)) * 100, width: ((right - left) / (until - from)) * 100 };
}
