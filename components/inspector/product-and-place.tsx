'use client';

import { useTranslations } from 'next-intl';
import { ProductPicker } from '@/components/catalogue/product-pickers';
import { Select } from '@/components/ui/select';
import type { PlaceRef, ProductRef } from '@/lib/condition';
import { usePropertiesOf, useSuggestions } from './context';
import { PathInput } from './property-test';
import type { RuleScope } from './rule-scope';
import { StorePicker } from './store-picker';

type Props<T> = { value: T; onChange: (value: T) => void; scope: RuleScope };
type From = 'event' | 'trigger';

const FROM: readonly From[] = ['event', 'trigger'];
const LINE = 'grid grid-cols-[2fr_3fr] gap-1.5';

function useNamed(from: From | null, scope: RuleScope) {
	const { trigger } = useSuggestions();
	return usePropertiesOf(from === 'event' ? scope.event : trigger);
}

/** Which product: one that is named here, or those of the event. */
export function ProductField({ value, onChange, scope }: Props<ProductRef>) {
	const t = useTranslations('editor.rule');
	const from = 'id' in value ? null : value.from;
	const properties = useNamed(from, scope);
	const froms = FROM.filter((one) => one === from || scope.subjects.includes(one));
	return (
		<div className={LINE}>
			<Select
				size="sm"
				aria-label={t('product')}
				options={[
					...froms.map((one) => ({ value: one, label: t(`products.${one}`) })),
					{ value: 'given' as const, label: t('products.given') },
				]}
				value={from ?? 'given'}
				onValueChange={(which) => onChange(which === 'given' ? { id: '' } : { from: which, path: 'product_id' })}
			/>
			{'id' in value ? (
				<ProductPicker
					aria-label={t('whichProduct')}
					value={value.id}
					onChange={(id) => onChange({ id })}
					className="h-7 sm:h-7 sm:text-xs"
				/>
			) : (
				<PathInput value={value.path} onChange={(path) => onChange({ ...value, path })} properties={properties} />
			)}
		</div>
	);
}

/** Which store. */
export function PlaceField({ value, onChange, scope }: Props<PlaceRef>) {
	const t = useTranslations('editor.rule');
	const from = value.choose === 'event' ? value.from : null;
	const properties = useNamed(from, scope);
	const froms = FROM.filter((one) => one === from || scope.subjects.includes(one));
	return (
		// Nothing more to say beside it: the words get the whole line.
		<div className={value.choose === 'given' || value.choose === 'event' ? LINE : undefined}>
			<Select
				size="sm"
				aria-label={t('store')}
				options={[
					{ value: 'home' as const, label: t('places.home') },
					{ value: 'nearest-open' as const, label: t('places.nearest-open') },
					{ value: 'kept' as const, label: t('places.kept') },
					{ value: 'given' as const, label: t('places.given') },
					...froms.map((one) => ({ value: one, label: t(`places.${one}`) })),
				]}
				value={from ?? (value.choose === 'event' ? undefined : value.choose)}
				onValueChange={(which) => {
					if (which === 'given') onChange({ choose: which, storeId: '' });
					else if (which === 'event' || which === 'trigger')
						onChange({ choose: 'event', from: which, path: 'store_id' });
					else onChange({ choose: which });
				}}
			/>
			{value.choose === 'given' && (
				<StorePicker
					aria-label={t('whichStore')}
					value={value.storeId}
					onChange={(storeId) => onChange({ choose: 'given', storeId })}
					className="h-7 sm:h-7 sm:text-xs"
				/>
			)}
			{value.choose === 'event' && (
				<PathInput value={value.path} onChange={(path) => onChange({ ...value, path })} properties={properties} />
			)}
		</div>
	);
}
