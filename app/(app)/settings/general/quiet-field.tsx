'use client';

import { useTranslations } from 'next-intl';
import { TimeField, WeekdaysField } from '@/components/inspector/small-fields';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Switch } from '@/components/ui/switch';
import type { QuietHours } from '@/lib/settings';

const EVENING: QuietHours = { from: '20:00', to: '08:30', days: [], bankHolidays: null };
/** A channel that is quiet on all seven days would never send. */
const MOST_DAYS = 6;

type QuietFieldProps = {
	label: string;
	/** Null: the channel may write at any time. */
	value: QuietHours | null;
	onChange: (hours: QuietHours | null) => void;
};

export function QuietField({ label, value, onChange }: QuietFieldProps) {
	const t = useTranslations('settings.general');
	return (
		<div className="flex flex-col gap-3">
			<Switch
				label={label}
				help={value ? undefined : t('neverQuiet')}
				checked={value !== null}
				onCheckedChange={(on) => onChange(on ? EVENING : null)}
			/>
			{value && (
				<div className="flex flex-col gap-3">
					<div className="flex flex-wrap gap-4">
						<Field label={t('quietFrom')}>
							<TimeField value={value.from} onChange={(from) => from && onChange({ ...value, from })} />
						</Field>
						<Field label={t('quietTo')}>
							<TimeField value={value.to} onChange={(to) => to && onChange({ ...value, to })} />
						</Field>
						<div className="flex flex-col gap-1.5">
							<span aria-hidden className="font-medium text-ink text-sm">
								{t('quietDays')}
							</span>
							<WeekdaysField
								label={t('quietDays')}
								value={value.days}
								onChange={(days) => days.length <= MOST_DAYS && onChange({ ...value, days })}
							/>
						</div>
					</div>
					<Checkbox
						label={t('bankHolidays')}
						checked={value.bankHolidays === 'FR'}
						onCheckedChange={(on) => onChange({ ...value, bankHolidays: on ? 'FR' : null })}
					/>
				</div>
			)}
		</div>
	);
}
