import { Duration } from 'luxon';
import type { Locale } from './text';

const UNITS = {
	years: { en: ['year', 'years'], fr: ['an', 'ans'] },
	months: { en: ['month', 'months'], fr: ['mois', 'mois'] },
	weeks: { en: ['week', 'weeks'], fr: ['semaine', 'semaines'] },
	days: { en: ['day', 'days'], fr: ['jour', 'jours'] },
	hours: { en: ['hour', 'hours'], fr: ['heure', 'heures'] },
	minutes: { en: ['minute', 'minutes'], fr: ['minute', 'minutes'] },
	seconds: { en: ['second', 'seconds'], fr: ['seconde', 'secondes'] },
} as const;

/** An ISO 8601 duration in words: `P3DT2H` is “3 days 2 hours”. A duration that cannot be read is shown as it is. */
export function sayDuration(duration: string, locale: Locale): string {
	const parsed = Duration.fromISO(duration.replace(/^-/, ''));
	if (!parsed.isValid) return duration;
	const parts: string[] = [];
	for (const unit of ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const) {
		const n = parsed[unit];
		if (n) parts.push(`${n} ${UNITS[unit][locale][Math.abs(n) < 2 && (locale === 'fr' || n === 1) ? 0 : 1]}`);
	}
	return parts.join(' ') || `0 ${UNITS.minutes[locale][1]}`;
}
