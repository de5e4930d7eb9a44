import { DateTime } from 'luxon';

/** An instant (ISO 8601) as `<input type="datetime-local">` wants it: the zone's own time, without saying the zone. */
export function toLocal(instant: string | null | undefined, zone: string): string {
	return instant ? DateTime.fromISO(instant, { zone }).toFormat("yyyy-MM-dd'T'HH:mm") : '';
}

/** The instant (ISO 8601, UTC) of a zone's own time; null when nothing, or no time, was written. */
export function toInstant(local: string, zone: string): string | null {
	return DateTime.fromISO(local, { zone }).toUTC().toISO();
}
