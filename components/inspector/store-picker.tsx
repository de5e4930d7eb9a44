'use client';

import { useTranslations } from 'next-intl';
import { Combobox } from '@/components/ui/combobox';
import { useSuggestions } from './context';
import { FieldHint } from './field-hint';

type StorePickerProps = {
	value: string;
	onChange: (storeId: string) => void;
	/** It may be taken back: empty. */
	optional?: boolean;
	'aria-label'?: string;
	className?: string;
};

/** One of the stores customers may be sent to; one that is none of them (any more) is said. */
export function StorePicker({ value, onChange, optional, ...props }: StorePickerProps) {
	const t = useTranslations('picker');
	const { stores } = useSuggestions();
	return (
		<div className="min-w-0 flex-1">
			<Combobox
				{...props}
				placeholder={t('store')}
				options={[
					...(optional && value !== '' ? [{ value: '', label: t('noStore') }] : []),
					...stores.map(({ id, name }) => ({ value: id, label: name, hint: id })),
				]}
				value={value || undefined}
				onValueChange={onChange}
			/>
			{value !== '' && !stores.some(({ id }) => id === value) && (
				<FieldHint>{t('unknownStore', { id: value })}</FieldHint>
			)}
		</div>
	);
}
