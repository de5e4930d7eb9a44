'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { Select } from '@/components/ui/select';
import { needsValue, OPERATORS } from '@/lib/compare';
import { HISTORY_VALUES, type HistoryTest, type HistoryValueTest, type Past, type Undoing } from '@/lib/condition';
import { usePropertiesOf } from './context';
import { DurationField } from './duration-field';
import { EventInput } from './event-input';
import { PathInput } from './property-test';
import { Line, SmallNumber } from './rule-parts';
import { RuleValue } from './rule-value';
import { UnlikeHint } from './unlike-hint';

type Props<T> = {
	rule: T;
	onChange: (rule: T) => void;
	/** Which of these events count. */
	children: ReactNode;
};

export function HistoryEditor({ rule, onChange, children }: Props<HistoryTest>) {
	const t = useTranslations('editor.rule');
	return (
		<div className="flex flex-col gap-1.5">
			<PastEvent rule={rule} onChange={onChange} />
			{rule.event !== '' && (
				<>
					<Line>
						<Select
							size="sm"
							aria-label={t('operator')}
							options={(['at-least', 'at-most', 'exactly'] as const).map((op) => ({
								value: op,
								label: t(`counts.${op}`),
							}))}
							value={rule.count.op}
							onValueChange={(op) => onChange({ ...rule, count: { ...rule.count, op } })}
						/>
						<SmallNumber
							aria-label={t('times')}
							value={rule.count.n}
							onChange={(n) => onChange({ ...rule, count: { ...rule.count, n } })}
							suffix={t('times')}
						/>
					</Line>
					<PastLimits rule={rule} onChange={onChange}>
						{children}
					</PastLimits>
				</>
			)}
		</div>
	);
}

export function HistoryValueEditor({ rule, onChange, children }: Props<HistoryValueTest>) {
	const t = useTranslations('editor.rule');
	const properties = usePropertiesOf(rule.event);
	const property = properties.find(({ path }) => path === rule.path);
	return (
		<div className="flex flex-col gap-1.5">
			<div className="grid grid-cols-[2fr_3fr] gap-1.5">
				<Select
					size="sm"
					aria-label={t('take')}
					options={HISTORY_VALUES.map((take) => ({ value: take, label: t(`takes.${take}`) }))}
					value={rule.take}
					onValueChange={(take) => onChange({ ...rule, take })}
				/>
				<PathInput value={rule.path} onChange={(path) => onChange({ ...rule, path })} properties={properties} />
			</div>
			<PastEvent rule={rule} onChange={onChange} />
			{rule.event !== '' && rule.path !== '' && (
				<>
					<div className="grid grid-cols-[2fr_3fr] gap-1.5">
						<Select
							size="sm"
							aria-label={t('operator')}
							options={OPERATORS.map((op) => ({ value: op, label: t(`operators.${op}`) }))}
							value={rule.op}
							onValueChange={(op) => onChange({ ...rule, op })}
						/>
						{needsValue(rule.op) && (
							<RuleValue
								value={rule.value}
								several={rule.op === 'one-of'}
								property={property}
								trigger={false}
								onChange={(value) => {
									// Only tests on properties are compared with the trigger's.
									if (typeof value !== 'object' || Array.isArray(value)) onChange({ ...rule, value });
								}}
							/>
						)}
					</div>
					<UnlikeHint test={rule} property={property} onFix={(value) => onChange({ ...rule, value })} />
					<PastLimits rule={rule} onChange={onChange}>
						{children}
					</PastLimits>
				</>
			)}
		</div>
	);
}

function PastEvent<T extends Past>({ rule, onChange }: Omit<Props<T>, 'children'>) {
	const t = useTranslations('editor.rule');
	return (
		<EventInput
			aria-label={t('event')}
			value={rule.event}
			// What undoes one event does not undo another.
			onChange={(event) => onChange({ ...rule, event, without: undefined })}
			placeholder="Order Completed"
			className="h-7 sm:h-7 sm:text-xs"
		/>
	);
}

/** What usually undoes an event. */
const UNDONE_BY: Record<string, Undoing[]> = {
	'Order Completed': [
		{ event: 'Order Refunded', same: 'order_id' },
		{ event: 'Order Cancelled', same: 'order_id' },
	],
};

/** When, not undone, and where. */
function PastLimits<T extends Past>({ rule, onChange, children }: Props<T>) {
	const t = useTranslations('editor.rule');
	const legend = useId();
	const chosen = rule.without ?? [];
	const same = (a: Undoing) => (b: Undoing) => a.event === b.event && a.same === b.same;
	const usual = UNDONE_BY[rule.event] ?? [];
	const offered = [...usual, ...chosen.filter((one) => !usual.some(same(one)))];
	return (
		<>
			<Line>
				<Select
					size="sm"
					aria-label={t('within')}
					options={[
						{ value: 'ever', label: t('ever') },
						{ value: 'within', label: t('withinLast') },
					]}
					value={rule.within === undefined ? 'ever' : 'within'}
					onValueChange={(which) => onChange({ ...rule, within: which === 'ever' ? undefined : 'P30D' })}
				/>
				{rule.within !== undefined && (
					<DurationField value={rule.within} onChange={(within) => onChange({ ...rule, within })} />
				)}
			</Line>
			{offered.map((one) => (
				<Checkbox
					key={`${one.event} ${one.same}`}
					label={
						one.same !== 'order_id'
							? t('undone.other', { event: one.event, same: one.same })
							: one.event === 'Order Refunded'
								? t('undone.refunded')
								: one.event === 'Order Cancelled'
									? t('undone.cancelled')
									: t('undone.other', { event: one.event, same: one.same })
					}
					checked={chosen.some(same(one))}
					onCheckedChange={(on) => {
						const left = chosen.filter((other) => !same(one)(other));
						const without = on ? [...left, one] : left;
						onChange({ ...rule, without: without.length > 0 ? without : undefined });
					}}
				/>
			))}
			<fieldset className="mt-1" aria-labelledby={legend}>
				<p id={legend} className="mb-1.5 text-ink-3 text-xs">
					{t('where')}
				</p>
				{children}
			</fieldset>
		</>
	);
}
