'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import type { ActionResult } from '@/auth/result';
import { toast } from '@/components/ui/toast';
import { slugOf } from '@/lib/form-defaults';
import { issueText } from '@/lib/issue-text';
import { say, type Text } from '@/lib/text';
import { useAction } from './use-action';

type DraftForm<Fields, Draft> = {
	/** As it was last saved; null: it is new. */
	saved: { id: string; revision: number } | null;
	initial: Fields;
	/** What was written, or what is wrong, by the field. */
	read: (fields: Fields) => { draft: Draft } | { problems: ReadonlyMap<string, Text> };
	idSchema: z.ZodType<string>;
	save: (input: { id: string; revision: number; draft: Draft }) => Promise<ActionResult<{ revision: number }>>;
	/** Where what is refused is shown at the field: of the draft, and beside it. */
	draftFields: readonly string[];
	otherFields?: readonly string[];
	/** Where its page is: `/offers`. */
	path: string;
	/** Said when something is wrong yet. */
	notYet: string;
};

/** The form of what has an id of the retailer's own and a draft with revisions: an offer, an operation of the calendar. */
export function useDraftForm<Fields extends { name: string }, Draft>(form: DraftForm<Fields, Draft>) {
	const { saved, read, idSchema, draftFields, otherFields = [], path } = form;
	const common = useTranslations('common');
	const locale = useLocale();
	const router = useRouter();
	const [fields, setFields] = useState(form.initial);
	const [ownId, setOwnId] = useState<string | null>(null);
	const [revision, setRevision] = useState(saved?.revision ?? 0);
	const [tried, setTried] = useState(false);
	const saving = useAction(form.save, ['id', ...otherFields, ...draftFields.map((field) => `draft.${field}`)]);
	const id = saved?.id ?? ownId ?? slugOf(fields.name);
	const written = read(fields);
	const badId = saved === null ? idSchema.safeParse(id).error?.issues[0] : undefined;

	return {
		fields,
		change: (changes: Partial<Fields>) => setFields((now) => ({ ...now, ...changes })),
		id: {
			value: id,
			change: setOwnId,
			fixed: saved !== null,
			error: tried && badId ? say(issueText(badId), locale) : saving.errorAt('id'),
		},
		errorAt: (field: string) => {
			const problem = tried && 'problems' in written ? written.problems.get(field) : undefined;
			return problem === undefined ? saving.errorAt(`draft.${field}`) : say(problem, locale);
		},
		/** Of what is saved beside the draft. */
		otherErrorAt: saving.errorAt,
		pending: saving.pending,
		submit: async (event: FormEvent) => {
			event.preventDefault();
			setTried(true);
			if ('problems' in written || badId) {
				toast.error(form.notYet);
				return;
			}
			const result = await saving.run({ id, revision, draft: written.draft });
			if (!result.done) return;
			setRevision(result.value.revision);
			setTried(false);
			toast.success(common('saved'));
			if (saved) router.refresh();
			else router.replace(`${path}/${id}`);
		},
	};
}
