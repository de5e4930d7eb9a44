'use client';

import { useTranslations } from 'next-intl';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Textarea } from '@/components/ui/textarea';
import type { PartProps } from './offer-form';

const KINDS = ['amount', 'percent', 'gift'] as const;

/** What the customer reads, and what it takes off. */
export function ValueFields({ fields, change, errorAt, canEdit }: PartProps) {
	const t = useTranslations('offers');
	return (
		<>
			<Field label={t('titleField')} help={t('titleHelp')} error={errorAt('title')} className="sm:col-span-2">
				<Input value={fields.title} maxLength={120} onChange={(event) => change({ title: event.target.value })} />
			</Field>
			<Field label={t('terms')} optional error={errorAt('terms')} className="sm:col-span-2">
				<Textarea value={fields.terms} maxLength={1000} onChange={(event) => change({ terms: event.target.value })} />
			</Field>
			<div className="flex min-w-0 flex-col gap-1.5">
				<p className="font-medium text-ink text-sm">{t('discount')}</p>
				<SegmentedControl
					label={t('discount')}
					value={fields.kind}
					disabled={!canEdit}
					onValueChange={(kind) => change({ kind })}
					options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
				/>
			</div>
			{fields.kind !== 'gift' && (
				<Field label={t('value')} error={errorAt('discount')}>
					<Input
						value={fields.value}
						inputMode="decimal"
						maxLength={12}
						onChange={(event) => change({ value: event.target.value })}
						trailing={<span className="pr-1.5">{fields.kind === 'amount' ? fields.currency : '%'}</span>}
						className="tabular-nums"
					/>
				</Field>
			)}
		</>
	);
}
