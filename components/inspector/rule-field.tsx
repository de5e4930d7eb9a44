'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { CHANNELS } from '@/lib/channel';
import { type HistoryTest, OPERATORS, type PropertyTest, type Rule } from '@/lib/condition';
import { usePropertiesOf, useSuggestions } from './context';
import { DurationField } from './duration-field';
import { RuleValue } from './rule-value';
import { SuggestInput } from './suggest-input';

export type Subject = 'event' | 'customer' | 'trigger';
type Group = Extract<Rule, { rules: Rule[] }>;
type RuleProps<R extends Rule> = {
	rule: R;
	onChange: (rule: R) => void;
	subjects: readonly Subject[] /** Whose properties `event` offers. */;
	event: string | null;
};

const CUSTOMER_FACTS = ['email', 'phone', 'country', 'locale', 'homeStoreId'];

/** An and/or tree that reads as a sentence. An optional rule that is emptied is gone. */
export function RuleField({
	value,
	onChange,
	subjects,
	event,
	optional,
}: {
	value: Rule | undefined;
	onChange: (rule: Rule | undefined) => void;
	subjects: readonly Subject[];
	event: string | null;
	optional: boolean;
}) {
	// A single test is drawn as a group of one, so that more can be added to it.
	const group: Group =
		value === undefined ? { type: 'all', rules: [] } : 'rules' in value ? value : { type: 'all', rules: [value] };
	return (
		<GroupEditor
			rule={group}
			subjects={subjects}
			event={event}
			onChange={(next) => onChange(optional && next.rules.length === 0 ? undefined : next)}
		/>
	);
}

function GroupEditor({ rule, onChange, subjects, event, nested = false }: RuleProps<Group> & { nested?: boolean }) {
	const t = useTranslations('editor.rule');
	const replace = (index: number, next: Rule | null) =>
		onChange({
			...rule,
			rules: rule.rules.flatMap((child, i) => (i !== index ? [child] : next === null ? [] : [next])),
		});
	return (
		<div className={nested ? 'rounded-md border border-line bg-subtle/50 p-2' : ''}>
			{(rule.rules.length > 1 || nested) && (
				<Select
					size="sm"
					aria-label={t('combine')}
					className="mb-2 w-auto"
					options={(['all', 'any', 'none'] as const).map((type) => ({ value: type, label: t(`groups.${type}`) }))}
					value={rule.type}
					onValueChange={(type) => onChange({ ...rule, type })}
				/>
			)}
			<ul className="flex flex-col gap-2">
				{rule.rules.map((child, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place.
					<li key={index} className="flex items-start gap-1">
						<div className="min-w-0 flex-1">
							<RuleEditor rule={child} subjects={subjects} event={event} onChange={(next) => replace(index, next)} />
						</div>
						<IconButton label={t('remove')} size="sm" onClick={() => replace(index, null)}>
							<Trash2 />
						</IconButton>
					</li>
				))}
			</ul>
			<div className="mt-2">
				<AddRule
					subjects={subjects}
					nested={nested}
					onAdd={(added) => onChange({ ...rule, rules: [...rule.rules, added] })}
				/>
			</div>
		</div>
	);
}

function AddRule({
	subjects,
	nested,
	onAdd,
}: {
	subjects: readonly Subject[];
	nested: boolean;
	onAdd: (rule: Rule) => void;
}) {
	const t = useTranslations('editor.rule');
	return (
		<DropdownMenu
			align="start"
			trigger={
				<Button size="sm">
					<Plus aria-hidden />
					{t('add')}
				</Button>
			}
		>
			{subjects.map((of) => (
				<MenuItem key={of} onSelect={() => onAdd({ type: 'property', of, path: '', op: 'equals', value: '' })}>
					{t(`subjects.${of}`)}
				</MenuItem>
			))}
			<MenuItem onSelect={() => onAdd({ type: 'history', event: '', count: { op: 'at-least', n: 1 }, within: 'P30D' })}>
				{t('history')}
			</MenuItem>
			<MenuItem onSelect={() => onAdd({ type: 'consent', channel: 'email', granted: true })}>{t('consent')}</MenuItem>
			{!nested && <MenuItem onSelect={() => onAdd({ type: 'any', rules: [] })}>{t('group')}</MenuItem>}
		</DropdownMenu>
	);
}

function RuleEditor({ rule, onChange, subjects, event }: RuleProps<Rule>) {
	switch (rule.type) {
		case 'all':
		case 'any':
		case 'none':
			return <GroupEditor rule={rule} onChange={onChange} subjects={subjects} event={event} nested />;
		case 'property':
			return <PropertyEditor rule={rule} onChange={onChange} subjects={subjects} event={event} />;
		case 'history':
			return <HistoryEditor rule={rule} onChange={onChange} subjects={subjects} event={event} />;
		case 'consent':
			return <ConsentEditor rule={rule} onChange={onChange} subjects={subjects} event={event} />;
	}
}

function PropertyEditor({ rule, onChange, subjects, event }: RuleProps<PropertyTest>) {
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
		<div className="grid grid-cols-2 gap-1.5">
			<Select
				size="sm"
				aria-label={t('subject')}
				options={subjects.map((of) => ({ value: of, label: t(`subjects.${of}`) }))}
				value={rule.of}
				onValueChange={(of) => onChange({ ...rule, of })}
			/>
			<SuggestInput
				aria-label={t('path')}
				value={rule.path}
				onChange={(path) => onChange({ ...rule, path })}
				suggestions={paths}
				placeholder={t('pathPlaceholder')}
				className="h-7 sm:h-7 sm:text-xs"
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

function HistoryEditor({ rule, onChange }: RuleProps<HistoryTest>) {
	const t = useTranslations('editor.rule');
	const { events } = useSuggestions();
	return (
		<div className="flex flex-col gap-1.5 rounded-md border border-line p-2">
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
		</div>
	);
}

function ConsentEditor({ rule, onChange }: RuleProps<Extract<Rule, { type: 'consent' }>>) {
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
