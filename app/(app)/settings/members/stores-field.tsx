'use client';

import { useTranslations } from 'next-intl';
import { Choices } from '@/components/ui/choices';
import type { ComboboxOption } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';

type StoresFieldProps = {
	stores: readonly ComboboxOption[];
	value: readonly string[];
	onChange: (value: string[]) => void;
	error: string | undefined;
};

/** Where a colleague works: none chosen means in every store. */
export function StoresField({ stores, value, onChange, error }: StoresFieldProps) {
	const t = useTranslations('settings.members');
	return (
		<Field label={t('stores')} help={value.length === 0 && t('storesHelp')} error={error}>
			<Choices label={t('stores')} placeholder={t('addStore')} options={stores} value={value} onChange={onChange} />
		</Field>
	);
}
