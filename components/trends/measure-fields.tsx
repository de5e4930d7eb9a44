'use client';

import { useTranslations } from 'next-intl';
import { DurationField } from '@/components/inspector/duration-field';
import { RuleField } from '@/components/inspector/rule-field';
import { EventField } from '@/components/inspector/small-fields';
import { SuggestInput } from '@/components/inspector/suggest-input';
import { usePropertySuggestions } from '@/components/inspector/use-seen';
import { Checkbox } from '@/components/ui/checkbox';
import { Field, FieldGroup } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TREND_GROUPS, type TrendDefinition } from '@/lib/trend';

export type TrendFieldsProps = {
	value: TrendDefinition;
	onChange: (changes: Partial<TrendDefinition>) => void;
	/** What is wrong at a path of the definition. */
	errorAt: (path: string) => string | undefined;
};

const MEASURES = ['events', 'customers', 'sum'] as const;

/** What a trend counts. */
export function MeasureFields({ value, onChange, errorAt }: TrendFieldsProps) {
	const t = useTranslations('trends');
	const { event, where, unless, measure, by, window } = value;
	const properties = usePropertySuggestions(event);
	return (
		<>
			<Field label={t('event')} help={t('eventHelp')} error={errorAt('event')}>
				<EventField value={event} onChange={(next) => onChange({ event: next ?? '' })} />
			</Field>
			<FieldGroup legend={t('where')} help={t('whereHelp')}>
				<RuleField
					value={where}
					scope={{ subjects: ['event'], event: event || null, of: 'past' }}
					optional
					onChange={(next) => onChange({ where: next })}
				/>
				<Wrong>{errorAt('where')}</Wrong>
			</FieldGroup>
			<div className="flex flex-col gap-3">
				<Checkbox
					label={t('unless')}
					help={t('unlessHelp')}
					checked={unless !== undefined}
					onCheckedChange={(on) => onChange({ unless: on ? { event: 'Order Completed', within: 'PT2H' } : undefined })}
				/>
				{unless && (
					<div className="grid gap-4 pl-7 sm:grid-cols-2">
						<Field label={t('unlessEvent')} error={errorAt('unless.event')}>
							<EventField
								value={unless.event}
								onChange={(next) => onChange({ unless: { ...unless, event: next ?? '' } })}
							/>
						</Field>
						<Field label={t('unlessWithin')} error={errorAt('unless.within')}>
							<DurationField
								value={unless.within}
								onChange={(within) => onChange({ unless: { ...unless, within: within ?? '' } })}
							/>
						</Field>
					</div>
				)}
			</div>
			<div className="grid gap-4 sm:grid-cols-2">
				<Field label={t('measure')}>
					<Select
						options={MEASURES.map((of) => ({ value: of, label: t(`measures.${of}`) }))}
						value={measure.of}
						onValueChange={(of) => onChange({ measure: of === 'sum' ? { of, path: 'total' } : { of } })}
					/>
				</Field>
				{measure.of === 'sum' && (
					<Field label={t('path')} help={t('pathHelp')} error={errorAt('measure.path')}>
						<SuggestInput
							value={measure.path}
							onChange={(path) => onChange({ measure: { of: 'sum', path } })}
							suggestions={properties}
							placeholder="total"
						/>
					</Field>
				)}
			</div>
			<div className="grid gap-4 sm:grid-cols-2">
				<Field label={t('by')} help={by === 'nothing' ? undefined : t(`byHelp.${by}`)}>
					<Select
						options={TREND_GROUPS.map((group) => ({ value: group, label: t(`groupings.${group}`) }))}
						value={by}
						onValueChange={(next) => onChange({ by: next })}
					/>
				</Field>
				<Field label={t('window')} help={t('windowHelp')} error={errorAt('window')}>
					<DurationField value={window} onChange={(next) => onChange({ window: next ?? '' })} />
				</Field>
			</div>
		</>
	);
}

function Wrong({ children }: { children: string | undefined }) {
	return (
		children && (
			<p role="alert" className="text-danger text-xs">
				{children}
			</p>
		)
	);
}
