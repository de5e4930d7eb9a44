'use client';

import { useTranslations } from 'next-intl';
import { ProductsPicker } from '@/components/catalogue/product-pickers';
import { Choices } from '@/components/ui/choices';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { PartProps } from './offer-form';

type ScopeFieldsProps = PartProps & { stores: { id: string; name: string }[]; categories: string[] };

/** When, where and for what it holds; empty means always, everywhere, for everything. */
export function ScopeFields({ fields, change, errorAt, canEdit, stores, categories }: ScopeFieldsProps) {
	const t = useTranslations('offers');
	return (
		<div className="grid gap-4 sm:grid-cols-2">
			{(['valid_from', 'valid_until'] as const).map((which) => (
				<Field key={which} label={t(which)} optional error={errorAt(which)}>
					<Input
						type="datetime-local"
						value={fields[which]}
						onChange={(event) => change({ [which]: event.target.value })}
					/>
				</Field>
			))}
			<Field label={t('stores')} help={t('storesHelp')} error={errorAt('stores')}>
				<Choices
					label={t('stores')}
					placeholder={t('addStore')}
					options={[{ value: 'web', label: t('web') }, ...stores.map(({ id, name }) => ({ value: id, label: name }))]}
					value={fields.stores}
					onChange={(chosen) => change({ stores: chosen })}
					disabled={!canEdit}
				/>
			</Field>
			<Field label={t('categories')} help={t('categoriesHelp')} error={errorAt('categories')}>
				<Choices
					label={t('categories')}
					placeholder={t('addCategory')}
					options={categories.map((name) => ({ value: name, label: name }))}
					value={fields.categories}
					onChange={(chosen) => change({ categories: chosen })}
					disabled={!canEdit}
				/>
			</Field>
			<Field label={t('products')} help={t('productsHelp')} error={errorAt('products')} className="sm:col-span-2">
				<ProductsPicker
					label={t('products')}
					value={fields.products}
					onChange={(products) => change({ products })}
					disabled={!canEdit}
				/>
			</Field>
		</div>
	);
}
