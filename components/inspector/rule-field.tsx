'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { SearchMenu } from '@/components/ui/search-menu';
import { Select } from '@/components/ui/select';
import type { Past, Rule } from '@/lib/condition';
import { usePropertiesOf, useSuggestions } from './context';
import { ConsentEditor, IdentityEditor, LifecycleEditor, SegmentEditor } from './customer-tests';
import { HistoryEditor, HistoryValueEditor } from './history-tests';
import { OperationEditor } from './operation-test';
import { PropertyEditor } from './property-test';
import { addable, newRule, type RuleProps, type RuleScope } from './rule-scope';
import { DistanceEditor, PriceEditor, StockEditor, StoreEditor } from './world-tests';

type Group = Extract<Rule, { rules: Rule[] }>;

/** Deeper than this nobody can follow it; a file may still say more. */
const MAX_DEPTH = 3;

type RuleFieldProps = {
	value: Rule | undefined;
	onChange: (rule: Rule | undefined) => void;
	scope: RuleScope;
	optional: boolean;
};

/** An and/or tree that reads as a sentence. An optional rule that is emptied is gone. */
export function RuleField({ value, onChange, scope, optional }: RuleFieldProps) {
	// A single test is drawn as a group of one, so that more can be added to it.
	const group: Group =
		value === undefined ? { type: 'all', rules: [] } : 'rules' in value ? value : { type: 'all', rules: [value] };
	return (
		<GroupEditor
			rule={group}
			scope={scope}
			onChange={(next) => onChange(optional && next.rules.length === 0 ? undefined : next)}
		/>
	);
}

function GroupEditor({ rule, onChange, scope, depth = 0 }: RuleProps<Group> & { depth?: number }) {
	const t = useTranslations('editor.rule');
	const nested = depth > 0;
	const replace = (index: number, next: Rule | null) =>
		onChange({
			...rule,
			rules: rule.rules.flatMap((child, i) => (i !== index ? [child] : next === null ? [] : [next])),
		});
	return (
		<div>
			{(rule.rules.length > 1 || nested || rule.type !== 'all') && (
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
								<RuleEditor rule={child} scope={scope} depth={depth + 1} onChange={(next) => replace(index, next)} />
							</div>
							<IconButton label={t('remove')} size="sm" className="-mr-1" onClick={() => replace(index, null)}>
								<Trash2 />
							</IconButton>
						</div>
					</li>
				))}
			</ul>
			<div className={rule.rules.length > 0 ? 'mt-2' : ''}>
				<AddRule
					scope={scope}
					groups={depth < MAX_DEPTH}
					onAdd={(added) => onChange({ ...rule, rules: [...rule.rules, added] })}
				/>
			</div>
		</div>
	);
}

function AddRule({ scope, groups, onAdd }: { scope: RuleScope; groups: boolean; onAdd: (rule: Rule) => void }) {
	const t = useTranslations('editor.rule');
	const { segments, trigger } = useSuggestions();
	const paths = usePropertiesOf(scope.subjects.includes('event') ? scope.event : trigger).map(({ path }) => path);
	return (
		<SearchMenu
			label={t('add')}
			groups={addable(scope, { groups, segments: segments.length > 0 }).map(({ group, items }) => ({
				label: t(`menu.${group}`),
				items: items.map((key) => ({ key, label: t(`add-${key}.label`), help: t(`add-${key}.help`) })),
			}))}
			onSelect={(what) => onAdd(newRule(what, scope, paths))}
			trigger={
				<Button size="sm">
					<Plus aria-hidden />
					{t('add')}
				</Button>
			}
		/>
	);
}

function RuleEditor({ rule, onChange, scope, depth }: RuleProps<Rule> & { depth: number }) {
	const where = (past: Past, write: (where: Rule | undefined) => void) => (
		<RuleField
			value={past.where}
			scope={{ subjects: ['event'], event: past.event || null, of: 'past' }}
			optional
			onChange={write}
		/>
	);
	switch (rule.type) {
		case 'all':
		case 'any':
		case 'none':
			return <GroupEditor rule={rule} onChange={onChange} scope={scope} depth={depth} />;
		case 'property':
			return <PropertyEditor rule={rule} onChange={onChange} scope={scope} />;
		case 'consent':
			return <ConsentEditor rule={rule} onChange={onChange} />;
		case 'identity':
			return <IdentityEditor rule={rule} onChange={onChange} />;
		case 'lifecycle':
			return <LifecycleEditor rule={rule} onChange={onChange} />;
		case 'segment':
			return <SegmentEditor rule={rule} onChange={onChange} />;
		case 'history':
			return (
				<HistoryEditor rule={rule} onChange={onChange}>
					{where(rule, (next) => onChange({ ...rule, where: next }))}
				</HistoryEditor>
			);
		case 'history-value':
			return (
				<HistoryValueEditor rule={rule} onChange={onChange}>
					{where(rule, (next) => onChange({ ...rule, where: next }))}
				</HistoryValueEditor>
			);
		case 'stock':
			return <StockEditor rule={rule} onChange={onChange} scope={scope} />;
		case 'store':
			return <StoreEditor rule={rule} onChange={onChange} scope={scope} />;
		case 'distance':
			return <DistanceEditor rule={rule} onChange={onChange} scope={scope} />;
		case 'price':
			return <PriceEditor rule={rule} onChange={onChange} scope={scope} />;
		case 'operation':
			return <OperationEditor rule={rule} onChange={onChange} scope={scope} />;
	}
}
