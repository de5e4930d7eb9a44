import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Json } from './event';
import { says } from './issue-text';
import { timeZone } from './settings';

/** How instants and days are written by those who do not write ISO 8601: Luxon's letters, and Unix time. */
export const DATE_FORMATS = [
	'iso',
	'seconds',
	'milliseconds',
	'dd/MM/yyyy HH:mm:ss',
	'dd/MM/yyyy HH:mm',
	'dd/MM/yyyy',
	'dd.MM.yyyy HH:mm:ss',
	'dd.MM.yyyy HH:mm',
	'dd.MM.yyyy',
	'MM/dd/yyyy HH:mm:ss',
	'MM/dd/yyyy HH:mm',
	'MM/dd/yyyy',
	'yyyy/MM/dd HH:mm:ss',
	'yyyy/MM/dd',
	'yyyyMMddHHmmss',
	'yyyyMMdd',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** `zone` (IANA) is where it is, when it does not say so itself. */
export const dateReading = z.object({ format: z.enum(DATE_FORMATS), zone: timeZone });
export type DateReading = z.infer<typeof dateReading>;

/**
 * What becomes of a value on its way. `number`: a text with this decimal mark, whatever groups its digits; with either where
 * only one reads it, so that 1,234 is none. `minor`: cents
 * (two digits) to euros. `instant`: ISO 8601 in UTC; `day`: the date there. `table`: the retailer's own words to ours.
 */
export const conversion = z.discriminatedUnion('as', [
	z.object({ as: z.literal('same') }),
	z.object({ as: z.literal('text') }),
	z.object({ as: z.literal('number'), decimal: z.enum(['either', '.', ',']) }),
	z.object({ as: z.literal('minor'), digits: z.number().int().min(1).max(4) }),
	z.object({ as: z.literal('instant'), ...dateReading.shape }),
	z.object({ as: z.literal('day'), ...dateReading.shape }),
	z.object({
		as: z.literal('table'),
		entries: z
			.array(z.object({ from: z.string().max(200), to: z.string().max(200) }))
			.min(1, says('write at least one line of the table', 'écrivez au moins une ligne de la table'))
			.max(200),
		/** Of what is not in it. */
		otherwise: z.enum(['refuse', 'keep']),
	}),
]);
export type Conversion = z.infer<typeof conversion>;
export const CONVERSIONS = conversion.options.map((option) => option.shape.as.value);

export type NotConverted = 'not-text' | 'not-a-number' | 'not-a-date' | 'not-in-table';

/** Never throws. */
export function convertValue(value: Json, to: Conversion): { value: Json } | { why: NotConverted } {
	switch (to.as) {
		case 'same':
			return { value };
		case 'text':
			return orElse('not-text', textOf(value));
		case 'number':
			return orElse('not-a-number', numberOf(value, to.decimal));
		case 'minor':
			return orElse('not-a-number', majorOf(value, to.digits));
		case 'instant':
			return orElse('not-a-date', dateOf(value, to)?.toUTC().toISO() ?? null);
		case 'day':
			return orElse('not-a-date', dateOf(value, to)?.toISODate() ?? null);
		case 'table': {
			const text = textOf(value);
			const found = to.entries.find(({ from }) => from.trim() === text);
			if (found) return { value: found.to };
			return to.otherwise === 'keep' ? { value } : { why: 'not-in-table' };
		}
	}
}

function orElse(why: NotConverted, value: Json | null): { value: Json } | { why: NotConverted } {
	return value === null ? { why } : { value };
}

export function textOf(value: Json): string | null {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Digits by themselves or in groups of three; a sign before them or, as some ERPs write it, behind. */
const NUMBERS = {
	'.': /^([+-]?)(\d{1,3}(?:[,\s'’]\d{3})+|\d+)(?:\.(\d+))?(-?)$/,
	',': /^([+-]?)(\d{1,3}(?:[.\s'’]\d{3})+|\d+)(?:,(\d+))?(-?)$/,
} as const;
const LONGEST_NUMBER = 40;

function numberOf(value: Json, decimal: 'either' | '.' | ','): number | null {
	if (decimal === 'either') {
		const read = [...new Set([numberOf(value, '.'), numberOf(value, ',')])].filter((each) => each !== null);
		return read.length === 1 ? (read[0] ?? null) : null;
	}
	if (typeof value === 'number') return value;
	if (typeof value !== 'string' || value.length > LONGEST_NUMBER) return null;
	const bare = value.replace(/^[\p{Sc}\s]+|[\p{Sc}\s]+$/gu, '');
	const [found, before, whole = '', part = '0', behind] = NUMBERS[decimal].exec(bare) ?? [];
	if (!found || (before && behind)) return null;
	const read = Number(`${whole.replace(/\D/g, '')}.${part}`);
	return before === '-' || behind ? -read : read;
}

/** By its decimal digits: 1999 / 100 is exact, and so is what is written. */
function majorOf(value: Json, digits: number): number | null {
	const minor = numberOf(value, '.');
	return minor !== null && Number.isSafeInteger(minor) ? Number(`${minor}e-${digits}`) : null;
}

function dateOf(value: Json, { format, zone }: DateReading): DateTime | null {
	const text = textOf(value);
	if (text === null || typeof value === 'boolean') return null;
	const date = readDate(text, format, zone);
	return date?.isValid ? date : null;
}

/** What a date of a payload lies between, when nobody has said how it is written: birthdays, and what is planned. */
const YEARS = { first: 1900, last: 2100 } as const;

/** How a value is written as a date: as it is said to be, where that reads it, or the first way that does. Days go before months. */
export function formatFor(value: Json | undefined, { format, zone }: DateReading): DateFormat {
	if (value === undefined) return format;
	const reads = (each: DateFormat) => {
		const year = dateOf(value, { format: each, zone })?.year;
		return year !== undefined && year >= YEARS.first && year <= YEARS.last;
	};
	return [format, ...DATE_FORMATS].find(reads) ?? format;
}

function readDate(text: string, format: DateFormat, zone: string): DateTime | null {
	switch (format) {
		case 'iso': {
			const iso = DateTime.fromISO(text, { zone });
			return iso.isValid ? iso : DateTime.fromSQL(text, { zone });
		}
		case 'seconds':
		case 'milliseconds': {
			if (!/^-?\d{1,14}(\.\d{1,9})?$/.test(text)) return null;
			return DateTime.fromMillis(Math.round(Number(text) * (format === 'seconds' ? 1000 : 1)), { zone });
		}
		default:
			return DateTime.fromFormat(text, format, { zone, locale: 'en' });
	}
}
