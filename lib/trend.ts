import { z } from 'zod';
import { concernsCustomers } from './audience';
import { propertyPath, storableText } from './compare';
import { rule } from './condition';
import { durationMs, inZone, positiveDuration } from './duration';
import { says } from './issue-text';
import { hasEmptyGroup } from './rule-problems';

/** What Parcours records when a trend crosses its threshold, and when it is back. */
export const TREND_EVENTS = { crossed: 'Trend Crossed', recovered: 'Trend Recovered' } as const;

/** By what a trend is told apart; each has figures of its own. */
export const TREND_GROUPS = ['nothing', 'product', 'category', 'store', 'segment'] as const;
export type TrendGroup = (typeof TREND_GROUPS)[number];
/**
 * So many groups a trend follows: whoever sends events could make up others without end. Beyond it only those that the
 * catalogue knows are added.
 */
export const MAX_GROUPS = 10_000;
/** As what an event of a trend names the group that it is about. */
export const GROUP_PROPERTY: Record<Exclude<TrendGroup, 'nothing'>, string> = {
	product: 'product_id',
	category: 'category',
	store: 'store_id',
	segment: 'segment_id',
};

/** With which windows of the past one is compared: those just before it, or the same time of earlier days or weeks. */
export const USUAL_OF = ['windows', 'days', 'weeks'] as const;
export type UsualOf = (typeof USUAL_OF)[number];
/** How many of them are averaged; all of them must lie within what is known. */
export const USUAL_COUNT: Record<UsualOf, number> = { windows: 4, days: 7, weeks: 4 };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SHORTEST = HOUR;
const LONGEST = 30 * DAY;

const eventName = storableText
	.min(1, says('choose an event', 'choisissez un événement'))
	.refine(
		(name) => !Object.values<string>(TREND_EVENTS).includes(name),
		says('a trend cannot count what trends say', 'une tendance ne peut pas compter ce que disent les tendances'),
	);

const window = positiveDuration.refine(
	(duration) => {
		const ms = durationMs(duration);
		return ms >= SHORTEST && ms <= LONGEST && ms % HOUR === 0;
	},
	says(
		'choose whole hours or days, from 1 hour to 30 days',
		'choisissez des heures ou des jours entiers, de 1 heure à 30 jours',
	),
);

const limit = z.number().min(0).max(1_000_000_000);

const threshold = z.discriminatedUnion('than', [
	z.object({ than: z.literal('number'), op: z.enum(['at-least', 'at-most']), n: limit }),
	/**
	 * `times` the usual. What is seldom rises and falls by chance: a rise counts from `least` on, and a fall only where
	 * `least` is usual.
	 */
	z.object({
		than: z.literal('usual'),
		op: z.enum(['at-least', 'at-most']),
		times: z.number().gt(0, says('more than 0', 'plus de 0')).max(100),
		of: z.enum(USUAL_OF),
		least: limit,
	}),
]);
export type Threshold = z.infer<typeof threshold>;

/** A rolling count or sum over events, and when it is news. Durations are ISO 8601. */
export const trendDefinition = z
	.object({
		event: eventName,
		/** Which of them count: a rule on their properties alone. */
		where: rule.optional(),
		/**
		 * Counts only what the same customer did not follow by this within a time, and when that time is over: “put into the
		 * basket, and not ordered within a day”.
		 */
		unless: z.object({ event: eventName, within: positiveDuration }).optional(),
		measure: z.discriminatedUnion('of', [
			z.object({ of: z.literal('events') }),
			/** Each customer once, whatever she does in the window. */
			z.object({ of: z.literal('customers') }),
			/** Of all numbers that the path leads to; by product and category, of the lines that are theirs. */
			z.object({ of: z.literal('sum'), path: propertyPath }),
		]),
		by: z.enum(TREND_GROUPS),
		window,
		threshold,
		/** Between two crossings of one group lies at least this. */
		pause: positiveDuration,
	})
	.superRefine(({ where, unless, window, threshold }, ctx) => {
		if (where && (hasEmptyGroup(where) || concernsCustomers(where)))
			ctx.addIssue({
				code: 'custom',
				path: ['where'],
				message: says(
					'look at properties of the event, and leave no group empty',
					'regardez les propriétés de l’événement, et ne laissez aucun groupe vide',
				),
			});
		if (unless && (durationMs(unless.within) < MINUTE || durationMs(unless.within) > LONGEST))
			ctx.addIssue({
				code: 'custom',
				path: ['unless', 'within'],
				message: says('from 1 minute to 30 days', 'de 1 minute à 30 jours'),
			});
		if (threshold.than === 'usual' && durationMs(window) > PERIOD[threshold.of])
			ctx.addIssue({
				code: 'custom',
				path: ['threshold', 'of'],
				message: says(
					'a period longer than that would be compared with itself: compare with the periods before',
					'une période plus longue serait comparée à elle-même : comparez avec les périodes précédentes',
				),
			});
	});
export type TrendDefinition = z.infer<typeof trendDefinition>;

/** The time between two windows that are averaged; a longer window would overlap with itself. */
const PERIOD: Record<UsualOf, number> = { windows: Number.POSITIVE_INFINITY, days: DAY, weeks: 7 * DAY };

// --- the grid -------------------------------------------------------------------------------------------------------------

/** Windows are made of buckets, numbered from 1970 (UTC): nothing smaller than a bucket is told apart. */
export type Grid = {
	bucketMs: number;
	/** How many a window has: twelve at least. */
	buckets: number;
	/** How far back figures are kept: for the chart, and for the usual of its first window. */
	keptMs: number;
	/** How much of it the chart shows. */
	shownMs: number;
};

/** Each divides a day. */
const BUCKETS = [5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440].map((minutes) => minutes * MINUTE);
const FINEST = 12;

export function gridOf({ window, threshold }: Pick<TrendDefinition, 'window' | 'threshold'>): Grid {
	const windowMs = durationMs(window);
	const bucketMs = BUCKETS.findLast((ms) => windowMs % ms === 0 && windowMs / ms >= FINEST) ?? SHORTEST / FINEST;
	const shownMs = Math.min(Math.max(24 * windowMs, 2 * DAY), 180 * DAY);
	return {
		bucketMs,
		buckets: windowMs / bucketMs,
		shownMs,
		keptMs: shownMs + backMs(threshold, windowMs) + 2 * windowMs,
	};
}

/** How far before a window the first one lies that its usual looks at. */
function backMs(threshold: Threshold, windowMs: number): number {
	if (threshold.than === 'number') return 0;
	return USUAL_COUNT[threshold.of] * (threshold.of === 'windows' ? windowMs : PERIOD[threshold.of]);
}

/** The bucket of an instant (UTC epoch ms). */
export const bucketAt = (at: number, { bucketMs }: Pick<Grid, 'bucketMs'>): number => Math.floor(at / bucketMs);

/** The last buckets of the windows that the one ending with `bucket` is compared with; the same hour on the clocks of `zone`. */
export function usualBuckets(bucket: number, of: UsualOf, { bucketMs, buckets }: Grid, zone: string): number[] {
	return Array.from({ length: USUAL_COUNT[of] }, (_, index) => {
		const back = index + 1;
		if (of === 'windows') return bucket - back * buckets;
		return bucketAt(
			inZone(bucket * bucketMs, zone)
				.minus({ [of]: back })
				.toMillis(),
			{ bucketMs },
		);
	});
}
