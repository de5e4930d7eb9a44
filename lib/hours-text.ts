import type { HourSpan, WeekHours } from './opening-hours';

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const SPAN = /^(\d{2}:\d{2})-(\d{2}:\d{2})$/;

/**
 * Opening hours as OpenStreetMap writes them (wiki.openstreetmap.org/wiki/Key:opening_hours), of which we read days and
 * times: `Mo-Fr 10:00-12:30,14:00-19:00; Sa 10:00-20:00; Su off`. Null when it is something else.
 */
export function readWeekHours(text: string): WeekHours | null {
	const week: WeekHours = {};
	for (const [days, hours] of rules(text)) {
		const numbers = weekdays(days);
		const spans = readSpans(hours);
		if (!numbers || !spans) return null;
		for (const day of numbers) week[String(day)] = spans;
	}
	return week;
}

/** Single days with other hours: `2026-12-24 10:00-17:00; 2026-12-25 off`. Null when it is something else. */
export function readDayHours(text: string): Record<string, HourSpan[]> | null {
	const dates: Record<string, HourSpan[]> = {};
	for (const [date, hours] of rules(text)) {
		const spans = readSpans(hours);
		if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !spans) return null;
		dates[date] = spans;
	}
	return dates;
}

/** The other way round: what `readWeekHours` reads as these hours. */
export function writeWeekHours(week: WeekHours): string {
	return DAYS.flatMap((day, n) => {
		const spans = week[String(n + 1)] ?? [];
		return spans.length > 0 ? [`${day} ${spans.map((span) => span.join('-')).join(',')}`] : [];
	}).join('; ');
}

/** The parts between semicolons, each the days and what holds on them. */
function rules(text: string): [days: string, hours: string][] {
	return text
		.split(';')
		.map((rule) => rule.trim())
		.filter((rule) => rule !== '')
		.map((rule) => {
			const [days = '', ...hours] = rule.split(/\s+/);
			return [days, hours.join('')];
		});
}

function weekdays(text: string): number[] | null {
	const numbers: number[] = [];
	for (const part of text.split(',')) {
		const [first = '', last = first, ...more] = part.split('-');
		const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)];
		if (from < 0 || to < from || more.length > 0) return null;
		for (let day = from; day <= to; day++) numbers.push(day + 1);
	}
	return numbers;
}

function readSpans(text: string): HourSpan[] | null {
	if (text === 'off' || text === 'closed') return [];
	const spans: HourSpan[] = [];
	for (const part of text.split(',')) {
		const [, from, until] = SPAN.exec(part) ?? [];
		if (!from || !until) return null;
		spans.push([from, until]);
	}
	return spans;
}
