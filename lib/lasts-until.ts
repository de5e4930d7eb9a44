import { DateTime } from 'luxon';
import { addDuration } from './duration';

/**
 * Until when something given at `clock` (UTC epoch ms) lasts in a zone (IANA). “14 days” (ISO 8601) last until the end of
 * the fourteenth day there; hours and minutes are exact.
 */
export function lastsUntil(clock: number, duration: string, zone: string): number {
	const at = addDuration(clock, duration, zone);
	return duration.includes('T') ? at : DateTime.fromMillis(at, { zone }).endOf('day').toMillis();
}
