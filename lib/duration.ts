import { DateTime, Duration } from 'luxon';
import { z } from 'zod';
import { UserError } from './errors';

const ISO_DURATION = /^-?P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?!$)(\d+H)?(\d+M)?(\d+S)?)?$/;

/** An ISO 8601 duration such as `PT30M`, `P3D` or `P1M`. Days and longer follow the calendar of a zone, hours and shorter the clock. */
export const isoDuration = z
	.string()
	.regex(ISO_DURATION, 'use an ISO 8601 duration, for example PT30M, P3D or P1M')
	.meta({ field: 'duration' });

/** A duration that is not negative. */
export const positiveDuration = isoDuration.refine((d) => !d.startsWith('-'), 'must not be negative');

/** An offset: a duration that may be negative (`-P1D` is one day before). */
export const signedDuration = isoDuration.meta({ field: 'offset' });

/**
 * An instant (UTC epoch ms) on the clocks of an IANA zone.
 * @throws Error when there is no such zone: Luxon would answer NaN, which is neither before nor after any hour.
 */
export function inZone(at: number, zone: string): DateTime {
	const local = DateTime.fromMillis(at, { zone });
	if (!local.isValid) throw new Error(`no local time: ${local.invalidExplanation}`);
	return local;
}

/**
 * The instant `duration` after `at`, in epoch milliseconds. `P1D` keeps the local time in `zone` across a
 * change of clocks; `PT24H` does not.
 * @throws UserError when that is beyond the calendar
 */
export function addDuration(at: number, duration: string, zone: string): number {
	const negative = duration.startsWith('-');
	const parsed = Duration.fromISO(negative ? duration.slice(1) : duration);
	const end = inZone(at, zone)
		.plus(negative ? parsed.negate() : parsed)
		.toMillis();
	if (Number.isNaN(end)) throw new UserError(`${duration} is too long`);
	return end;
}

/** The nominal length in milliseconds (a day is 24 h, a month 30 days): for limits and windows, never for deadlines. */
export function durationMs(duration: string): number {
	const negative = duration.startsWith('-');
	const ms = Duration.fromISO(negative ? duration.slice(1) : duration).toMillis();
	return negative ? -ms : ms;
}
