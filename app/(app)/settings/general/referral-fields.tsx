'use client';

import { useTranslations } from 'next-intl';
import { DurationField } from '@/components/inspector/duration-field';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { WorkspaceSettings } from '@/lib/settings';

type Referral = WorkspaceSettings['referral'];
type ReferralFieldsProps = {
	value: Referral;
	errorAt: (path: string) => string | undefined;
	onChange: (referral: Referral) => void;
};

/** Where a customer's link leads her friends, and how long a friend's order must be kept. */
export function ReferralFields({ value, errorAt, onChange }: ReferralFieldsProps) {
	const t = useTranslations('referral.settings');
	return (
		<Card title={t('title')} description={t('help', { code: '{{ customer.referral_url }}' })}>
			<div className="grid gap-4 sm:grid-cols-2">
				<Field
					label={t('site')}
					help={t('siteHelp')}
					error={errorAt('settings.referral.siteUrl')}
					className="sm:col-span-2"
				>
					<Input
						type="url"
						placeholder="https://"
						value={value.siteUrl ?? ''}
						onChange={(event) => onChange({ ...value, siteUrl: event.target.value.trim() || null })}
					/>
				</Field>
				<Field label={t('keptFor')} help={t('keptForHelp')} error={errorAt('settings.referral.keptFor')}>
					<DurationField value={value.keptFor} onChange={(next) => next && onChange({ ...value, keptFor: next })} />
				</Field>
			</div>
		</Card>
	);
}
