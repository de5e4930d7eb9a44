'use client';

import { useTranslations } from 'next-intl';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';

export type ConnectionForm = { name: string; url: string; whenCut: 'ask' | 'repeat' | 'unknown'; askUrl: string };
export const NEW_CONNECTION: ConnectionForm = { name: '', url: '', whenCut: 'ask', askUrl: '' };
export const FIELDS = ['name', 'url', 'askUrl'] as const;
const WHEN_CUT = ['ask', 'repeat', 'unknown'] as const;

export function ConnectionFields({
	value,
	onChange,
	errorAt,
}: {
	value: ConnectionForm;
	onChange: (value: ConnectionForm) => void;
	errorAt: (field: string) => string | undefined;
}) {
	const t = useTranslations('connections');
	return (
		<div className="flex flex-col gap-4">
			<Field label={t('name')} error={errorAt('name')} required>
				<Input
					value={value.name}
					maxLength={80}
					autoComplete="off"
					placeholder={t('namePlaceholder')}
					onChange={(event) => onChange({ ...value, name: event.target.value })}
				/>
			</Field>
			<Field label={t('url')} help={t('urlHelp')} error={errorAt('url')} required>
				<Input
					type="url"
					value={value.url}
					placeholder="https://billing.example.com/adjustments"
					onChange={(event) => onChange({ ...value, url: event.target.value })}
				/>
			</Field>
			<Field label={t('cut')} help={t(`cutHelp.${value.whenCut}`)}>
				<Select
					options={WHEN_CUT.map((each) => ({ value: each, label: t(`whenCut.${each}`) }))}
					value={value.whenCut}
					onValueChange={(whenCut) => onChange({ ...value, whenCut })}
				/>
			</Field>
			{value.whenCut === 'ask' && (
				<Field label={t('askUrl')} help={t('askUrlHelp')} error={errorAt('askUrl')} optional>
					<Input
						type="url"
						value={value.askUrl}
						onChange={(event) => onChange({ ...value, askUrl: event.target.value })}
					/>
				</Field>
			)}
		</div>
	);
}
