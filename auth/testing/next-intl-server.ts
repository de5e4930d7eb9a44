import { createTranslator } from 'next-intl';
import type { Locale } from '@/lib/text';
import en from '@/messages/en.json';

let reader: Locale = 'en';

/** Which language the reader has from now on; English until somebody says so. */
export function readIn(locale: Locale): void {
	reader = locale;
}

/** Stands in for `next-intl/server`. Our own messages are English, whatever she reads. */
export async function getLocale(): Promise<Locale> {
	return reader;
}

export async function getTranslations(namespace: 'errors') {
	return createTranslator({ locale: 'en', messages: en, namespace });
}
