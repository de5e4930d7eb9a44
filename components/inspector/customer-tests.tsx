'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Combobox } from '@/components/ui/combobox';
import { Select } from '@/components/ui/select';
import { CHANNELS } from '@/lib/channel';
import type { Rule } from '@/lib/condition';
import { STAGES } from '@/lib/lifecycle';
import { say } from '@/lib/text';
import { useSuggestions } from './context';
import { Line } from './rule-parts';

type Props<T extends Rule['type']> = {
	rule: Extract<Rule, { type: T }>;
	onChange: (rule: Extract<Rule, { type: T }>) => void;
};

/** What a rule takes where no purpose is said. */
const USUAL_PURPOSE = 'marketing';

export function ConsentEditor({ rule, onChange }: Props<'consent'>) {
	const t = useTranslations('editor.rule');
	const locale = useLocale();
	const { purposes } = useSuggestions();
	const purpose = rule.purpose ?? USUAL_PURPOSE;
	const gone = purposes.some(({ id }) => id === purpose) ? [] : [{ value: purpose, label: purpose }];
	return (
		<Line>
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
			<span>{t('for')}</span>
			<Select
				size="sm"
				aria-label={t('purpose')}
				options={[...purposes.map(({ id, label }) => ({ value: id, label: say(label, locale) })), ...gone]}
				value={purpose}
				onValueChange={(next) => onChange({ ...rule, purpose: next === USUAL_PURPOSE ? undefined : next })}
			/>
		</Line>
	);
}

const IDENTITIES = ['email', 'phone', 'loyalty_card', 'user_id', 'anonymous_id'] as const;

export function IdentityEditor({ rule, onChange }: Props<'identity'>) {
	const t = useTranslations('editor.rule');
	const own = IDENTITIES.some((kind) => kind === rule.kind) ? [] : [{ value: rule.kind, label: rule.kind }];
	return (
		<Line>
			<Select
				size="sm"
				aria-label={t('identity')}
				options={[...IDENTITIES.map((kind) => ({ value: kind, label: t(`identities.${kind}`) })), ...own]}
				value={rule.kind}
				onValueChange={(kind) => onChange({ ...rule, kind })}
			/>
			<Select
				size="sm"
				aria-label={t('known')}
				options={[
					{ value: 'yes', label: t('identityKnown') },
					{ value: 'verified', label: t('identityVerified') },
					{ value: 'unverified', label: t('identityUnverified') },
					{ value: 'no', label: t('identityUnknown') },
				]}
				value={rule.known ? (rule.verified === undefined ? 'yes' : rule.verified ? 'verified' : 'unverified') : 'no'}
				onValueChange={(answer) =>
					onChange({
						...rule,
						known: answer !== 'no',
						verified: answer === 'verified' ? true : answer === 'unverified' ? false : undefined,
					})
				}
			/>
		</Line>
	);
}

export function LifecycleEditor({ rule, onChange }: Props<'lifecycle'>) {
	const t = useTranslations('editor.rule');
	const segments = useTranslations('segments');
	return (
		<fieldset>
			<legend className="mb-1.5 text-ink-2 text-xs">{t('stageOneOf')}</legend>
			<div className="grid grid-cols-2 gap-x-3 gap-y-1 sm:grid-cols-[repeat(auto-fill,minmax(8rem,1fr))]">
				{STAGES.map((stage) => (
					<Checkbox
						key={stage}
						label={segments(`stages.${stage}`)}
						checked={rule.stages.includes(stage)}
						onCheckedChange={(on) =>
							onChange({ ...rule, stages: STAGES.filter((one) => (one === stage ? on : rule.stages.includes(one))) })
						}
					/>
				))}
			</div>
			{rule.stages.length === 0 && (
				<p role="alert" className="mt-1 text-danger text-xs">
					{t('chooseStage')}
				</p>
			)}
		</fieldset>
	);
}

export function SegmentEditor({ rule, onChange }: Props<'segment'>) {
	const t = useTranslations('editor.rule');
	const { segments } = useSuggestions();
	const gone = rule.segmentId !== '' && !segments.some(({ id }) => id === rule.segmentId);
	return (
		<div className="flex flex-col gap-1">
			<div className="grid grid-cols-[2fr_3fr] gap-1.5">
				<Select
					size="sm"
					aria-label={t('inOrNot')}
					options={[
						{ value: 'in', label: t('inSegment') },
						{ value: 'out', label: t('notInSegment') },
					]}
					value={rule.in ? 'in' : 'out'}
					onValueChange={(answer) => onChange({ ...rule, in: answer === 'in' })}
				/>
				<Combobox
					aria-label={t('segment')}
					placeholder={t('chooseSegment')}
					options={segments.map(({ id, name }) => ({ value: id, label: name }))}
					value={gone ? undefined : rule.segmentId || undefined}
					onValueChange={(segmentId) => onChange({ ...rule, segmentId })}
					className="h-7 sm:h-7 sm:text-xs"
				/>
			</div>
			{gone && (
				<p role="alert" className="text-danger text-xs">
					{t('segmentGone')}
				</p>
			)}
		</div>
	);
}
