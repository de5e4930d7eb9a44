'use client';

import { LOCALE_COOKIE } from '@/i18n/locale';
import type { Locale } from '@/lib/text';
import { parseTheme, THEME_COOKIE, type Theme } from './theme';

const YEAR_SECONDS = 31_536_000;

/** Taste, not data: a cookie is enough, and the server reads it before it draws, so that nothing flashes. */
function remember(name: string, value: string): void {
	const secure = location.protocol === 'https:' ? '; Secure' : '';
	// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http and in older Firefox.
	document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
}

export function currentTheme(): Theme {
	return parseTheme(document.documentElement.dataset.theme);
}

export function setTheme(theme: Theme): void {
	remember(THEME_COOKIE, theme);
	if (theme === 'system') delete document.documentElement.dataset.theme;
	else document.documentElement.dataset.theme = theme;
}

/** The page must be asked for again (`router.refresh()`): words are chosen on the server. */
export function setLocale(locale: Locale): void {
	remember(LOCALE_COOKIE, locale);
}
