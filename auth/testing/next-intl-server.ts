import { createTranslator } from 'next-intl';
import en from '@/messages/en.json';

/** Stands in for `next-intl/server`: the reader is English. */
export async function getLocale(): Promise<'en'> {
	return 'en';
}

export async function getTranslations(namespace: 'errors') {
	return createTranslator({ locale: 'en', messages: en, namespace });
}
