import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { parseTheme, THEME_COOKIE } from '@/components/shell/theme';
import { Toaster } from '@/components/ui/toast';
import { TooltipProvider } from '@/components/ui/tooltip';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
	const t = await getTranslations('common');
	return {
		title: { default: t('product'), template: `%s · ${t('product')}` },
		description: t('tagline'),
		// Back office and customers' own voucher pages: nothing here is for search engines.
		robots: { index: false, follow: false },
	};
}

export const viewport: Viewport = {
	colorScheme: 'light dark',
	themeColor: [
		{ media: '(prefers-color-scheme: light)', color: '#fbfbfc' },
		{ media: '(prefers-color-scheme: dark)', color: '#0e0f12' },
	],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
	const [locale, jar] = await Promise.all([getLocale(), cookies()]);
	const theme = parseTheme(jar.get(THEME_COOKIE)?.value);
	return (
		<html lang={locale} data-theme={theme === 'system' ? undefined : theme} suppressHydrationWarning>
			<body className="min-h-dvh font-sans antialiased">
				<NextIntlClientProvider>
					<TooltipProvider>{children}</TooltipProvider>
					<Toaster />
				</NextIntlClientProvider>
			</body>
		</html>
	);
}
