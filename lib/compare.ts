import { z } from 'zod';
import type { Json } from './event';

/** How a value is compared. Text is never compared with a number in silence: a test between unlike types is false. */
export const OPERATORS = [
	'equals',
	'not-equals',
	'greater-than',
	'at-least',
	'less-than',
	'at-most',
	'contains',
	'not-contains',
	'starts-with',
	'one-of',
	'is-set',
	'is-not-set',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** Text that Postgres can keep: it has no NUL. */
export const storableText = z
	.string()
	.refine((words) => !words.includes('\0'), 'leave out the character with the code 0');

export const scalar = z.union([storableText, z.number(), z.boolean()]);
export type Scalar = z.infer<typeof scalar>;
export const propertyPath = storableText.min(1, 'choose a property');

/** The value that a property of the event which starts the journey has: “the product this one replaces”. */
export const reference = z.object({ from: z.literal('trigger'), path: propertyPath });
export type Reference = z.infer<typeof reference>;

/** What a value is compared with; a list for `one-of`. A reference is looked up first (`withTriggerValues`): as it is, nothing is like it. */
export type Wanted = Scalar | Scalar[] | Reference | undefined;

/** Whether an operator compares with something. */
export function needsValue(op: Operator): boolean {
	return op !== 'is-set' && op !== 'is-not-set';
}

/** How two numbers are compared. */
export const NUMBER_OPERATORS = ['equals', 'greater-than', 'at-least', 'less-than', 'at-most'] as const;
export type NumberOperator = (typeof NUMBER_OPERATORS)[number];

export function compareNumbers(a: number, op: NumberOperator, b: number): boolean {
	return testOne(a, op, b);
}

/** All values a path leads to: none when something on the way is missing, several when it crosses a list. */
export function valuesAt(root: Json | undefined, path: string): Json[] {
	let values: Json[] = root === undefined ? [] : [root];
	for (const part of path.split('.')) {
		const list = part.endsWith('[]');
		const key = list ? part.slice(0, -2) : part;
		values = values.flatMap((value) => {
			if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, key)) return [];
			const child = value[key];
			if (child === undefined) return [];
			return list ? (Array.isArray(child) ? child : []) : [child];
		});
	}
	return values;
}

/** What is null or empty is not there. */
export function isPresent(value: Json): boolean {
	return value !== null && value !== '';
}

/** Of several values one is enough; the opposites (`not-…`) hold when no value passes the test they turn round. */
export function testValues(values: Json[], op: Operator, wanted: Wanted): boolean {
	const present = values.filter(isPresent);
	switch (op) {
		case 'is-set':
			return present.length > 0;
		case 'is-not-set':
			return present.length === 0;
		case 'not-equals':
			return !testValues(values, 'equals', wanted);
		case 'not-contains':
			return !testValues(values, 'contains', wanted);
		default:
			return present.some((v) => testOne(v, op, wanted));
	}
}

type Comparison = Exclude<Operator, 'is-set' | 'is-not-set' | 'not-equals' | 'not-contains'>;

function testOne(value: Json, op: Comparison, wanted: Wanted): boolean {
	switch (op) {
		case 'equals':
			return value === wanted;
		case 'one-of':
			return Array.isArray(wanted) && wanted.some((w) => w === value);
		case 'contains':
			if (Array.isArray(value)) return value.some((v) => v === wanted);
			return typeof value === 'string' && typeof wanted === 'string' && anyCase(value).includes(anyCase(wanted));
		case 'starts-with':
			return typeof value === 'string' && typeof wanted === 'string' && anyCase(value).startsWith(anyCase(wanted));
		case 'greater-than':
			return ordered(value, wanted, (c) => c > 0);
		case 'at-least':
			return ordered(value, wanted, (c) => c >= 0);
		case 'less-than':
			return ordered(value, wanted, (c) => c < 0);
		case 'at-most':
			return ordered(value, wanted, (c) => c <= 0);
	}
}

/** Text in lower case, letter by letter as SQL’s `lower` does it: a Greek sigma is the same inside a word and at its end. */
export function anyCase(words: string): string {
	return Array.from(words, (letter) => Array.from(letter.toLowerCase())[0] ?? '').join('');
}

/** Numbers compare as numbers, ISO 8601 dates as instants; anything else is not ordered. */
function ordered(value: Json, wanted: Wanted, holds: (comparison: number) => boolean): boolean {
	if (typeof value === 'number' && typeof wanted === 'number') return holds(value - wanted);
	if (typeof value === 'string' && typeof wanted === 'string') {
		const [a, b] = [instantIn(value), instantIn(wanted)];
		return a !== null && b !== null && holds(a - b);
	}
	return false;
}

/** ISO 8601 dates, with or without a time and a zone; a pattern that Postgres reads the same way. */
export const ISO_DATE =
	'^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?)?$';
const isoDate = new RegExp(ISO_DATE);
const ZONED = /(Z|[+-]\d\d:\d\d)$/;

/** UTC epoch ms, null for other text. Left alone, `Date.parse` reads “size 5” as May, and a time without a zone in the machine's. */
export function instantIn(text: string): number | null {
	if (!isoDate.test(text)) return null;
	// The calendar has no 30 February; `Date` takes it for the second of March.
	const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
	if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null;
	const at = Date.parse(text.includes('T') && !ZONED.test(text) ? `${text}Z` : text);
	return Number.isNaN(at) ? null : at;
}

/** An id as it is compared: ids may be text or numbers, and one sender's 42 is another's “42”. Null: no id. */
export function idIn(value: Json): string | null {
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return typeof value === 'string' && value !== '' ? value : null;
}
