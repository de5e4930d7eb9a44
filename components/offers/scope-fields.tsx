'use client';

import { useTranslations } from 'next-intl';
import { ChoicesField } from '@/components/ui/choices-field';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
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
			<ChoicesField
				label={t('stores')}
				help={t('storesHelp')}
				placeholder={t('addStore')}
				error={errorAt('stores')}
				options={[{ value: 'web', label: t('web') }, ...stores.map(({ id, name }) => ({ value: id, label: name }))]}
				value={fields.stores}
				onChange={(chosen) => change({ stores: chosen })}
				disabled={!canEdit}
			/>
			<ChoicesField
				label={t('categories')}
				help={t('categoriesHelp')}
				placeholder={t('addCategory')}
				error={errorAt('categories')}
				options={categories.map((name) => ({ value: name, label: name }))}
				value={fields.categories}
				onChange={(chosen) => change({ categories: chosen })}
				disabled={!canEdit}
			/>
			<Field
				label={t('products')}
				optional
				help={t('productsHelp')}
				error={errorAt('products')}
				className="sm:col-span-2"
			>
				<Textarea
					value={fields.products}
					spellCheck={false}
					onChange={(event) => change({ products: event.target.value })}
					className="max-h-60 font-mono text-xs"
				/>
			</Field>
		</div>
	);
}
