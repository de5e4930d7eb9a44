import { z } from 'zod';

export const LOCALES = ['en', 'fr'] as const;
export type Locale = (typeof LOCALES)[number];

/** Words for people, in every language of the product. A plain string is shown as it is in all of them. */
export type Text = string | Record<Locale, string>;

export const text = z.union([z.string(), z.object({ en: z.string(), fr: z.string() })]);

export function say(words: Text, locale: Locale): string {
	return typeof words === 'string' ? words : words[locale];
}
