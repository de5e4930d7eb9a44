import type { Contradiction, Pair, Promised } from './contradiction';
import type { Linked, Part } from './linked';
import type { Names } from './names';
import { sayDiscount } from './say-discount';
import type { Locale } from './text';

/** Ids named before it is only said how many more there are. */
export const NAMED = 5;

const WHAT_FOLLOWS = {
	en: 'A customer may be promised both, and each voucher is accepted: whether both come off one purchase is up to the till. End one earlier, narrow one to other stores or products, or give both the same value.',
	fr: 'Un client peut se voir promettre les deux, et chaque bon est accepté\u00a0: c’est la caisse qui décide si les deux se cumulent sur un achat. Terminez l’une plus tôt, limitez l’une à d’autres magasins ou produits, ou donnez-leur la même valeur.',
} as const;

/** “‘Autumn’ (€10.00) and ‘Sales’ (20%)”: when and where both hold, who promises the other one, what follows. `names`: of stores and products. */
export function sayContradiction([first, ...more]: Pair, names: Names, locale: Locale): Linked {
	const all = [first, ...more];
	const places = widest(all).map((one) => place(one, names, locale));
	return {
		title: list([offer(first.mine, locale), offer(first.other, locale)], locale),
		text: [
			`${locale === 'fr' ? 'Toutes deux valent' : 'Both hold'} ${places.join(locale === 'fr' ? '\u00a0; ' : '; ')}. `,
			...promisers(all, locale),
			WHAT_FOLLOWS[locale],
		],
	};
}

/** Without what another one says already. */
function widest(all: Contradiction[]): Contradiction[] {
	return all.filter(
		(one, index) => !all.some((other, at) => at !== index && covers(other, one) && (at < index || !covers(one, other))),
	);
}

function covers(wide: Contradiction, narrow: Contradiction): boolean {
	const [a, b] = [wide.days, narrow.days];
	const within = (outer: readonly string[] | 'all', inner: readonly string[] | 'all') =>
		outer === 'all' || (inner !== 'all' && inner.every((id) => outer.includes(id)));
	return (
		a.first <= b.first &&
		(a.last === null || (b.last !== null && b.last <= a.last)) &&
		within(wide.stores, narrow.stores) &&
		within(wide.products, narrow.products)
	);
}

function place({ days, stores, products }: Contradiction, names: Names, locale: Locale): string {
	const fr = locale === 'fr';
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
	return `${period(days, locale)} ${where}, ${what}`;
}

function quoted(named: Exclude<Part, string>, locale: Locale): Part[] {
	return locale === 'fr' ? ['«\u00a0', named, '\u00a0»'] : ['“', named, '”'];
}

function offer({ offer: { id, name, discount } }: Promised, locale: Locale): Part[] {
	const value = sayDiscount(discount, locale);
	return [...quoted({ kind: 'offer', id, name }, locale), ...(value ? [` (${value})`] : [])];
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

function list(items: Part[][], locale: Locale): Part[] {
	const places = new Intl.ListFormat(locale).formatToParts(items.map((_, index) => String(index)));
	return places.flatMap(({ type, value }) => (type === 'element' ? (items[Number(value)] ?? []) : [value]));
}

/** “‘Sales’ is promised by the operation ‘Black Friday’ and the journey ‘Thanks’. ”: each offer once, with all who do. */
function promisers(all: Contradiction[], locale: Locale): Part[] {
	const fr = locale === 'fr';
	const offers = new Map(all.map(({ other }) => [other.offer.id, other.offer]));
	return [...offers.values()].flatMap(({ id, name }) => {
		const by = new Map(
			all.flatMap(({ other }) =>
				other.by && other.offer.id === id ? [[`${other.by.kind} ${other.by.id}`, other.by] as const] : [],
			),
		);
		const who = [...by.values()].map((one): Part[] => [
			fr ? (one.kind === 'journey' ? 'le parcours ' : 'l’opération ') : `the ${one.kind} `,
			...quoted(one, locale),
		]);
		if (who.length === 0) return [];
		return [
			...quoted({ kind: 'offer', id, name }, locale),
			fr ? ' est promise par ' : ' is promised by ',
			...list(who, locale),
			'. ',
		];
	});
}
