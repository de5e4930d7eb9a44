'use client';

import { useTranslations } from 'next-intl';
import { DurationField } from '@/components/inspector/duration-field';
import { Field, FieldGroup } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Switch } from '@/components/ui/switch';
import type { FrequencyCap } from '@/lib/settings';

type CapFieldProps = {
	label: string;
	/** Null: no limit. */
	value: FrequencyCap | null;
	error: string | undefined;
	onChange: (cap: FrequencyCap | null) => void;
};

export function CapField({ label, value, error, onChange }: CapFieldProps) {
	const t = useTranslations('settings.general');
	return (
		<div className="flex flex-col gap-3">
			<Switch
				label={label}
				help={value ? undefined : t('noCap')}
				checked={value !== null}
				onCheckedChange={(on) => onChange(on ? { max: 4, per: 'P7D' } : null)}
			/>
			{value && (
				<FieldGroup legend={<span className="sr-only">{label}</span>} className="-mt-2">
					<div className="flex flex-wrap items-center gap-2 text-ink-2 text-sm">
						<span>{t('atMost')}</span>
						<Input
							type="number"
							min={0}
							max={1000}
							aria-label={t('max')}
							value={String(value.max)}
							onChange={(event) => onChange({ ...value, max: Math.max(0, Math.trunc(Number(event.target.value))) })}
							className="w-20 tabular-nums"
						/>
						<span>{t('messagesPer', { count: value.max })}</span>
						<Field label={t('period')} hideLabel className="gap-0">
							<DurationField value={value.per} onChange={(per) => per && onChange({ ...value, per })} />
						</Field>
					</div>
				</FieldGroup>
			)}
			{error && (
				<Notice tone="danger" alert>
					{error}
				</Notice>
			)}
		</div>
	);
}
