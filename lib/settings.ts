import { IANAZone } from 'luxon';
import { z } from 'zod';
import { DEFAULT_PURPOSES, purposes } from './consent';
import { positiveDuration } from './duration';
import { LOCALES } from './text';
import { tiers } from './tiers';

const localTime = z
	.string()
	.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use a time of day such as 20:00')
	.meta({ field: 'time' });

export const timeZone = z
	.string()
	.refine((zone) => IANAZone.isValidZone(zone), 'use an IANA time zone such as Europe/Paris');

/**
 * When a channel stays quiet, in the customer's own zone (the workspace's when hers is unknown): from `from` until `to`
 * (which may be the next morning), all day on `days` (ISO weekdays, 1 = Monday) and on the bank holidays of a country.
 */
export const quietHours = z.object({
	from: localTime,
	to: localTime,
	days: z.array(z.number().int().min(1).max(7)).max(6).default([]),
	bankHolidays: z.enum(['FR']).nullable().default(null),
});
export type QuietHours = z.infer<typeof quietHours>;

export const quietHoursByChannel = z.object({ email: quietHours.nullable(), sms: quietHours.nullable() });

/** At most `max` sends on a channel to one customer in any window of `per`. */
export const frequencyCap = z.object({ max: z.number().int().min(0).max(1000), per: positiveDuration });
export type FrequencyCap = z.infer<typeof frequencyCap>;

/** A small amount of money, in the currency's minor unit. */
const minorUnits = z.number().int().min(0).max(10_000);

/** French operators' usual window for marketing SMS: Monday–Saturday 08:30–20:00, never on Sundays or bank holidays. A default, not legal advice. */
const FRENCH_SMS_PRACTICE: QuietHours = { from: '20:00', to: '08:30', days: [7], bankHolidays: 'FR' };

/** What holds for the whole retailer; one row in the database. */
export const workspaceSettings = z.object({
	brand: z.string().trim().min(1).max(80).default('Parcours'),
	senderName: z.string().trim().min(1).max(80).default('Parcours'),
	senderEmail: z.email().default('hello@parcours.test'),
	locale: z.enum(LOCALES).default('fr'),
	timeZone: timeZone.default('Europe/Paris'),
	/** ISO 4217. */
	currency: z.string().length(3).default('EUR'),
	/** ISO 8601: how far back recency, frequency and monetary value look. */
	scoreWindow: positiveDuration.default('P1Y'),
	frequencyCaps: z
		.object({
			email: frequencyCap.nullable(),
			sms: frequencyCap.nullable(),
			/** Over all channels together. */
			all: frequencyCap.nullable().default(null),
		})
		.default({ email: { max: 4, per: 'P7D' }, sms: { max: 2, per: 'P7D' }, all: null }),
	/**
	 * How close two promotional messages to one customer may never be (ISO 8601); null: as they come. It is on from the
	 * start, and short: no journey is promotional unless it says so, and two promotions in one morning serve nobody.
	 */
	promotionWindow: positiveDuration.nullable().default('PT2H'),
	/** What one message costs, in the currency's minor unit. */
	messageCosts: z.object({ email: minorUnits, sms: minorUnits }).default({ email: 0, sms: 5 }),
	tiers: tiers.default([]),
	quietHours: quietHoursByChannel.default({ email: null, sms: FRENCH_SMS_PRACTICE }),
	/** What customers may agree to, one by one. */
	purposes: purposes.default(DEFAULT_PURPOSES),
	/**
	 * A customer who recommends us: how long a friend's order must be kept before both are rewarded (ISO 8601; fourteen
	 * days are a consumer's to withdraw in the EU, Directive 2011/83 art. 9), and where her link leads the friend; null: to
	 * a page of ours that shows the code.
	 */
	referral: z
		.object({ keptFor: positiveDuration, siteUrl: z.url({ protocol: /^https?$/ }).nullable() })
		.default({ keptFor: 'P14D', siteUrl: null }),
	/** Does what a form collects have to be confirmed by a link sent to the address itself? */
	doubleOptIn: z.object({ email: z.boolean(), sms: z.boolean() }).default({ email: true, sms: false }),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;
