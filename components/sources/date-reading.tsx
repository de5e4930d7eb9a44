'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Combobox } from '@/components/ui/combobox';
import { Select } from '@/components/ui/select';
import { DATE_FORMATS, type DateReading } from '@/lib/convert-value';

const NAMED = ['iso', 'seconds', 'milliseconds'] as const;

/** How a date is written, and where it is when it does not say. */
export function DateReadingFields({ value, onChange }: { value: DateReading; onChange: (value: DateReading) => void }) {
	const t = useTranslations('sources');
	const zones = useMemo(
		() =>
			['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((zone) => ({
				value: zone,
				label: zone.replaceAll('_', ' '),
			})),
		[],
	);
	return (
		<>
			<Select
				aria-label={t('dateFormat')}
				value={value.format}
				options={DATE_FORMATS.map((format) => {
					const named = NAMED.find((name) => name === format);
					return { value: format, label: named ? t(`formats.${named}`) : format };
				})}
				onValueChange={(format) => onChange({ ...value, format })}
				className="w-auto min-w-44 sm:text-xs"
			/>
			{value.format !== 'seconds' && value.format !== 'milliseconds' && (
				<Combobox
					aria-label={t('dateZone')}
					options={zones}
					value={value.zone}
					onValueChange={(zone) => onChange({ ...value, zone })}
					className="w-auto min-w-40 sm:text-xs"
				/>
			)}
		</>
	);
}
