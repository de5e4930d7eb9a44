'use client';

import { useSyncExternalStore } from 'react';
import { currentTheme, setTheme } from './preferences';
import type { Theme } from './theme';

/** The page's attribute is the truth: whoever changes it, every switch follows. */
function listen(changed: () => void): () => void {
	const observer = new MutationObserver(changed);
	observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
	return () => observer.disconnect();
}

export function useTheme(): [Theme, (theme: Theme) => void] {
	const theme = useSyncExternalStore<Theme>(listen, currentTheme, () => 'system');
	return [theme, setTheme];
}
