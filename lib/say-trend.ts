import type { Names } from './names';
import { sayDuration } from './say-duration';
import { sayRule } from './say-rule';
import type { Locale } from './text';
import { type Threshold, type TrendDefinition, type TrendGroup, USUAL_COUNT } from './trend';

const BY: Record<Exclude<TrendGroup, 'nothing'>, Record<Locale, string>> = {
	product: { en: 'by product', fr: 'par produit' },
	category: { en: 'by category', fr: 'par catégorie' },
	store: { en: 'by store', fr: 'par magasin' },
	segment: { en: 'by segment', fr: 'par segment' },
};

/** What a trend measures, as one sentence: “Customers with Product Added, not followed by Order Completed within 1 day, by product, over 1 hour”. */
export function sayTrend(
	{ event, where, unless, measure, by, window }: TrendDefinition,
	locale: Locale,
	names: Names = {},
): string {
	const fr = locale === 'fr';
	const filter = where ? ` ${fr ? 'où' : 'where'} ${sayRule(where, locale, names)}` : '';
	return [
		`${whatOf(measure, event, locale)}${filter}`,
		...(unless
			? [
					fr
						? `non suivi de ${unless.event} sous ${sayDuration(unless.within, locale)}`
						: `not followed by ${unless.event} within ${sayDuration(unless.within, locale)}`,
				]
			: []),
		...(by === 'nothing' ? [] : [BY[by][locale]]),
		`${fr ? 'sur' : 'over'} ${sayDuration(window, locale)}`,
	].join(', ');
}

function whatOf(measure: TrendDefinition['measure'], event: string, locale: Locale): string {
	const name = event || '…';
	switch (measure.of) {
		case 'events':
			return name;
		case 'customers':
			return locale === 'fr' ? `Clients avec ${name}` : `Customers with ${name}`;
		case 'sum':
			return locale === 'fr' ? `Somme de ${measure.path} de ${name}` : `Sum of ${measure.path} of ${name}`;
	}
}

/** “at least 2 × the usual, and at least 10”. */
export function sayThreshold(threshold: Threshold, locale: Locale): string {
	const fr = locale === 'fr';
	const number = (n: number) => new Intl.NumberFormat(locale).format(n);
	const op = { 'at-least': fr ? 'au moins' : 'at least', 'at-most': fr ? 'au plus' : 'at most' }[threshold.op];
	if (threshold.than === 'number') return `${op} ${number(threshold.n)}`;
	const times = `${op} ${number(threshold.times)} × ${fr ? 'l’habituel' : 'the usual'}`;
	if (threshold.least === 0) return times;
	if (threshold.op === 'at-least')
		return `${times}${fr ? ' et au moins' : ', and at least'} ${number(threshold.least)}`;
	return fr
		? `${times}, là où l’habituel est d’au moins ${number(threshold.least)}`
		: `${times}, where the usual is at least ${number(threshold.least)}`;
}

/** What the usual is: the average of these. */
export function sayUsual({ of }: Extract<Threshold, { than: 'usual' }>, window: string, locale: Locale): string {
	const n = USUAL_COUNT[of];
	const span = sayDuration(window, locale);
	const words: Record<typeof of, Record<Locale, string>> = {
		windows: {
			en: `the average of the ${n} periods of ${span} just before`,
			fr: `la moyenne des ${n} périodes de ${span} juste avant`,
		},
		days: {
			en: `the average of the same time on the ${n} days before`,
			fr: `la moyenne de la même heure des ${n} jours précédents`,
		},
		weeks: {
			en: `the average of the same weekday and time in the ${n} weeks before`,
			fr: `la moyenne du même jour à la même heure des ${n} semaines précédentes`,
		},
	};
	return words[of][locale];
}
