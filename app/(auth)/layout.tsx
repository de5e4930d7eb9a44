import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { LanguageSwitch } from '@/components/shell/language-switch';
import { Logo } from '@/components/shell/logo';
import { JourneyDrawing } from './journey-drawing';

export default async function AuthLayout({ children }: { children: ReactNode }) {
	const t = await getTranslations('common');
	return (
		<div className="grid min-h-dvh lg:grid-cols-[minmax(28rem,5fr)_7fr]">
			<div className="flex flex-col bg-surface px-5 py-5 sm:px-10">
				<header className="flex items-center justify-between gap-4">
					<span className="flex items-center gap-2 font-semibold text-lg tracking-tight">
						<Logo className="size-7" />
						{t('product')}
					</span>
					<LanguageSwitch />
				</header>
				<main className="m-auto w-full max-w-88 py-12">{children}</main>
			</div>
			<JourneyDrawing />
		</div>
	);
}
