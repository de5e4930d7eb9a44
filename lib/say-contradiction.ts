import type { Contradiction, Promised } from './contradiction';
import type { Names } from './names';
import { sayDiscount } from './say-discount';
import type { Locale, Text } from './text';

/** Ids named before it is only said how many more there are. */
export const NAMED = 5;

/** “‘Autumn’ (€10.00) and ‘Sales’ (20%) both hold from 27 to 30 November 2026 in Lyon for lamp-1. …”; `names`: of stores and products. */
export function sayContradiction({ mine, other, days, stores, products }: Contradiction, names: Names): Text {
	const say = (locale: Locale) => {
		const fr = locale === 'fr';
		const offers = fr
			? `${offer(mine, locale)} et ${offer(other, locale)} valent toutes deux`
			: `${offer(mine, locale)} and ${offer(other, locale)} both hold`;
		const where =
			stores === 'all'
				? fr
					? 'dans tous les magasins'
					: 'in all stores'
				: `${fr ? 'à' : 'at'} ${few(
						stores.map((id) => names.stores?.[id] ?? id),
						locale,
					)}`;
		const what =
			products === 'all'
				? fr
					? 'pour tous les produits'
					: 'for all products'
				: `${fr ? 'pour' : 'for'} ${few(
						products.map((id) => names.products?.[id] ?? id),
						locale,
					)}`;
		return `${offers} ${period(days, locale)} ${where}, ${what}. ${promiser(other, locale)}`;
	};
	return { en: say('en'), fr: say('fr') };
}

function offer({ offer: { name, discount } }: Promised, locale: Locale): string {
	const value = sayDiscount(discount, locale);
	const quoted = locale === 'fr' ? `«\u00a0${name}\u00a0»` : `“${name}”`;
	return value ? `${quoted} (${value})` : quoted;
}

function period({ first, last }: Contradiction['days'], locale: Locale): string {
	const fr = locale === 'fr';
	const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
	const day = (date: string) => format.format(new Date(`${date}T00:00:00Z`));
	if (last === null) return fr ? `à partir du ${day(first)}` : `from ${day(first)} on`;
	if (first === last) return fr ? `le ${day(first)}` : `on ${day(first)}`;
	return fr ? `du ${day(first)} au ${day(last)}` : `from ${day(first)} to ${day(last)}`;
}

function few(items: readonly string[], locale: Locale): string {
	const more = items.length - NAMED;
	const rest = more > 0 ? [locale === 'fr' ? `${more} de plus` : `${more} more`] : [];
	return new Intl.ListFormat(locale).format([...items.slice(0, NAMED), ...rest]);
}

function promiser({ by, offer: { name } }: Promised, locale: Locale): string {
	if (locale === 'fr')
		return `«\u00a0${name}\u00a0» est promise par ${by.kind === 'journey' ? 'le parcours' : 'l’opération'} «\u00a0${by.name}\u00a0».`;
	return `“${name}” is promised by the ${by.kind} “${by.name}”.`;
}
