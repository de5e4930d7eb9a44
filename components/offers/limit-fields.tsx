'use client';

import { useTranslations } from 'next-intl';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import type { PartProps } from './offer-form';

const SOURCES = ['generated', 'pool'] as const;
const AT_EXIT = ['unsent', 'unused', 'never'] as const;
const AT_REFUND = ['usable', 'release', 'keep'] as const;

type LimitFieldsProps = PartProps & { codesFixed: boolean; codesError: string | undefined };

/** Whose codes, how many of them, and when one goes back. */
export function LimitFields({ fields, change, errorAt, canEdit, codesFixed, codesError }: LimitFieldsProps) {
	const t = useTranslations('offers');
	return (
		<div className="grid gap-4 sm:grid-cols-2">
			<div className="flex min-w-0 flex-col items-start gap-1.5 sm:col-span-2">
				<p className="font-medium text-ink text-sm">{t('codes')}</p>
				<SegmentedControl
					label={t('codes')}
					value={fields.codes}
					disabled={!canEdit || codesFixed}
					onValueChange={(codes) => change({ codes })}
					options={SOURCES.map((value) => ({ value, label: t(`sources.${value}`) }))}
				/>
				<p
					role={codesError ? 'alert' : undefined}
					className={codesError ? 'text-danger text-xs' : 'text-ink-3 text-xs'}
				>
					{codesError ?? (codesFixed ? t('codesFixed') : t(`sourcesHelp.${fields.codes}`))}
				</p>
			</div>
			{(['limit_total', 'limit_per_customer'] as const).map((which) => (
				<Field key={which} label={t(which)} help={t('noLimit')} error={errorAt(which)}>
					<Input
						type="number"
						min={1}
						step={1}
						value={fields[which]}
						onChange={(event) => change({ [which]: event.target.value })}
					/>
				</Field>
			))}
			<Field label={t('atExit')} help={t('atExitHelp')}>
				<Select
					value={fields.release_at_exit}
					disabled={!canEdit}
					onValueChange={(release_at_exit) => change({ release_at_exit })}
					options={AT_EXIT.map((value) => ({ value, label: t(`exits.${value}`) }))}
				/>
			</Field>
			<Field label={t('atRefund')} help={t('atRefundHelp')}>
				<Select
					value={fields.at_refund}
					disabled={!canEdit}
					onValueChange={(at_refund) => change({ at_refund })}
					options={AT_REFUND.map((value) => ({ value, label: t(`refunds.${value}`) }))}
				/>
			</Field>
		</div>
	);
}
