import { z } from 'zod';
import { type Channel, channel } from './channel';
import { type ConsentPurpose, purposeId, sayWording } from './consent';
import type { JsonObject } from './event';
import { LOCALES, type Locale } from './text';

export const FORM_KINDS = ['newsletter', 'documentation', 'game'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

/** What a form may ask for; each becomes a trait of that name. */
export const FORM_FIELDS = ['email', 'phone', 'first_name', 'last_name', 'postal_code', 'city', 'birthday'] as const;
export type FormField = (typeof FORM_FIELDS)[number];

/** Where a consent to a channel is meant for. */
export const ADDRESS_FIELD = { email: 'email', sms: 'phone' } as const satisfies Record<Channel, FormField>;

const words = (max: number) => z.object({ en: z.string().trim().max(max), fr: z.string().trim().max(max) });
const someWords = (max: number) =>
	z.object({ en: z.string().trim().min(1).max(max), fr: z.string().trim().min(1).max(max) });

const ask = z.object({ channel, purpose: purposeId });
const sameAsk = (a: z.infer<typeof ask>) => `${a.channel} ${a.purpose}`;

/** A form that a visitor fills in: what it says, what it asks for, and which consents. */
export const formDefinition = z
	.object({
		name: z.string().trim().min(1).max(80),
		kind: z.enum(FORM_KINDS),
		title: someWords(120),
		intro: words(1000),
		button: someWords(40),
		/** After it was sent. */
		thanks: someWords(1000),
		/** Who keeps what, why and for how long (GDPR art. 13); shown under the button. */
		notice: words(2000),
		fields: z.array(z.object({ field: z.enum(FORM_FIELDS), required: z.boolean() })).min(1),
		asks: z.array(ask).max(12),
		/** Asks for a confirmation even where the settings do not. */
		doubleOptIn: z.boolean(),
	})
	.refine(({ fields }) => new Set(fields.map(({ field }) => field)).size === fields.length, {
		path: ['fields'],
		message: 'a field is there twice',
	})
	.refine(({ fields }) => fields.some(({ field }) => field === 'email' || field === 'phone'), {
		path: ['fields'],
		message: 'ask for an email address or a phone number',
	})
	.refine(({ asks }) => new Set(asks.map(sameAsk)).size === asks.length, {
		path: ['asks'],
		message: 'a consent is asked for twice',
	})
	.refine(({ asks, fields }) => asks.every((a) => fields.some(({ field }) => field === ADDRESS_FIELD[a.channel])), {
		path: ['asks'],
		message: 'a consent is asked for on a channel whose address is not',
	});
export type FormDefinition = z.infer<typeof formDefinition>;

/** A form's path: `/f/<slug>`. */
export const formSlug = z
	.string()
	.max(60)
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use small letters, digits and hyphens, such as autumn-game');

/**
 * The consents as they were put before somebody, word for word. Signed into the page and brought back with the answer:
 * the proof (GDPR art. 7(1)) is of what she read, whatever was edited meanwhile. `of`: a form's id, or `preferences`.
 */
export const shown = z.object({
	of: z.string(),
	version: z.number().int(),
	locale: z.enum(LOCALES),
	/** When it was shown, UTC epoch ms. */
	at: z.number(),
	asks: z.array(z.object({ channel, purpose: z.string(), wording: z.string() })),
});
export type Shown = z.infer<typeof shown>;

/** What a form asks to agree to, as it is put before a visitor; not what the settings no longer have. */
export function formAsks(
	{ asks }: Pick<FormDefinition, 'asks'>,
	{ purposes, brand, locale }: { purposes: readonly ConsentPurpose[]; brand: string; locale: Locale },
): Shown['asks'] {
	return asks.flatMap(({ channel, purpose: id }) => {
		const purpose = purposes.find((each) => each.id === id);
		return purpose ? [{ channel, purpose: id, wording: sayWording(purpose, { channel, brand, locale }) }] : [];
	});
}

/** How a consent is called in a form's answer. */
export function askName({ channel, purpose }: { channel: Channel; purpose: string }): string {
	return `${channel}:${purpose}`;
}

/** Whoever answers sooner did not read; a page that lay open longer is shown again, with today's words. */
const READ_MS = 1500;
const OPEN_MS = 24 * 3_600_000;

export function wasRead({ at }: Shown, now: number): 'too-soon' | 'too-late' | null {
	if (now - at < READ_MS) return 'too-soon';
	return now - at > OPEN_MS ? 'too-late' : null;
}

export type FormErrors = Partial<Record<FormField, 'missing' | 'invalid' | 'needed-for-consent'>>;

const CHECKS: Record<FormField, z.ZodType<string>> = {
	email: z.email().max(254),
	phone: z
		.string()
		.max(30)
		.regex(/^[+\d\s().-]{6,}$/),
	first_name: z.string().max(80),
	last_name: z.string().max(80),
	postal_code: z
		.string()
		.max(12)
		.regex(/^[\p{L}\d -]+$/u),
	city: z.string().max(80),
	birthday: z.iso.date(),
};
/** Nothing that a message or a database could trip over. */
const plain = z.string().regex(/^\P{Cc}*$/u);

/**
 * What somebody filled in, as traits, or what is wrong with it. `ticked`: the consents she ticked, which need the
 * address of their channel. Never looks at what was not asked for.
 */
export function readAnswers(
	{ fields }: Pick<FormDefinition, 'fields'>,
	answers: ReadonlyMap<string, string>,
	ticked: readonly { channel: Channel }[],
): { traits: JsonObject; errors: null } | { traits: null; errors: FormErrors } {
	const errors: FormErrors = {};
	const traits: JsonObject = {};
	for (const { field, required } of fields) {
		const value = answers.get(field)?.trim() ?? '';
		const needed = ticked.some((each) => ADDRESS_FIELD[each.channel] === field);
		if (value === '') {
			if (required) errors[field] = 'missing';
			else if (needed) errors[field] = 'needed-for-consent';
		} else if (plain.safeParse(value).success && CHECKS[field].safeParse(value).success) traits[field] = value;
		else errors[field] = 'invalid';
	}
	return Object.keys(errors).length > 0 ? { traits: null, errors } : { traits, errors: null };
}
