import { LOCALES, type Locale } from '@/lib/text';

export const LOCALE_COOKIE = 'parcours_locale';
export const DEFAULT_LOCALE: Locale = 'en';

/** Each language in its own words: who cannot read the page finds hers. */
export const LOCALE_NAMES = { en: 'English', fr: 'Français' } as const satisfies Record<Locale, string>;

export function isLocale(value: unknown): value is Locale {
	return LOCALES.some((locale) => locale === value);
}

/** What the reader chose, else what her browser prefers among what we speak, else English. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
	if (isLocale(cookie)) return cookie;
	const wanted = (acceptLanguage ?? '')
		.split(',')
		.map((part) => {
			const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
			const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
			return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
		})
		.filter(({ quality }) => quality > 0)
		.sort((a, b) => b.quality - a.quality);
	return wanted.map(({ language }) => language).find(isLocale) ?? DEFAULT_LOCALE;
}
