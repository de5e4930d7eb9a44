'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Select } from '@/components/ui/select';
import { NUMBER_OPERATORS } from '@/lib/compare';
import type { DistanceTest, PriceTest, Rule, StockTest } from '@/lib/condition';
import { DurationField } from './duration-field';
import { PlaceField, ProductField } from './product-and-place';
import { Line, SmallNumber } from './rule-parts';
import { newRule, type RuleProps } from './rule-scope';

export function StockEditor({ rule, onChange, scope }: RuleProps<StockTest>) {
	const t = useTranslations('editor.rule');
	return (
		<div className="flex flex-col gap-1.5">
			<ProductField value={rule.product} onChange={(product) => onChange({ ...rule, product })} scope={scope} />
			<PlaceField value={rule.at} onChange={(at) => onChange({ ...rule, at })} scope={scope} />
			<Line>
				<Select
					size="sm"
					aria-label={t('operator')}
					options={[...NUMBER_OPERATORS, 'is-unknown' as const].map((op) => ({
						value: op,
						label: op === 'is-unknown' ? t('stockUnknown') : t(`operators.${op}`),
					}))}
					value={rule.op}
					onValueChange={(op) => onChange({ ...rule, op, n: op === 'is-unknown' ? undefined : (rule.n ?? 1) })}
				/>
				{rule.op !== 'is-unknown' && (
					<SmallNumber
						aria-label={t('units')}
						value={rule.n ?? 0}
						onChange={(n) => onChange({ ...rule, n })}
						suffix={t('units')}
					/>
				)}
			</Line>
			<MaxAge value={rule.maxAge} onChange={(maxAge) => onChange({ ...rule, maxAge })} />
		</div>
	);
}

function MaxAge({ value, onChange }: { value: string; onChange: (maxAge: string) => void }) {
	const t = useTranslations('editor.rule');
	return (
		<fieldset className="flex flex-wrap items-center gap-1.5">
			<legend className="float-left pt-1.5 pr-1.5 text-ink-2 text-xs">{t('maxAge')}</legend>
			<DurationField value={value} onChange={(next) => onChange(next ?? value)} />
		</fieldset>
	);
}

export function StoreEditor({ rule, onChange, scope }: RuleProps<Extract<Rule, { type: 'store' }>>) {
	const t = useTranslations('editor.rule');
	return (
		<div className="flex flex-col gap-1.5">
			<PlaceField value={rule.at} onChange={(at) => onChange({ ...rule, at })} scope={scope} />
			<Line>
				<Select
					size="sm"
					aria-label={t('open')}
					options={[
						{ value: 'open', label: t('isOpen') },
						{ value: 'closed', label: t('isClosed') },
					]}
					value={rule.open ? 'open' : 'closed'}
					onValueChange={(answer) => onChange({ ...rule, open: answer === 'open' })}
				/>
			</Line>
		</div>
	);
}

export function DistanceEditor({ rule, onChange, scope }: RuleProps<DistanceTest>) {
	const t = useTranslations('editor.rule');
	const { withStock } = rule;
	const start = () => {
		const stock = newRule('stock', scope);
		return stock.type === 'stock' ? { product: stock.product, maxAge: stock.maxAge } : undefined;
	};
	return (
		<div className="flex flex-col gap-1.5">
			<Line>
				<Select
					size="sm"
					aria-label={t('store')}
					options={[
						{ value: 'nearest', label: t('nearest') },
						{ value: 'place', label: t('thisStore') },
					]}
					value={rule.to ? 'place' : 'nearest'}
					onValueChange={(which) =>
						onChange(
							which === 'place'
								? { ...rule, to: { choose: 'kept' }, open: undefined, withStock: undefined }
								: { ...rule, to: undefined },
						)
					}
				/>
				<Select
					size="sm"
					aria-label={t('operator')}
					options={NUMBER_OPERATORS.map((op) => ({ value: op, label: t(`operators.${op}`) }))}
					value={rule.op}
					onValueChange={(op) => onChange({ ...rule, op })}
				/>
				<SmallNumber
					aria-label={t('kilometres')}
					step={0.1}
					value={rule.metres / 1000}
					onChange={(km) => onChange({ ...rule, metres: Math.round(km * 1000) })}
					suffix="km"
				/>
			</Line>
			{rule.to ? (
				<PlaceField value={rule.to} onChange={(to) => onChange({ ...rule, to })} scope={scope} />
			) : (
				<>
					<Checkbox
						label={t('onlyOpen')}
						checked={rule.open === true}
						onCheckedChange={(on) => onChange({ ...rule, open: on ? true : undefined })}
					/>
					<Checkbox
						label={t('onlyWithStock')}
						checked={withStock !== undefined}
						onCheckedChange={(on) => onChange({ ...rule, withStock: on ? start() : undefined })}
					/>
					{withStock && (
						<>
							<ProductField
								value={withStock.product}
								onChange={(product) => onChange({ ...rule, withStock: { ...withStock, product } })}
								scope={scope}
							/>
							<MaxAge
								value={withStock.maxAge}
								onChange={(maxAge) => onChange({ ...rule, withStock: { ...withStock, maxAge } })}
							/>
						</>
					)}
				</>
			)}
		</div>
	);
}

export function PriceEditor({ rule, onChange, scope }: RuleProps<PriceTest>) {
	const t = useTranslations('editor.rule');
	return (
		<div className="flex flex-col gap-1.5">
			<ProductField value={rule.product} onChange={(product) => onChange({ ...rule, product })} scope={scope} />
			<Line>
				<span>{t('costsNow')}</span>
				<Select
					size="sm"
					aria-label={t('operator')}
					options={NUMBER_OPERATORS.map((op) => ({ value: op, label: t(`operators.${op}`) }))}
					value={rule.op}
					onValueChange={(op) => onChange({ ...rule, op })}
				/>
				<SmallNumber
					aria-label={t('percentOfPaid')}
					value={rule.percentOfPaid}
					onChange={(percentOfPaid) => onChange({ ...rule, percentOfPaid })}
					suffix={t('percentOfPaid')}
				/>
			</Line>
		</div>
	);
}
