'use client';

import { useLocale, useTranslations } from 'next-intl';
import { DurationField } from '@/components/inspector/duration-field';
import { NumberField } from '@/components/inspector/small-fields';
import { Field } from '@/components/ui/field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { sayUsual } from '@/lib/say-trend';
import { type Threshold, USUAL_COUNT, USUAL_OF } from '@/lib/trend';
import type { TrendFieldsProps } from './measure-fields';

/** When a trend is news. */
export function ThresholdFields({ value, onChange, errorAt }: TrendFieldsProps) {
	const t = useTranslations('trends');
	const locale = useLocale();
	const { threshold, window, pause } = value;
	const change = (next: Threshold) => onChange({ threshold: next });
	const { op } = threshold;
	const ops = (['at-least', 'at-most'] as const).map((each) => ({ value: each, label: t(`ops.${each}`) }));
	return (
		<>
			<div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
				<span aria-hidden className="font-medium text-ink text-sm">
					{t('than')}
				</span>
				<SegmentedControl
					label={t('than')}
					value={threshold.than}
					onValueChange={(than) =>
						change(than === 'number' ? { than, op, n: 20 } : { than, op, times: 2, of: 'days', least: 10 })
					}
					options={[
						{ value: 'usual', label: t('thanUsual') },
						{ value: 'number', label: t('thanNumber') },
					]}
				/>
			</div>
			<div className="grid gap-4 sm:grid-cols-2">
				<Field label={t('op')}>
					<Select options={ops} value={op} onValueChange={(next) => change({ ...threshold, op: next })} />
				</Field>
				{threshold.than === 'number' ? (
					<Field label={t('number')} error={errorAt('threshold.n')}>
						<NumberField value={threshold.n} onChange={(n) => change({ ...threshold, n })} />
					</Field>
				) : (
					<Field label={t('times')} error={errorAt('threshold.times')}>
						<NumberField value={threshold.times} suffix="×" onChange={(times) => change({ ...threshold, times })} />
					</Field>
				)}
			</div>
			{threshold.than === 'usual' && (
				<>
					<div className="grid gap-4 sm:grid-cols-2">
						<Field label={t('usualOf')} error={errorAt('threshold.of')}>
							<Select
								options={USUAL_OF.map((of) => ({ value: of, label: t(`usuals.${of}`, { n: USUAL_COUNT[of] }) }))}
								value={threshold.of}
								onValueChange={(of) => change({ ...threshold, of })}
							/>
						</Field>
						<Field label={t('least')} help={t(`leastHelp.${op}`)} error={errorAt('threshold.least')}>
							<NumberField value={threshold.least} onChange={(least) => change({ ...threshold, least })} />
						</Field>
					</div>
					<p className="rounded-lg bg-subtle px-3 py-2 text-ink-2 text-xs">
						{t('usualIs', { usual: sayUsual(threshold, window, locale) })}
					</p>
				</>
			)}
			<Field label={t('pause')} help={t('pauseHelp')} error={errorAt('pause')} className="sm:w-1/2 sm:pr-2">
				<DurationField value={pause} onChange={(next) => onChange({ pause: next ?? '' })} />
			</Field>
		</>
	);
}
