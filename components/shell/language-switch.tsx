'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { LOCALE_NAMES } from '@/i18n/locale';
import { LOCALES } from '@/lib/text';
import { setLocale } from './preferences';

export function LanguageSwitch() {
	const t = useTranslations('shell');
	const locale = useLocale();
	const router = useRouter();
	const [pending, start] = useTransition();
	return (
		<SegmentedControl
			label={t('language')}
			value={locale}
			disabled={pending}
			options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
			onValueChange={(next) => {
				setLocale(next);
				start(() => router.refresh());
			}}
		/>
	);
}
