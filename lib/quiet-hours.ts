import { DateTime } from 'luxon';
import { inZone } from './duration';
import type { QuietHours } from './settings';

/**
 * The end of the quiet hours that `at` falls into (UTC epoch ms), or null when one may write now. Local to `zone`:
 * from `from` until `to` (the next morning when `to` is earlier), and all day on the quiet days and bank holidays.
 * @throws Error when there is no such zone: an unknown zone is never a reason to write at night.
 */
export function quietUntil(quiet: QuietHours, at: number, zone: string): number | null {
	const start = inZone(at, zone);
	let candidate: DateTime = start;
	// Each round leaves one quiet stretch. Whoever writes on Thursdays only may meet three that are holidays (May 2042).
	for (let round = 0; round < 60; round++) {
		const end = stretchEnd(quiet, candidate);
		if (end === null) return candidate.equals(start) ? null : candidate.toMillis();
		candidate = end;
	}
	throw new Error('quiet hours never end');
}

function stretchEnd(quiet: QuietHours, at: DateTime): DateTime | null {
	if (quiet.days.includes(at.weekday) || (quiet.bankHolidays === 'FR' && isFrenchBankHoliday(at)))
		return at.plus({ days: 1 }).startOf('day');
	const from = timeOn(at, quiet.from);
	const to = timeOn(at, quiet.to);
	if (quiet.from === quiet.to) return null;
	if (quiet.from < quiet.to) return at >= from && at < to ? to : null;
	if (at >= from) return timeOn(at.plus({ days: 1 }), quiet.to);
	return at < to ? to : null;
}

function timeOn(day: DateTime, time: string): DateTime {
	const [hour, minute] = time.split(':').map(Number);
	return day.startOf('day').set({ hour: hour ?? 0, minute: minute ?? 0 });
}

/** The eleven national ones (Code du travail, art. L3133-1); Alsace-Moselle's two and the overseas ones are not in. */
export function isFrenchBankHoliday(day: DateTime): boolean {
	if (['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'].includes(day.toFormat('MM-dd')))
		return true;
	const easter = easterSunday(day.year);
	return [1, 39, 50].some((offset) => easter.plus({ days: offset }).toISODate() === day.toISODate());
}

/** Gregorian Easter, by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): DateTime {
	const a = year % 19;
	const b = Math.floor(year / 100);
	const c = year % 100;
	const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
	const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
	const m = Math.floor((a + 11 * h + 22 * l) / 451);
	const n = h + l - 7 * m + 114;
	return DateTime.utc(year, Math.floor(n / 31), (n % 31) + 1);
}
