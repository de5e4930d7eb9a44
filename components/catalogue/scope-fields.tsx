'use client';

import { useTranslations } from 'next-intl';
import { Choices } from '@/components/ui/choices';
import { Field } from '@/components/ui/field';
import { WEB } from '@/lib/place';
import { ProductsPicker } from './product-pickers';

type Scope = { stores: string[]; categories: string[]; products: string[] };
type ScopeFieldsProps = {
	value: Scope;
	onChange: (changes: Partial<Scope>) => void;
	errorAt: (field: keyof Scope) => string | undefined;
	canEdit: boolean;
	/** Those there are to choose from. */
	stores: { id: string; name: string }[];
	categories: string[];
};

/** Where and for what something holds, an offer or an operation; empty means everywhere, for everything. In a grid of two columns. */
export function ScopeFields({ value, onChange, errorAt, canEdit, stores, categories }: ScopeFieldsProps) {
	const t = useTranslations('scope');
	return (
		<>
			<Field label={t('stores')} help={value.stores.length === 0 && t('storesHelp')} error={errorAt('stores')}>
				<Choices
					label={t('stores')}
					placeholder={t('addStore')}
					options={[{ value: WEB, label: t('web') }, ...stores.map(({ id, name }) => ({ value: id, label: name }))]}
					value={value.stores}
					onChange={(chosen) => onChange({ stores: chosen })}
					disabled={!canEdit}
				/>
			</Field>
			<Field label={t('categories')} help={t('categoriesHelp')} error={errorAt('categories')}>
				<Choices
					label={t('categories')}
					placeholder={t('addCategory')}
					options={categories.map((name) => ({ value: name, label: name }))}
					value={value.categories}
					onChange={(chosen) => onChange({ categories: chosen })}
					disabled={!canEdit}
				/>
			</Field>
			<Field label={t('products')} help={t('productsHelp')} error={errorAt('products')} className="sm:col-span-2">
				<ProductsPicker
					label={t('products')}
					value={value.products}
					onChange={(products) => onChange({ products })}
					disabled={!canEdit}
				/>
			</Field>
		</>
	);
}
