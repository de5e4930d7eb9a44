'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import { CHANNELS } from '@/lib/channel';
import type { WorkspaceSettings } from '@/lib/settings';
import { SaveBar } from '../save-bar';
import { saveSettings } from './actions';
import { CapField } from './cap-field';
import { PromotionFields } from './promotion-fields';
import { QuietField } from './quiet-field';
import { ReferralFields } from './referral-fields';
import { RegionFields } from './region-fields';
import { TierFields } from './tier-fields';

const FIELDS = [
	'settings.brand',
	'settings.senderName',
	'settings.senderEmail',
	'settings.frequencyCaps.email',
	'settings.frequencyCaps.sms',
	'settings.tiers',
	'settings.frequencyCaps.all',
	'settings.promotionWindow',
	'settings.referral.siteUrl',
	'settings.referral.keptFor',
];

export function SettingsForm({ initial, initialRevision }: { initial: WorkspaceSettings; initialRevision: number }) {
	const t = useTranslations('settings.general');
	const points = useTranslations('points');
	const common = useTranslations('common');
	const [saved, setSaved] = useState({ settings: initial, revision: initialRevision });
	const [settings, setSettings] = useState(initial);
	const save = useAction(saveSettings, FIELDS);
	const dirty = JSON.stringify(settings) !== JSON.stringify(saved.settings);
	const change = (changes: Partial<WorkspaceSettings>) => setSettings((now) => ({ ...now, ...changes }));

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const result = await save.run({ revision: saved.revision, settings });
		if (!result.done) return;
		setSaved({ settings, revision: result.value.revision });
		toast.success(common('saved'));
	};

	return (
		<form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-5">
			<Card title={t('sender')} description={t('senderHelp')}>
				<div className="grid gap-4 sm:grid-cols-2">
					<Field
						label={t('brand')}
						help={t('brandHelp', { code: '{{ brand }}' })}
						error={save.errorAt('settings.brand')}
						className="sm:col-span-2"
					>
						<Input value={settings.brand} maxLength={80} onChange={(event) => change({ brand: event.target.value })} />
					</Field>
					<Field label={t('senderName')} error={save.errorAt('settings.senderName')}>
						<Input
							value={settings.senderName}
							maxLength={80}
							onChange={(event) => change({ senderName: event.target.value })}
						/>
					</Field>
					<Field label={t('senderEmail')} error={save.errorAt('settings.senderEmail')}>
						<Input
							type="email"
							value={settings.senderEmail}
							onChange={(event) => change({ senderEmail: event.target.value })}
						/>
					</Field>
				</div>
			</Card>
			<Card title={t('region')} description={t('regionHelp')}>
				<RegionFields settings={settings} onChange={change} />
			</Card>
			<Card title={t('caps')} description={t('capsHelp')}>
				<div className="flex flex-col gap-4">
					{CHANNELS.map((channel) => (
						<CapField
							key={channel}
							label={t(`channels.${channel}`)}
							value={settings.frequencyCaps[channel]}
							error={save.errorAt(`settings.frequencyCaps.${channel}`)}
							onChange={(cap) => change({ frequencyCaps: { ...settings.frequencyCaps, [channel]: cap } })}
						/>
					))}
					<CapField
						label={t('allChannels')}
						value={settings.frequencyCaps.all}
						error={save.errorAt('settings.frequencyCaps.all')}
						onChange={(all) => change({ frequencyCaps: { ...settings.frequencyCaps, all } })}
					/>
				</div>
			</Card>
			<PromotionFields settings={settings} errorAt={save.errorAt} onChange={change} />
			<Card title={t('quiet')} description={t('quietHelp')}>
				<div className="flex flex-col gap-5">
					{CHANNELS.map((channel) => (
						<QuietField
							key={channel}
							label={t(`channels.${channel}`)}
							value={settings.quietHours[channel]}
							onChange={(hours) => change({ quietHours: { ...settings.quietHours, [channel]: hours } })}
						/>
					))}
				</div>
			</Card>
			<Card title={points('tiers')} description={points('tiersHelp')}>
				<TierFields
					value={settings.tiers}
					error={save.errorAt('settings.tiers')}
					onChange={(tiers) => change({ tiers })}
				/>
			</Card>
			<ReferralFields value={settings.referral} errorAt={save.errorAt} onChange={(referral) => change({ referral })} />
			<SaveBar dirty={dirty} pending={save.pending} onDiscard={() => setSettings(saved.settings)} />
		</form>
	);
}
