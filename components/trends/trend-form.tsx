'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { archive, save } from '@/app/(app)/trends/actions';
import { type Suggestions, SuggestionsProvider } from '@/components/inspector/context';
import { ArchiveButton } from '@/components/shell/archive-button';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import { issueText } from '@/lib/issue-text';
import { sayThreshold, sayTrend } from '@/lib/say-trend';
import { say } from '@/lib/text';
import { type TrendDefinition, trendDefinition } from '@/lib/trend';
import { MeasureFields } from './measure-fields';
import { NEW_TREND, TREND_PRESETS } from './presets';
import { ThresholdFields } from './threshold-fields';

type TrendFormProps = {
	/** Null: a new one. */
	trend: { id: string; name: string; revision: number; definition: TrendDefinition } | null;
	suggestions: Omit<Suggestions, 'trigger'>;
	canEdit: boolean;
};
const PRESETS = ['baskets', 'views', 'sales', 'segments'] as const satisfies (keyof typeof TREND_PRESETS)[];

export function TrendForm({ trend, suggestions, canEdit }: TrendFormProps) {
	const t = useTranslations('trends');
	const common = useTranslations('common');
	const locale = useLocale();
	const router = useRouter();
	const [name, setName] = useState(trend?.name ?? '');
	const [definition, setDefinition] = useState<TrendDefinition>(trend?.definition ?? NEW_TREND);
	const [revision, setRevision] = useState(trend?.revision ?? 0);
	const [tried, setTried] = useState(false);
	const saving = useAction(save, ['name', 'definition']);
	const issues = trendDefinition.safeParse(definition).error?.issues ?? [];
	const fields = {
		value: definition,
		onChange: (changes: Partial<TrendDefinition>) => setDefinition((now) => ({ ...now, ...changes })),
		errorAt: (path: string) => {
			const issue = tried ? issues.find((one) => one.path.join('.') === path) : undefined;
			return issue ? say(issueText(issue), locale) : saving.errorAt(`definition.${path}`);
		},
	};
	const nameless = name.trim() === '';

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		if (nameless || issues.length > 0) return;
		const result = await saving.run({ name, definition, revision, ...(trend ? { id: trend.id } : {}) });
		if (!result.done) return;
		setRevision(result.value.revision);
		toast.success(common('saved'));
		if (trend) router.refresh();
		else router.replace(`/trends/${result.value.id}`);
	};
	const footer = (
		<>
			{trend && (
				<ArchiveButton
					id={trend.id}
					archive={archive}
					list="/trends"
					label={t('archive')}
					title={t('archiveTitle', { name: trend.name })}
					description={t('archiveText')}
				/>
			)}
			<Button type="submit" variant="primary" pending={saving.pending}>
				{common('save')}
			</Button>
		</>
	);

	return (
		<SuggestionsProvider value={{ ...suggestions, trigger: null }}>
			<form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
				<Card title={t('what')} description={t('whatHelp')}>
					<fieldset disabled={!canEdit} className="flex flex-col gap-4">
						{!trend && (
							<div className="flex flex-wrap items-center gap-1.5">
								<span className="mr-1 text-ink-3 text-xs">{t('startFrom')}</span>
								{PRESETS.map((preset) => (
									<Button
										key={preset}
										size="sm"
										onClick={() => {
											setDefinition(TREND_PRESETS[preset]);
											setName(t(`presets.${preset}`));
										}}
									>
										{t(`presets.${preset}`)}
									</Button>
								))}
							</div>
						)}
						<Field label={t('name')} error={tried && nameless ? t('nameMissing') : saving.errorAt('name')}>
							<Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
						</Field>
						<MeasureFields {...fields} />
					</fieldset>
				</Card>
				<Card title={t('crosses')} description={t('crossesHelp')} footer={canEdit && footer}>
					<fieldset disabled={!canEdit} className="flex flex-col gap-4">
						<ThresholdFields {...fields} />
					</fieldset>
					<p className="mt-4 border-line border-t pt-3 text-ink text-sm">
						{sayTrend(definition, locale)}
						{locale === 'fr' ? '\u00a0: ' : ': '}
						{sayThreshold(definition.threshold, locale)}
					</p>
				</Card>
			</form>
		</SuggestionsProvider>
	);
}
