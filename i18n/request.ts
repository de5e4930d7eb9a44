import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import type { Locale } from '@/lib/text';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { chooseLocale, isLocale, LOCALE_COOKIE } from './locale';
import { displayTimeZone } from './time-zone';

const MESSAGES = { en, fr } satisfies Record<Locale, typeof en>;

/** `asked`: by name, for a page that is in its reader's language whoever looks at it (`getTranslations({ locale })`). */
export default getRequestConfig(async ({ locale: asked }) => {
	const [jar, head] = await Promise.all([cookies(), headers()]);
	const locale = isLocale(asked) ? asked : chooseLocale(jar.get(LOCALE_COOKIE)?.value, head.get('accept-language'));
	return { locale, messages: MESSAGES[locale], timeZone: await displayTimeZone() };
});
