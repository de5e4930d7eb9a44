'use client';

import { useTranslations } from 'next-intl';
import { Choices } from '@/components/ui/choices';
import type { ComboboxOption } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { SegmentedControl } from '@/components/ui/segmented-control';

/** Where a colleague works; null: not said yet. */
export type Workplace = 'every' | string[] | null;

type StoresFieldProps = {
	stores: readonly ComboboxOption[];
	value: Workplace;
	onChange: (value: Workplace) => void;
	error: string | undefined;
};

/** Every store, or these: said, never by leaving a field empty. */
export function StoresField({ stores, value, onChange, error }: StoresFieldProps) {
	const t = useTranslations('settings.members');
	const these = Array.isArray(value);
	return (
		<>
			<Field label={t('worksIn')} error={these ? undefined : error} required>
				<SegmentedControl
					label={t('worksIn')}
					value={value === null ? '' : these ? 'these' : 'every'}
					onValueChange={(chosen) => onChange(chosen === 'these' ? [] : 'every')}
					options={[
						{ value: 'every', label: t('everyStore') },
						{ value: 'these', label: t('theseStores') },
					]}
					className="self-start"
				/>
			</Field>
			{these && (
				<Field label={t('stores')} error={error} required>
					<Choices label={t('stores')} placeholder={t('addStore')} options={stores} value={value} onChange={onChange} />
				</Field>
			)}
		</>
	);
}
