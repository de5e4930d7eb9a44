'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { CHANNELS } from '@/lib/channel';
import { OPERATORS } from '@/lib/compare';
import type { HistoryTest, PropertyTest, Rule } from '@/lib/condition';
import { usePropertiesOf, useSuggestions } from './context';
import { DurationField } from './duration-field';
import { RuleValue } from './rule-value';
import { SuggestInput } from './suggest-input';

export type Subject = 'event' | 'customer' | 'trigger';
export type RuleProps<R extends Rule> = {
	rule: R;
	onChange: (rule: R) => void;
	subjects: readonly Subject[];
	/** Whose properties `event` offers. */
	event: string | null;
};

const CUSTOMER_FACTS = ['email', 'phone', 'country', 'locale', 'homeStoreId'];

export function PropertyEditor({ rule, onChange, subjects, event }: RuleProps<PropertyTest>) {
	const t = useTranslations('editor.rule');
	const { traits, trigger } = useSuggestions();
	const [ofEvent, ofTrigger] = [usePropertiesOf(event), usePropertiesOf(trigger)];
	const paths =
		rule.of === 'customer'
			? [...traits.map((name) => `traits.${name}`), ...CUSTOMER_FACTS]
			: rule.of === 'event'
				? ofEvent
				: ofTrigger;
	return (
		<div className="grid grid-cols-[2fr_3fr] gap-1.5">
			{subjects.length > 1 && (
				<Select
					size="sm"
					aria-label={t('subject')}
					options={subjects.map((of) => ({ value: of, label: t(`subjects.${of}`) }))}
					value={rule.of}
					onValueChange={(of) => onChange({ ...rule, of })}
				/>
			)}
			<SuggestInput
				aria-label={t('path')}
				value={rule.path}
				onChange={(path) => onChange({ ...rule, path })}
				suggestions={paths}
				placeholder={t('pathPlaceholder')}
				className={cn('h-7 sm:h-7 sm:text-xs', subjects.length === 1 && 'col-span-2')}
			/>
			<Select
				size="sm"
				aria-label={t('operator')}
				options={OPERATORS.map((op) => ({ value: op, label: t(`operators.${op}`) }))}
				value={rule.op}
				onValueChange={(op) => onChange({ ...rule, op })}
			/>
			{rule.op !== 'is-set' && rule.op !== 'is-not-set' && (
				<RuleValue
					value={rule.value}
					several={rule.op === 'one-of'}
					onChange={(value) => onChange({ ...rule, value })}
				/>
			)}
		</div>
	);
}

export function HistoryEditor({
	rule,
	onChange,
	children,
}: RuleProps<HistoryTest> & { /** Which of these events count. */ children: ReactNode }) {
	const t = useTranslations('editor.rule');
	const { events } = useSuggestions();
	return (
		<div className="flex flex-col gap-1.5">
			<SuggestInput
				aria-label={t('event')}
				value={rule.event}
				onChange={(event) => onChange({ ...rule, event })}
				suggestions={events.map((e) => e.name)}
				placeholder="Order Completed"
				className="h-7 sm:h-7 sm:text-xs"
			/>
			<div className="flex gap-1.5">
				<Select
					size="sm"
					aria-label={t('operator')}
					options={(['at-least', 'at-most', 'exactly'] as const).map((op) => ({ value: op, label: t(`counts.${op}`) }))}
					value={rule.count.op}
					onValueChange={(op) => onChange({ ...rule, count: { ...rule.count, op } })}
				/>
				<Input
					aria-label={t('times')}
					type="number"
					min={0}
					value={String(rule.count.n)}
					onChange={(e) =>
						onChange({ ...rule, count: { ...rule.count, n: Math.max(0, Math.trunc(Number(e.target.value))) } })
					}
					className="h-7 w-20 sm:h-7 sm:text-xs"
				/>
				<span className="self-center text-ink-3 text-xs">{t('times')}</span>
			</div>
			<Select
				size="sm"
				aria-label={t('within')}
				options={[
					{ value: 'ever', label: t('ever') },
					{ value: 'within', label: t('withinLast') },
				]}
				value={rule.within === undefined ? 'ever' : 'within'}
				onValueChange={(which) => {
					const { within: _dropped, ...rest } = rule;
					onChange(which === 'ever' ? rest : { ...rest, within: 'P30D' });
				}}
			/>
			{rule.within !== undefined && (
				<DurationField value={rule.within} onChange={(within) => onChange({ ...rule, within })} />
			)}
			<fieldset className="mt-1">
				<legend className="mb-1.5 text-ink-3 text-xs">{t('where')}</legend>
				{children}
			</fieldset>
		</div>
	);
}

export function ConsentEditor({ rule, onChange }: RuleProps<Extract<Rule, { type: 'consent' }>>) {
	const t = useTranslations('editor.rule');
	return (
		<div className="grid grid-cols-2 gap-1.5">
			<Select
				size="sm"
				aria-label={t('consent')}
				options={[
					{ value: 'yes', label: t('agreed') },
					{ value: 'no', label: t('notAgreed') },
				]}
				value={rule.granted ? 'yes' : 'no'}
				onValueChange={(answer) => onChange({ ...rule, granted: answer === 'yes' })}
			/>
			<Select
				size="sm"
				aria-label={t('channel')}
				options={CHANNELS.map((channel) => ({ value: channel, label: t(`channels.${channel}`) }))}
				value={rule.channel}
				onValueChange={(channel) => onChange({ ...rule, channel })}
			/>
		</div>
	);
}
