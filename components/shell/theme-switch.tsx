'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { THEMES, type Theme } from './theme';
import { useTheme } from './use-theme';

export const THEME_ICON = { system: <Monitor />, light: <Sun />, dark: <Moon /> } as const satisfies Record<
	Theme,
	unknown
>;

export function ThemeSwitch() {
	const t = useTranslations('shell');
	const [theme, setTheme] = useTheme();
	return (
		<SegmentedControl
			label={t('theme')}
			value={theme}
			onValueChange={setTheme}
			options={THEMES.map((value) => ({
				value,
				label: t(`themes.${value}`),
				icon: THEME_ICON[value],
				iconOnly: value !== theme,
			}))}
		/>
	);
}
