'use client';

import { useLocale, useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Select } from '@/components/ui/select';
import { needsValue, OPERATORS } from '@/lib/compare';
import type { PropertyTest } from '@/lib/condition';
import { CUSTOMER_FACTS, sayCustomerPath } from '@/lib/customer-words';
import type { SeenProperty } from '@/lib/seen';
import { usePropertiesOf, useSuggestions } from './context';
import { MeantInstead } from './meant-instead';
import type { RuleProps } from './rule-scope';
import { RuleValue } from './rule-value';
import { SuggestInput } from './suggest-input';
import { UnlikeHint } from './unlike-hint';
import { useSayProperty } from './use-seen';

export function PropertyEditor({ rule, onChange, scope }: RuleProps<PropertyTest>) {
	const t = useTranslations('editor.rule');
	const locale = useLocale();
	const { traits, trigger } = useSuggestions();
	const [ofEvent, ofTrigger] = [usePropertiesOf(scope.event), usePropertiesOf(trigger)];
	const properties =
		rule.of === 'customer'
			? [...traits.map((one) => ({ ...one, path: `traits.${one.path}` })), ...CUSTOMER_FACTS]
			: rule.of === 'event'
				? ofEvent
				: ofTrigger;
	const property = properties.find(({ path }) => path === rule.path);
	const said = rule.of === 'customer' ? { say: (path: string) => sayCustomerPath(path, locale) } : {};
	const several = scope.subjects.length > 1;
	const choose = (path: string) => {
		const kind = properties.find((one) => one.path === path)?.kinds[0];
		onChange({ ...rule, path, ...(kind === 'boolean' && rule.value === '' ? { value: true } : {}) });
	};
	return (
		<div className="grid grid-cols-[repeat(auto-fit,minmax(7.5rem,1fr))] gap-1.5">
			{several && (
				<Select
					size="sm"
					aria-label={t('subject')}
					options={scope.subjects.map((of) => ({ value: of, label: t(`subjects.${of}`) }))}
					value={rule.of}
					onValueChange={(of) => onChange({ ...rule, of })}
				/>
			)}
			<PathInput
				value={rule.path}
				onChange={choose}
				properties={properties}
				{...said}
				className={cn(!several && 'col-span-full')}
			/>
			{rule.path !== '' && (
				<>
					<Select
						size="sm"
						aria-label={t('operator')}
						options={OPERATORS.map((op) => ({ value: op, label: t(`operators.${op}`) }))}
						value={rule.op}
						onValueChange={(op) => onChange({ ...rule, op })}
					/>
					{needsValue(rule.op) && (
						<div className="min-w-0">
							<RuleValue
								value={rule.value}
								several={rule.op === 'one-of'}
								property={property}
								onChange={(value) => onChange({ ...rule, value })}
							/>
						</div>
					)}
					<div className="col-span-full empty:hidden">
						<UnlikeHint test={rule} property={property} {...said} onFix={(value) => onChange({ ...rule, value })} />
					</div>
				</>
			)}
		</div>
	);
}

type PathInputProps = {
	value: string;
	onChange: (path: string) => void;
	properties: readonly SeenProperty[];
	/** What marketers call a property; its path, without. */
	say?: (path: string) => string;
	className?: string;
};

/** A property, from those that came in; a likely typo is said below. */
export function PathInput({ value, onChange, properties, say, className }: PathInputProps) {
	const t = useTranslations('editor.rule');
	const sayProperty = useSayProperty();
	return (
		<div className={cn('min-w-0', className)}>
			<SuggestInput
				aria-label={t('path')}
				value={value}
				onChange={onChange}
				suggestions={properties.map((one) => ({ ...sayProperty(one), ...(say ? { label: say(one.path) } : {}) }))}
				placeholder={t('pathPlaceholder')}
				className="h-7 sm:h-7 sm:text-xs"
			/>
			<MeantInstead
				typed={value}
				known={properties.map(({ path, share }) => ({ name: path, count: share }))}
				say={({ name }) => t('quoted', { name: say?.(name) ?? name })}
				onTake={onChange}
			/>
		</div>
	);
}
