'use client';

import { ChevronDown, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { SuggestInput } from '@/components/inspector/suggest-input';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { formatFor } from '@/lib/convert-value';
import { IDENTITIES, type MappingRule, mayBeUndone } from '@/lib/mapping';
import { becoming } from '@/lib/mapping-templates';
import { linesOf } from '@/lib/payload-path';
import { RETAIL_EVENTS } from '@/lib/retail-events';
import { ConditionRows } from './condition-rows';
import { useMapping } from './context';
import { DateReadingFields } from './date-reading';
import { FieldRows } from './field-rows';
import { PathInput } from './path-input';
import { sampleAt } from './sample';

const EVENTS = Object.entries(RETAIL_EVENTS)
	.filter(([, { sender }]) => sender !== 'parcours')
	.map(([value]) => ({ value }));
const TRAITS = ['first_name', 'last_name', 'locale', 'country', 'city', 'postal_code', 'birthday', 'home_store_id'];
const KINDS = ['track', 'identify', 'nothing'] as const;

type RuleCardProps = {
	rule: MappingRule;
	onChange: (rule: MappingRule) => void;
	onRemove: () => void;
	/** Where it is in the mapping: `rules.0`. */
	at: string;
	/** Something in it is wrong: it is shown. */
	wrong: boolean;
	initiallyOpen: boolean;
};

/** One rule, as a form. */
export function RuleCard({ rule, onChange, onRemove, at, wrong, initiallyOpen }: RuleCardProps) {
	const t = useTranslations('sources');
	const [asked, setOpen] = useState(initiallyOpen);
	const open = asked || wrong;
	const { becomes } = rule;
	const name = becomes.type === 'track' ? becomes.event || t('newRule') : t(`kinds.${becomes.type}`);
	return (
		<section aria-label={name} className="rounded-xl border border-line bg-surface">
			<header className="flex items-center gap-1 py-2 pr-3 pl-1.5">
				<h3 className="min-w-0 flex-1">
					<button
						type="button"
						aria-expanded={open}
						onClick={() => setOpen(!open)}
						className="flex w-full min-w-0 items-center gap-1.5 rounded-md px-2 py-1 text-left hover:bg-hover"
					>
						<ChevronDown
							aria-hidden
							className={cn('size-4 shrink-0 text-ink-3 transition-transform', !open && '-rotate-90')}
						/>
						<span className="truncate font-medium text-ink text-sm">{name}</span>
						{!open && <span className="truncate text-ink-3 text-xs">{summaryOf(rule, t)}</span>}
					</button>
				</h3>
				<IconButton label={t('removeRule', { name })} tooltip={false} onClick={onRemove}>
					<Trash2 />
				</IconButton>
			</header>
			{open && <Inside {...{ rule, onChange, at }} />}
		</section>
	);
}

/** “2 conditions · for each line of lines”. */
function summaryOf({ when, each }: MappingRule, t: ReturnType<typeof useTranslations<'sources'>>): string {
	const parts = [
		...when.map(({ path, is, value }) => `${path} ${t(`tests.${is}`)} ${value}`.trim()),
		...(each ? [t('eachOf', { each })] : []),
	];
	return parts.join(' · ');
}

function Part({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
	return (
		<fieldset className="flex min-w-0 flex-col gap-2 border-line border-t px-4 py-3">
			<legend className="sr-only">{title}</legend>
			<p aria-hidden className="font-medium text-ink text-sm">
				{title}
				{help && <span className="ml-2 font-normal text-ink-3 text-xs">{help}</span>}
			</p>
			{children}
		</fieldset>
	);
}

function Inside({ rule, onChange, at }: Pick<RuleCardProps, 'rule' | 'onChange' | 'at'>) {
	const t = useTranslations('sources');
	const { errorAt, payload } = useMapping();
	const change = (changes: Partial<MappingRule>) => onChange({ ...rule, ...changes });
	const within = linesOf(rule.each, []);
	const { becomes } = rule;
	const known = becomes.type === 'track' ? Object.keys(RETAIL_EVENTS[becomes.event]?.properties ?? {}) : TRAITS;
	return (
		<>
			<Part title={t('becomes')}>
				<SegmentedControl
					label={t('becomes')}
					value={becomes.type}
					options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
					onValueChange={(type) => onChange(becoming(rule, type === 'track' ? { type, event: '' } : { type }))}
					className="self-start"
				/>
				{becomes.type === 'track' && (
					<Field label={t('event')} hideLabel error={errorAt(`${at}.becomes.event`)}>
						<SuggestInput
							value={becomes.event}
							onChange={(event) => onChange(becoming(rule, { type: 'track', event }))}
							suggestions={EVENTS}
							placeholder={t('event')}
							aria-label={t('event')}
						/>
					</Field>
				)}
				{becomes.type === 'nothing' && <p className="text-ink-3 text-xs">{t('nothingHelp')}</p>}
			</Part>
			<Part title={t('when')} help={t('whenHelp')}>
				<ConditionRows value={rule.when} onChange={(when) => change({ when })} within={within} at={`${at}.when`} />
			</Part>
			<Part title={t('each')} help={t('eachHelp')}>
				<PathInput
					label={t('each')}
					hideLabel
					value={rule.each}
					onChange={(each) => change({ each })}
					within={[]}
					at={`${at}.each`}
					want="list"
					placeholder={t('eachNone')}
				/>
			</Part>
			{becomes.type !== 'nothing' && (
				<>
					<Part title={t('who')} help={t('whoHelp')}>
						<div className="grid gap-2 sm:grid-cols-2">
							{IDENTITIES.map((name) => (
								<PathInput
									key={name}
									label={t(`identities.${name}`)}
									value={rule.who[name]}
									onChange={(path) => change({ who: { ...rule.who, [name]: path } })}
									within={within}
									at={`${at}.who.${name}`}
								/>
							))}
							<PathInput
								label={t('ownId')}
								value={rule.messageId}
								onChange={(messageId) => change({ messageId })}
								within={within}
								at={`${at}.messageId`}
								placeholder={t('ownIdNone')}
							/>
						</div>
					</Part>
					<Part title={t('happened')} help={t('happenedHelp')}>
						<div className="flex flex-wrap items-start gap-2">
							<PathInput
								label={t('happened')}
								hideLabel
								value={rule.timestamp.path}
								onChange={(path) => {
									const format = formatFor(sampleAt(path, within, payload), rule.timestamp);
									change({ timestamp: { ...rule.timestamp, path, format } });
								}}
								within={within}
								at={`${at}.timestamp.path`}
								placeholder={t('happenedNone')}
								className="min-w-40 flex-1"
							/>
							{rule.timestamp.path !== '' && (
								<DateReadingFields
									value={rule.timestamp}
									onChange={(reading) => change({ timestamp: { ...rule.timestamp, ...reading } })}
								/>
							)}
						</div>
						{mayBeUndone(rule) && <Notice tone="warning">{t('mayBeUndone')}</Notice>}
					</Part>
					<Part title={t(becomes.type === 'track' ? 'properties' : 'traits')}>
						<FieldRows
							value={rule.fields}
							onChange={(fields) => change({ fields })}
							within={within}
							at={`${at}.fields`}
							known={known}
						/>
					</Part>
				</>
			)}
		</>
	);
}
