'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Select } from '@/components/ui/select';
import type { OperationTest } from '@/lib/condition';
import { PlaceField, ProductField } from './product-and-place';
import { newRule, type RuleProps } from './rule-scope';
import { useOperationOptions } from './small-fields';

/** “Black Friday is running, at her home store, for the product of the trigger.” */
export function OperationEditor({ rule, onChange, scope }: RuleProps<OperationTest>) {
	const t = useTranslations('calendar.rule');
	const options = useOperationOptions(rule.operationId);
	const stocked = () => {
		const stock = newRule('stock', scope);
		return stock.type === 'stock' ? stock.product : undefined;
	};
	return (
		<div className="flex flex-col gap-1.5">
			<div className="grid grid-cols-[3fr_2fr] gap-1.5">
				<Select
					size="sm"
					aria-label={t('operation')}
					placeholder={t('choose')}
					options={options}
					value={rule.operationId || undefined}
					onValueChange={(operationId) => onChange({ ...rule, operationId })}
				/>
				<Select
					size="sm"
					aria-label={t('state')}
					options={[
						{ value: 'running', label: t('running') },
						{ value: 'not', label: t('notRunning') },
					]}
					value={rule.running ? 'running' : 'not'}
					onValueChange={(state) => onChange({ ...rule, running: state === 'running' })}
				/>
			</div>
			<Checkbox
				label={t('atStore')}
				checked={rule.at !== undefined}
				onCheckedChange={(on) => onChange({ ...rule, at: on ? { choose: 'home' } : undefined })}
			/>
			{rule.at && <PlaceField value={rule.at} onChange={(at) => onChange({ ...rule, at })} scope={scope} />}
			<Checkbox
				label={t('forProduct')}
				checked={rule.product !== undefined}
				onCheckedChange={(on) => onChange({ ...rule, product: on ? stocked() : undefined })}
			/>
			{rule.product && (
				<ProductField value={rule.product} onChange={(product) => onChange({ ...rule, product })} scope={scope} />
			)}
		</div>
	);
}
