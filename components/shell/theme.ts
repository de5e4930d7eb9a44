export const THEME_COOKIE = 'parcours_theme';
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export function parseTheme(value: unknown): Theme {
	return THEMES.find((theme) => theme === value) ?? 'system';
}
