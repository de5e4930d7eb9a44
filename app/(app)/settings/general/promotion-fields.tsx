'use client';

import { useTranslations } from 'next-intl';
import { DurationField } from '@/components/inspector/duration-field';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import { CHANNELS } from '@/lib/channel';
import type { WorkspaceSettings } from '@/lib/settings';

const TWO_HOURS = 'PT2H';

type PromotionFieldsProps = {
	settings: WorkspaceSettings;
	errorAt: (path: string) => string | undefined;
	onChange: (changes: Partial<WorkspaceSettings>) => void;
};

/** How close two promotions may be, and what a message costs where a step may choose its channel. */
export function PromotionFields({ settings, errorAt, onChange }: PromotionFieldsProps) {
	const t = useTranslations('settings.general');
	const { promotionWindow, messageCosts } = settings;
	return (
		<>
			<Card title={t('promotions')} description={t('promotionsHelp')}>
				<div className="flex flex-col gap-3">
					<Switch
						label={t('promotionWindow')}
						help={promotionWindow ? undefined : t('promotionsAsTheyCome')}
						checked={promotionWindow !== null}
						onCheckedChange={(on) => onChange({ promotionWindow: on ? TWO_HOURS : null })}
					/>
					{promotionWindow !== null && (
						<Field label={t('promotionsApart')} error={errorAt('settings.promotionWindow')}>
							<DurationField value={promotionWindow} onChange={(next) => next && onChange({ promotionWindow: next })} />
						</Field>
					)}
				</div>
			</Card>
			<Card title={t('costs')} description={t('costsHelp')}>
				<div className="grid gap-4 sm:grid-cols-2">
					{CHANNELS.map((channel) => (
						<Field key={channel} label={t(`channels.${channel}`)} error={errorAt(`settings.messageCosts.${channel}`)}>
							<Input
								type="number"
								min={0}
								value={String(messageCosts[channel])}
								onChange={(event) => {
									const cost = Math.max(0, Math.trunc(Number(event.target.value)));
									onChange({ messageCosts: { ...messageCosts, [channel]: cost } });
								}}
								className="w-28 tabular-nums"
							/>
						</Field>
					))}
				</div>
			</Card>
		</>
	);
}
