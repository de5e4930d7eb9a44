import { z } from 'zod';
import { latitude, longitude } from './distance';
import { readDayHours, readWeekHours } from './hours-text';
import { says } from './issue-text';
import { toMajor, toMinor } from './money';
import { type HourSpan, weekHours } from './opening-hours';
import { timeZone } from './settings';

/** What can be brought in from a file or by API, in the order in which they refer to each other. */
export const CATALOGUE_KINDS = ['products', 'variants', 'stores', 'stock'] as const;
export type CatalogueKind = (typeof CATALOGUE_KINDS)[number];

const MISSING = says('this is missing', 'ceci manque');
const NUMBER = says('write a number such as 39.90', 'écrivez un nombre, par exemple 39,90');
const WHOLE = says('write a whole number such as 12', 'écrivez un nombre entier, par exemple 12');
const INSTANT = says(
	'write an ISO 8601 instant with its zone, such as 2026-11-24T09:30:00+01:00',
	'écrivez un instant ISO 8601 avec son fuseau, par exemple 2026-11-24T09:30:00+01:00',
);
const HOURS = says(
	'write opening hours such as Mo-Fr 10:00-12:30,14:00-19:00; Sa 10:00-20:00',
	'écrivez des horaires tels que Mo-Fr 10:00-12:30,14:00-19:00; Sa 10:00-20:00',
);
const DAY_HOURS = says(
	'write days with other hours such as 2026-12-24 10:00-17:00; 2026-12-25 off',
	'écrivez les jours particuliers tels que 2026-12-24 10:00-17:00; 2026-12-25 off',
);
const YES_NO = says('write yes or no', 'écrivez oui ou non');
const TEXT = says('write some words', 'écrivez quelques mots');

/** Files know nothing but text, and some systems write ids as numbers. */
const words = (max: number, error: string = MISSING) =>
	z
		.union([z.string(), z.number()], { error })
		.transform((value) => String(value).trim())
		.pipe(
			z
				.string()
				.min(1, error)
				.max(max, says(`write at most ${max} characters`, `écrivez ${max} caractères au plus`)),
		)
		.refine((value) => !value.includes('\0'), TEXT);
const id = words(100);

/** `1 234,50` as spreadsheets in French write it, and `1234.50`. */
const toNumber = (value: unknown) => {
	if (typeof value !== 'string') return value;
	const plain = value.replace(/[\s\u202f\u00a0]/g, '').replace(',', '.');
	return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : value;
};
const number = <S extends z.ZodType>(schema: S) => z.preprocess(toNumber, schema);
const whole = (min: number, max: number) =>
	number(
		z
			.number(WHOLE)
			.int(WHOLE)
			.min(min, says(`at least ${min}`, `au moins ${min}`))
			.max(max, says(`${max} at most`, `${max} au plus`)),
	);
const price = number(
	z.number(NUMBER).min(0, says('must not be negative', 'ne doit pas être négative')).max(10_000_000, NUMBER),
);

const YES = ['yes', 'true', '1', 'oui', 'vrai'];
const NO = ['no', 'false', '0', 'non', 'faux'];
const toBoolean = (value: unknown) => {
	const said = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : '';
	return YES.includes(said) ? true : NO.includes(said) ? false : value;
};
/** Emptied, it is yes again. */
const active = z
	.preprocess(toBoolean, z.boolean(YES_NO).nullish())
	.transform((value) => (value === null ? true : value));

const instant = z
	.union([z.iso.datetime({ offset: true }), z.iso.date()], { error: INSTANT })
	.transform((value) => new Date(value).toISOString());

const currency = words(3)
	.transform((value) => value.toUpperCase())
	.refine(
		(value) => /^[A-Z]{3}$/.test(value),
		says('write an ISO 4217 currency such as EUR', 'écrivez une devise ISO 4217, par exemple EUR'),
	);

const url = z
	.url({
		protocol: /^https?$/,
		error: says('write an address such as https://…', 'écrivez une adresse telle que https://…'),
	})
	.max(2000);

/** `a, b` or `a|b` in a file. */
const list = <S extends z.ZodType<string>>(item: S) =>
	z
		.preprocess(
			(value) =>
				typeof value === 'string'
					? value
							.split(/[,;|]/)
							.map((one) => one.trim())
							.filter((one) => one !== '')
					: value,
			z.array(item, TEXT).max(50).nullish(),
		)
		.transform((value) => (value === null ? [] : value));

/** Text of a file, or the object of an API; emptied, it is `{}`. */
const readBy = <S extends z.ZodType>(read: (text: string) => unknown, schema: S, message: string) =>
	z
		.unknown()
		.transform((value, context): z.output<S> => {
			const parsed = schema.safeParse(value === null ? {} : typeof value === 'string' ? read(value) : value);
			if (parsed.success) return parsed.data;
			context.addIssue({ code: 'custom', message });
			return z.NEVER;
		})
		.optional();
const dayHours = z.union([
	weekHours.valueType.transform((hours): { hours: HourSpan[]; reason?: string } => ({ hours })),
	z.object({ hours: weekHours.valueType, reason: z.string().max(200).optional() }),
]);
const openingHours = readBy(readWeekHours, weekHours, HOURS);
const exceptions = readBy(readDayHours, z.record(z.iso.date(), dayHours), DAY_HOURS);

const optional = (max: number) => words(max, TEXT).nullish();

/** The euro has no tenths of cents: 39.905 is a mistake of the file's. */
function fitsCurrency(price: number, code: string): boolean {
	return Math.abs(toMajor(toMinor(price, code), code) - price) < 1e-9;
}
const UNFIT = says('has more digits after the point than its currency', 'a plus de décimales que sa devise');

/** What a line may say, by its name in files and in the API. What it leaves out, and may, stays as it is. */
export const CATALOGUE_FIELDS = {
	products: {
		id: id.describe('yours; `product_id` of events'),
		name: words(300),
		category: words(200),
		price: price.describe('in the currency’s major unit: 39.90'),
		currency: currency.describe('ISO 4217'),
		price_as_of: instant
			.nullish()
			.describe('since when that is the price (now); an older one than what is known changes nothing'),
		brand: optional(200),
		url: url.nullish(),
		image_url: url.nullish(),
		launched_at: instant.nullish(),
		replaces: optional(100).describe('the id of the product whose successor it is'),
		active: active.describe('`no`: no longer sold'),
	},
	variants: {
		sku: id.describe('unique over all products; `sku` of events'),
		product_id: id,
		size: optional(100),
		colour: optional(100),
		price: price.nullish().describe('when it is not the product’s'),
		currency: currency.nullish().describe('of that price; the product’s'),
		price_as_of: instant.nullish().describe('since when that is the price (now)'),
		active: active.describe('`no`: no longer sold'),
	},
	stores: {
		id: id.describe('yours; `store_id` of events'),
		name: words(200),
		kind: z
			.enum(['store', 'warehouse'], says('write store or warehouse', 'écrivez store ou warehouse'))
			.nullish()
			.transform((value) => (value === null ? ('store' as const) : value))
			.describe('`store` (default) or `warehouse`: customers are sent to stores only'),
		address: words(300),
		postal_code: words(20),
		city: words(100),
		country: words(2)
			.transform((value) => value.toUpperCase())
			.refine(
				(value) => /^[A-Z]{2}$/.test(value),
				says('write a country such as FR', 'écrivez un pays, par exemple FR'),
			)
			.describe('ISO 3166-1 alpha-2'),
		latitude: number(latitude).describe('in degrees, WGS 84'),
		longitude: number(longitude),
		time_zone: z.string(MISSING).pipe(timeZone).describe('IANA: Europe/Paris'),
		phone: optional(40),
		opening_hours: openingHours.describe(
			'`Mo-Fr 10:00-12:30,14:00-19:00; Sa 10:00-20:00`, or by ISO weekday `{ "1": [["10:00", "19:00"]] }`',
		),
		exceptions: exceptions.describe(
			'days with other hours: `2026-12-24 10:00-17:00; 2026-12-25 off`, or `{ "2026-12-25": [] }`; replaces all known',
		),
		zone: optional(100).describe('your own division, such as a region'),
		services: list(words(60)).describe('your own words: `click-and-collect, tailor`'),
		languages: list(
			words(20).refine(
				(value) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(value),
				says('write a language such as fr', 'écrivez une langue, par exemple fr'),
			),
		).describe('BCP 47: `fr, en`'),
		capacity: whole(1, 1_000_000).nullish().describe('how many customers may be inside'),
		active: active.describe('`no`: given up'),
	},
	stock: {
		product_id: id,
		sku: optional(100).describe('the variant; without it the product as a whole'),
		store_id: id.describe('a store, a warehouse, or `web`'),
		quantity: whole(-1_000_000, 1_000_000_000).describe('pieces'),
		as_of: instant.nullish().describe('when it was counted (now); an older figure than what is known changes nothing'),
	},
} as const;

const product = z.object(CATALOGUE_FIELDS.products).transform(({ price, ...rest }, context) => {
	if (!fitsCurrency(price, rest.currency)) context.addIssue({ code: 'custom', path: ['price'], message: UNFIT });
	return { ...rest, price_minor: toMinor(price, rest.currency) };
});
const variant = z.object(CATALOGUE_FIELDS.variants).transform(({ price, ...rest }, context) => {
	if (typeof price !== 'number') return { ...rest, price_minor: price };
	const message = says('say in which currency the price is', 'indiquez la devise du prix');
	if (!rest.currency) context.addIssue({ code: 'custom', path: ['currency'], message });
	else if (!fitsCurrency(price, rest.currency)) context.addIssue({ code: 'custom', path: ['price'], message: UNFIT });
	return { ...rest, price_minor: toMinor(price, rest.currency ?? '') };
});
const stockLine = z.object(CATALOGUE_FIELDS.stock).transform(({ sku, ...rest }) => ({ ...rest, sku: sku ?? '' }));

/** A line as it is written down: by columns of its table, instants in ISO 8601; what is absent stays as it is. */
export const CATALOGUE_SHAPES = {
	products: product,
	variants: variant,
	stores: z.object(CATALOGUE_FIELDS.stores),
	stock: stockLine,
} as const;

/** What makes two lines of a file speak of the same. */
export const CATALOGUE_KEYS = {
	products: ['id'],
	variants: ['sku'],
	stores: ['id'],
	stock: ['product_id', 'sku', 'store_id'],
} as const satisfies Record<CatalogueKind, readonly string[]>;
