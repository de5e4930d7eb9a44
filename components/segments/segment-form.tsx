'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { archive, save } from '@/app/(app)/segments/actions';
import { type Suggestions, SuggestionsProvider } from '@/components/inspector/context';
import { RuleField } from '@/components/inspector/rule-field';
import { RuleMatches } from '@/components/inspector/rule-matches';
import { ArchiveButton } from '@/components/shell/archive-button';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import type { Rule } from '@/lib/condition';
import { segmentProblem } from '@/lib/segment-rule';

const NOBODY: Rule = { type: 'all', rules: [] };

type Draft = { name: string; description: string; rule: Rule };
type SegmentFormProps = {
	/** Null: a new one. */
	segment: (Draft & { id: string; revision: number }) | null;
	/** By name; it may look at them. */
	others: { id: string; rule: Rule }[];
	suggestions: Omit<Suggestions, 'trigger'>;
	canEdit: boolean;
	/** How many journeys ask for it. */
	uses: number;
};

export function SegmentForm({ segment, others, suggestions, canEdit, uses }: SegmentFormProps) {
	const t = useTranslations('segments');
	const common = useTranslations('common');
	const router = useRouter();
	const [draft, setDraft] = useState<Draft>(segment ?? { name: '', description: '', rule: NOBODY });
	const [revision, setRevision] = useState(segment?.revision ?? 0);
	const [tried, setTried] = useState(false);
	const saving = useAction(save, ['name', 'description', 'rule']);
	const change = (changes: Partial<Draft>) => setDraft((now) => ({ ...now, ...changes }));
	const problem = segmentProblem(segment?.id ?? '', draft.rule, others);

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		if (problem || draft.name.trim() === '') return;
		const result = await saving.run({ ...draft, revision, ...(segment ? { id: segment.id } : {}) });
		if (!result.done) return;
		setRevision(result.value.revision);
		toast.success(common('saved'));
		if (segment) router.refresh();
		else router.replace(`/segments/${result.value.id}`);
	};

	return (
		<SuggestionsProvider
			value={{ ...suggestions, segments: suggestions.segments.filter(({ id }) => id !== segment?.id), trigger: null }}
		>
			<form onSubmit={(event) => void submit(event)} noValidate>
				<Card
					title={t('who')}
					description={t('whoHelp')}
					{...(canEdit
						? {
								footer: (
									<>
										{segment && (
											<ArchiveButton
												id={segment.id}
												archive={archive}
												list="/segments"
												label={t('archive')}
												title={t('archiveTitle', { name: segment.name })}
												description={t('archiveText', { uses })}
											/>
										)}
										<Button type="submit" variant="primary" pending={saving.pending}>
											{common('save')}
										</Button>
									</>
								),
							}
						: {})}
				>
					<fieldset disabled={!canEdit} className="flex flex-col gap-4">
						<Field
							label={t('name')}
							error={tried && draft.name.trim() === '' ? t('nameMissing') : saving.errorAt('name')}
						>
							<Input value={draft.name} maxLength={80} onChange={(event) => change({ name: event.target.value })} />
						</Field>
						<Field label={t('description')} optional error={saving.errorAt('description')}>
							<Input
								value={draft.description}
								maxLength={300}
								onChange={(event) => change({ description: event.target.value })}
							/>
						</Field>
						<div>
							<RuleField
								value={draft.rule}
								scope={{ subjects: ['customer'], event: null, of: 'segment' }}
								optional={false}
								onChange={(rule) => change({ rule: rule ?? NOBODY })}
							/>
							<RuleMatches rule={draft.rule} />
						</div>
						{tried && problem && (
							<p role="alert" className="text-danger text-xs">
								{t(`problems.${problem}`)}
							</p>
						)}
					</fieldset>
				</Card>
			</form>
		</SuggestionsProvider>
	);
}
