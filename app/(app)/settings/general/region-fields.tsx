'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { LOCALE_NAMES } from '@/i18n/locale';
import type { WorkspaceSettings } from '@/lib/settings';
import { LOCALES } from '@/lib/text';

type RegionFieldsProps = { settings: WorkspaceSettings; onChange: (changes: Partial<WorkspaceSettings>) => void };

export function RegionFields({ settings, onChange }: RegionFieldsProps) {
	const t = useTranslations('settings.general');
	const locale = useLocale();
	const zones = useMemo(
		() => Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
		[],
	);
	const currencies = useMemo(() => {
		const names = new Intl.DisplayNames(locale, { type: 'currency' });
		return Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: code, hint: names.of(code) ?? '' }));
	}, [locale]);
	return (
		<div className="grid gap-4 sm:grid-cols-2">
			<Field label={t('timeZone')} help={t('timeZoneHelp')} className="sm:col-span-2">
				<Combobox options={zones} value={settings.timeZone} onValueChange={(timeZone) => onChange({ timeZone })} />
			</Field>
			<Field label={t('locale')} help={t('localeHelp')}>
				<Select
					options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
					value={settings.locale}
					onValueChange={(next) => onChange({ locale: next })}
				/>
			</Field>
			<Field label={t('currency')}>
				<Combobox options={currencies} value={settings.currency} onValueChange={(currency) => onChange({ currency })} />
			</Field>
		</div>
	);
}
