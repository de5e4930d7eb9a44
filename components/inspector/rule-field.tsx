'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import type { Rule } from '@/lib/condition';
import { sayRule } from '@/lib/say-rule';
import { ConsentEditor, HistoryEditor, PropertyEditor, type RuleProps, type Subject } from './rule-tests';

type Group = Extract<Rule, { rules: Rule[] }>;

/** Deeper than this nobody can follow it; a file may still say more. */
const MAX_DEPTH = 3;

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

function GroupEditor({ rule, onChange, subjects, event, depth = 0 }: RuleProps<Group> & { depth?: number }) {
	const t = useTranslations('editor.rule');
	const nested = depth > 0;
	const replace = (index: number, next: Rule | null) =>
		onChange({
			...rule,
			rules: rule.rules.flatMap((child, i) => (i !== index ? [child] : next === null ? [] : [next])),
		});
	return (
		<div>
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
			<ul className="flex flex-col gap-1.5">
				{rule.rules.map((child, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place.
					<li key={index}>
						{index > 0 && (
							<p aria-hidden className="mb-1.5 pl-2 font-medium text-2xs text-ink-3 uppercase tracking-wider">
								{t(`connect.${rule.type}`)}
							</p>
						)}
						<div className="flex items-start gap-1 rounded-lg border border-line bg-surface p-2">
							<div className="min-w-0 flex-1">
								<RuleEditor
									rule={child}
									subjects={subjects}
									event={event}
									depth={depth + 1}
									onChange={(next) => replace(index, next)}
								/>
							</div>
							<IconButton label={t('remove')} size="sm" className="-mr-1" onClick={() => replace(index, null)}>
								<Trash2 />
							</IconButton>
						</div>
					</li>
				))}
			</ul>
			<div className="mt-2">
				<AddRule
					subjects={subjects}
					groups={depth < MAX_DEPTH}
					onAdd={(added) => onChange({ ...rule, rules: [...rule.rules, added] })}
				/>
			</div>
		</div>
	);
}

function AddRule({
	subjects,
	groups,
	onAdd,
}: {
	subjects: readonly Subject[];
	groups: boolean;
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
			{groups && <MenuItem onSelect={() => onAdd({ type: 'any', rules: [] })}>{t('group')}</MenuItem>}
		</DropdownMenu>
	);
}

function RuleEditor({ rule, onChange, subjects, event, depth }: RuleProps<Rule> & { depth: number }) {
	const locale = useLocale();
	switch (rule.type) {
		case 'all':
		case 'any':
		case 'none':
			return <GroupEditor rule={rule} onChange={onChange} subjects={subjects} event={event} depth={depth} />;
		case 'property':
			return <PropertyEditor rule={rule} onChange={onChange} subjects={subjects} event={event} />;
		case 'history':
			return (
				<HistoryEditor rule={rule} onChange={onChange} subjects={subjects} event={event}>
					<RuleField
						value={rule.where}
						subjects={['event']}
						event={rule.event || null}
						optional
						onChange={(where) => {
							const { where: _old, ...rest } = rule;
							onChange(where === undefined ? rest : { ...rest, where });
						}}
					/>
				</HistoryEditor>
			);
		case 'consent':
			return <ConsentEditor rule={rule} onChange={onChange} subjects={subjects} event={event} />;
		default:
			return <p className="py-1 text-ink-2 text-xs">{sayRule(rule, locale)}</p>;
	}
}
