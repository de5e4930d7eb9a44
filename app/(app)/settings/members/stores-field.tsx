'use client';

import { useTranslations } from 'next-intl';
import { ChoicesField } from '@/components/ui/choices-field';
import type { ComboboxOption } from '@/components/ui/combobox';

type StoresFieldProps = {
	stores: readonly ComboboxOption[];
	value: readonly string[];
	onChange: (value: string[]) => void;
	error: string | undefined;
};

/** Where a colleague works: none chosen means in every store. */
export function StoresField({ stores, ...field }: StoresFieldProps) {
	const t = useTranslations('settings.members');
	return (
		<ChoicesField label={t('stores')} help={t('storesHelp')} placeholder={t('addStore')} options={stores} {...field} />
	);
}
