'use client';

import { useTranslations } from 'next-intl';
import { Field, FieldGroup } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { CHANNELS, type Channel } from '@/lib/channel';
import type { JourneySettings } from '@/lib/graph';
import type { QuietHours } from '@/lib/settings';
import { TimeField, WeekdaysField } from './small-fields';

type Override = JourneySettings['quietHours'];

/** A journey keeps the retailer's quiet hours, has its own, or has none, channel by channel. */
export function QuietHoursField({ value, onChange }: { value: Override; onChange: (value: Override) => void }) {
	const t = useTranslations('editor.quietHours');
	return (
		<FieldGroup legend={t('title')} help={t('hint')}>
			{CHANNELS.map((channel) => (
				<ChannelHours
					key={channel}
					channel={channel}
					value={value[channel]}
					onChange={(next) => {
						const { [channel]: _old, ...rest } = value;
						onChange(next === undefined ? rest : { ...rest, [channel]: next });
					}}
				/>
			))}
		</FieldGroup>
	);
}

function ChannelHours({
	channel,
	value,
	onChange,
}: {
	channel: Channel;
	value: QuietHours | null | undefined;
	onChange: (value: QuietHours | null | undefined) => void;
}) {
	const t = useTranslations('editor.quietHours');
	const mode = value === undefined ? 'inherit' : value === null ? 'none' : 'own';
	return (
		<div className="flex flex-col gap-2">
			<Field label={t(channel)}>
				<Select
					options={(['inherit', 'own', 'none'] as const).map((m) => ({ value: m, label: t(m) }))}
					value={mode}
					onValueChange={(next) =>
						onChange(
							next === 'inherit'
								? undefined
								: next === 'none'
									? null
									: { from: '20:00', to: '08:30', days: [], bankHolidays: null },
						)
					}
				/>
			</Field>
			{value && (
				<div className="flex flex-col gap-2 border-line border-l-2 pl-3">
					<div className="grid grid-cols-2 gap-2">
						<Field label={t('from')}>
							<TimeField value={value.from} onChange={(from = '20:00') => onChange({ ...value, from })} />
						</Field>
						<Field label={t('to')}>
							<TimeField value={value.to} onChange={(to = '08:30') => onChange({ ...value, to })} />
						</Field>
					</div>
					<FieldGroup legend={t('days')}>
						<WeekdaysField label={t('days')} value={value.days} onChange={(days) => onChange({ ...value, days })} />
					</FieldGroup>
					<Field label={t('holidays')}>
						<Select
							options={[
								{ value: 'no', label: t('noHolidays') },
								{ value: 'FR', label: t('frenchHolidays') },
							]}
							value={value.bankHolidays ?? 'no'}
							onValueChange={(next) => onChange({ ...value, bankHolidays: next === 'FR' ? 'FR' : null })}
						/>
					</Field>
				</div>
			)}
		</div>
	);
}
