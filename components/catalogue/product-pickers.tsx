'use client';

import { useTranslations } from 'next-intl';
import { FieldHint } from '@/components/inspector/field-hint';
import { Choices } from '@/components/ui/choices';
import { Combobox } from '@/components/ui/combobox';
import { useProducts } from './use-products';

type ProductPickerProps = {
	value: string;
	onChange: (id: string) => void;
	'aria-label'?: string;
	className?: string;
};

/** One product, found in the catalogue by name, id or sku. One that the catalogue does not know may be named all the same, and is said to be unknown. */
export function ProductPicker({ value, onChange, ...props }: ProductPickerProps) {
	const t = useTranslations('picker');
	const { nameOf, ...search } = useProducts([value]);
	const name = nameOf(value);
	return (
		<div className="min-w-0 flex-1">
			<Combobox
				{...props}
				{...search}
				placeholder={t('product')}
				value={value || undefined}
				shown={name ?? undefined}
				onValueChange={onChange}
				onCreate={onChange}
				createLabel={(id) => t('asTyped', { n: 1, id })}
			/>
			{name === null && <FieldHint>{t('unknownProduct', { id: value })}</FieldHint>}
		</div>
	);
}

type ProductsPickerProps = {
	label: string;
	value: readonly string[];
	onChange: (ids: string[]) => void;
	disabled?: boolean;
};

/** Several products; ids that are pasted, one a line, are taken together. */
export function ProductsPicker(props: ProductsPickerProps) {
	const t = useTranslations('picker');
	const products = useProducts(props.value);
	return (
		<Choices
			{...props}
			{...products}
			placeholder={t('addProduct')}
			onCreate={idsIn}
			createLabel={(typed) => t('asTyped', { n: idsIn(typed).length, id: typed })}
		/>
	);
}

function idsIn(typed: string): string[] {
	return typed.split(/[\s,;]+/).filter(Boolean);
}
