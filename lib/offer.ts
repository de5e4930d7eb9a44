import { z } from 'zod';
import { says } from './issue-text';

const words = (max: number) => z.string().trim().max(max);
const named = z.array(z.string().trim().min(1).max(100)).max(5000).default([]);
const instant = z.iso.datetime({ offset: true }).nullable().default(null);
const limit = z
	.number()
	.int(says('whole numbers only', 'des nombres entiers seulement'))
	.min(1, says('at least one, or no limit', 'au moins un, ou aucune limite'))
	.max(100_000_000)
	.nullable()
	.default(null);

/** What it takes off: whole minor units of a currency (ISO 4217), percent, or something that has no figure. */
export const discount = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('amount'),
		value: z.number().int().min(1, says('how much?', 'combien ?')).max(100_000_000),
		currency: z.string().regex(/^[A-Z]{3}$/),
	}),
	z.object({
		kind: z.literal('percent'),
		value: z.number().int().min(1, says('from 1 to 100', 'de 1 à 100')).max(100, says('from 1 to 100', 'de 1 à 100')),
	}),
	z.object({ kind: z.literal('gift') }),
]);

export const offerId = z
	.string()
	.regex(
		/^[a-z0-9][a-z0-9-]{1,62}$/,
		says('small letters, digits and dashes, as in autumn-10', 'minuscules, chiffres et tirets, comme dans automne-10'),
	);

/** An offer as it is written, by a person or a system. Instants are ISO 8601; empty lists mean all. */
export const offerDraft = z
	.object({
		name: words(120).min(1, says('give it a name', 'donnez-lui un nom')),
		title: words(120).min(1, says('say what the customer gets', 'dites ce que le client reçoit')),
		terms: words(1000).default(''),
		discount,
		valid_from: instant,
		valid_until: instant,
		products: named,
		categories: named,
		stores: named,
		codes: z.enum(['generated', 'pool']).default('generated'),
		limit_total: limit,
		limit_per_customer: limit,
		release_at_exit: z.enum(['never', 'unsent', 'unused']).default('unsent'),
		at_refund: z.enum(['usable', 'release', 'keep']).default('usable'),
	})
	.refine(
		({ valid_from, valid_until }) => !valid_from || !valid_until || Date.parse(valid_from) < Date.parse(valid_until),
		{
			error: says('it ends before it begins', 'elle finit avant de commencer'),
			path: ['valid_until'],
		},
	);
export type OfferDraft = z.output<typeof offerDraft>;

export type Validity = { validFrom: Date | null; validUntil: Date | null; archivedAt: Date | null };

/** Whether an offer holds at an instant (UTC epoch ms): before its beginning and after its end it does not. */
export function standingOf({ validFrom, validUntil, archivedAt }: Validity, at: number): 'to-come' | 'valid' | 'over' {
	if (archivedAt || (validUntil && validUntil.getTime() <= at)) return 'over';
	return validFrom && validFrom.getTime() > at ? 'to-come' : 'valid';
}

/**
 * How many more vouchers an offer can give: what its pool and its total limit leave, whichever is less; null: no end.
 * `left`: codes in the pool, null without one. `issued`, `redeemed`: what counts against the limit.
 */
export function roomOf(offer: {
	limitTotal: number | null;
	left: number | null;
	issued: number;
	redeemed: number;
}): number | null {
	const { limitTotal, left, issued, redeemed } = offer;
	if (limitTotal === null) return left;
	return Math.min(left ?? Number.POSITIVE_INFINITY, Math.max(0, limitTotal - issued - redeemed));
}

/** Whether an offer holds for a product, of one of its products or categories; both empty: for all. */
export function coversProduct(
	offer: { products: string[]; categories: string[] },
	product: { id: string; category: string | null },
): boolean {
	if (offer.products.length === 0 && offer.categories.length === 0) return true;
	return (
		offer.products.includes(product.id) || (product.category !== null && offer.categories.includes(product.category))
	);
}

/** Whether an offer holds at a store, or on the `web`. */
export function holdsAt(offer: { stores: string[] }, place: string): boolean {
	return offer.stores.length === 0 || offer.stores.includes(place);
}

/** A code as a person may have typed it: `abcd-1234` is `ABCD1234`. */
export function normalised(code: string): string {
	return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** Characters of a list of codes that is pasted or read from a file at once. */
export const MAX_CODES_TEXT = 4_000_000;
const MIN_CODE = 4;
const MAX_CODE = 40;

export type CodeLine = { code: string; written: string; line: number };
export type BadLine = { line: number; written: string; why: 'characters' | 'short' | 'long' | 'twice' | 'known' };

/**
 * The codes of a pool, one a line (or the first column of a CSV file, with or without a header named `code`). A code has
 * 4 to 40 letters and digits; dashes, dots and spaces are kept for printing and do not tell two codes apart. Empty lines
 * are left out; what is bad is named by its line, from 1.
 */
export function readCodes(text: string): { codes: CodeLine[]; bad: BadLine[] } {
	const codes: CodeLine[] = [];
	const bad: BadLine[] = [];
	const seen = new Set<string>();
	for (const [index, whole] of text
		.replace(/^\uFEFF/, '')
		.split(/\r\n|\r|\n/)
		.entries()) {
		const written = (whole.split(/[,;\t]/)[0] ?? '')
			.trim()
			.replace(/^"(.*)"$/, '$1')
			.trim();
		const line = index + 1;
		if (written === '' || (line === 1 && written.toLowerCase() === 'code')) continue;
		const code = normalised(written);
		const why = problemOf(written, code) ?? (seen.has(code) ? 'twice' : null);
		if (why) bad.push({ line, written: written.slice(0, MAX_CODE), why });
		else codes.push({ code, written, line });
		seen.add(code);
	}
	return { codes, bad };
}

function problemOf(written: string, code: string): BadLine['why'] | null {
	if (!/^[A-Za-z0-9 ._-]+$/.test(written)) return 'characters';
	if (code.length < MIN_CODE) return 'short';
	return code.length > MAX_CODE || written.length > MAX_CODE + 20 ? 'long' : null;
}
