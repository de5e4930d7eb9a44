'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { saveStage } from '@/app/(app)/segments/actions';
import { RuleField } from '@/components/inspector/rule-field';
import { RuleMatches } from '@/components/inspector/rule-matches';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { Rule } from '@/lib/condition';
import type { RuledStage } from '@/lib/lifecycle';
import { segmentProblem } from '@/lib/segment-rule';

type StageFormProps = {
	stage: RuledStage;
	/** Null: nobody edited it yet. */
	id: string | null;
	rule: Rule;
	revision: number;
	canEdit: boolean;
};

/** The rule of one stage of the lifecycle. */
export function StageForm({ stage, id, canEdit, ...kept }: StageFormProps) {
	const t = useTranslations('segments');
	const common = useTranslations('common');
	const [rule, setRule] = useState(kept.rule);
	const [saved, setSaved] = useState({ ...kept, id });
	const saving = useAction(saveStage, ['rule']);
	const problem = segmentProblem(null, rule, []);
	const dirty = JSON.stringify(rule) !== JSON.stringify(saved.rule);

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (problem) return;
		const result = await saving.run({ stage, rule, revision: saved.revision, ...(saved.id ? { id: saved.id } : {}) });
		if (!result.done) return;
		setSaved({ rule, ...result.value });
		toast.success(common('saved'));
	};

	return (
		<form onSubmit={(event) => void submit(event)} noValidate>
			<Card
				title={t(`stages.${stage}`)}
				description={t(`stagesHelp.${stage}`)}
				{...(dirty
					? {
							footer: (
								<>
									<Button variant="ghost" onClick={() => setRule(saved.rule)}>
										{common('cancel')}
									</Button>
									<Button type="submit" variant="primary" pending={saving.pending} disabled={problem !== null}>
										{common('save')}
									</Button>
								</>
							),
						}
					: {})}
			>
				<fieldset disabled={!canEdit}>
					<RuleField
						value={rule}
						scope={{ subjects: ['customer'], event: null, of: 'stage' }}
						optional={false}
						onChange={(next) => setRule(next ?? { type: 'all', rules: [] })}
					/>
					<RuleMatches rule={rule} />
					{problem && (
						<p role="alert" className="mt-2 text-danger text-xs">
							{t(`problems.${problem}`)}
						</p>
					)}
				</fieldset>
			</Card>
		</form>
	);
}
