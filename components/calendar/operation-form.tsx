'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { archive, save } from '@/app/(app)/calendar/actions';
import { ScopeFields } from '@/components/catalogue/scope-fields';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Choices } from '@/components/ui/choices';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { FormBar } from '@/components/ui/form-bar';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast';
import { slugOf } from '@/lib/form-defaults';
import { issueText } from '@/lib/issue-text';
import { type OperationDraft, operationId } from '@/lib/operation';
import { fieldsOf, NEW_OPERATION, type OperationFields, readOperationFields } from '@/lib/operation-fields';
import { say } from '@/lib/text';

type Named = { id: string; name: string };
type OperationFormProps = {
	/** Null: a new one. */
	operation: { id: string; name: string; revision: number; archived: boolean; started: boolean; over: boolean } | null;
	/** As it was last saved. */
	draft: OperationDraft | null;
	stores: Named[];
	categories: string[];
	offers: Named[];
	/** The retailer's: dates are written in it. */
	zone: string;
	canEdit: boolean;
};

const FIELDS = ['name', 'description', 'starts_at', 'ends_at', 'stores', 'products', 'categories', 'offers'];

export function OperationForm({ operation, draft, stores, categories, offers, zone, canEdit }: OperationFormProps) {
	const t = useTranslations('calendar');
	const common = useTranslations('common');
	const locale = useLocale();
	const router = useRouter();
	const [fields, setFields] = useState<OperationFields>(draft ? fieldsOf(draft, zone) : NEW_OPERATION);
	const [ownId, setOwnId] = useState<string | null>(null);
	const [revision, setRevision] = useState(operation?.revision ?? 0);
	const [tried, setTried] = useState(false);
	const saving = useAction(save, ['id', ...FIELDS.map((field) => `draft.${field}`)]);
	const archiving = useAction(archive);
	const id = operation?.id ?? ownId ?? slugOf(fields.name);
	const read = readOperationFields(fields, zone, draft ?? undefined);
	const badId = operation === null ? operationId.safeParse(id).error?.issues[0] : undefined;
	const change = (changes: Partial<OperationFields>) => setFields((now) => ({ ...now, ...changes }));
	const errorAt = (field: string) => {
		const problem = tried && 'problems' in read ? read.problems.get(field) : undefined;
		return problem === undefined ? saving.errorAt(`draft.${field}`) : say(problem, locale);
	};

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		if ('problems' in read || badId) {
			toast.error(t('notYet'));
			return;
		}
		const result = await saving.run({ id, revision, draft: read.draft });
		if (!result.done) return;
		setRevision(result.value.revision);
		setTried(false);
		toast.success(common('saved'));
		if (operation) router.refresh();
		else router.replace(`/calendar/${id}`);
	};

	return (
		<form onSubmit={(event) => void submit(event)} noValidate>
			<fieldset disabled={!canEdit} className="flex min-w-0 flex-col gap-4">
				<legend className="sr-only">{t('settings')}</legend>
				<Card title={t('what')}>
					<div className="grid gap-4 sm:grid-cols-2">
						<Field label={t('name')} help={t('nameHelp')} error={errorAt('name')}>
							<Input value={fields.name} maxLength={120} onChange={(event) => change({ name: event.target.value })} />
						</Field>
						<Field
							label={t('id')}
							help={t(operation ? 'idFixed' : 'idHelp')}
							error={tried && badId ? say(issueText(badId), locale) : saving.errorAt('id')}
						>
							<Input
								value={id}
								maxLength={63}
								readOnly={operation !== null}
								spellCheck={false}
								onChange={(event) => setOwnId(event.target.value)}
								className="font-mono"
							/>
						</Field>
						<Field label={t('description')} optional error={errorAt('description')} className="sm:col-span-2">
							<Textarea
								value={fields.description}
								maxLength={1000}
								rows={2}
								onChange={(event) => change({ description: event.target.value })}
							/>
						</Field>
					</div>
				</Card>
				<Card title={t('when')} description={t('whenHelp', { zone })}>
					<div className="grid gap-4 sm:grid-cols-2">
						<Field
							label={t('starts_at')}
							error={errorAt('starts_at')}
							{...(operation?.started ? { help: t('startedHelp') } : {})}
						>
							<Input
								type="datetime-local"
								value={fields.starts_at}
								disabled={operation?.started || operation?.over}
								onChange={(event) => change({ starts_at: event.target.value })}
							/>
						</Field>
						<Field
							label={t('ends_at')}
							error={errorAt('ends_at')}
							{...(operation?.over ? { help: t('overHelp') } : {})}
						>
							<Input
								type="datetime-local"
								value={fields.ends_at}
								disabled={operation?.over}
								onChange={(event) => change({ ends_at: event.target.value })}
							/>
						</Field>
					</div>
				</Card>
				<Card title={t('scope')} description={t('scopeHelp')}>
					<div className="grid gap-4 sm:grid-cols-2">
						<ScopeFields {...{ value: fields, onChange: change, errorAt, canEdit, stores, categories }} />
						<Field label={t('offers')} help={t('offersHelp')} error={errorAt('offers')} className="sm:col-span-2">
							<Choices
								label={t('offers')}
								placeholder={t('addOffer')}
								options={offers.map(({ id: value, name }) => ({ value, label: name }))}
								value={fields.offers}
								onChange={(chosen) => change({ offers: chosen })}
								disabled={!canEdit}
							/>
						</Field>
					</div>
				</Card>
			</fieldset>
			{canEdit && (
				<FormBar className="mt-4">
					{operation && !operation.archived && (
						<ConfirmDialog
							trigger={<Button variant="ghost">{t('archive')}</Button>}
							title={t('archiveTitle', { name: operation.name })}
							description={t(operation.started && !operation.over ? 'archiveRunning' : 'archiveText')}
							confirm={t('archive')}
							onConfirm={async () => {
								const { done } = await archiving.run({ id: operation.id });
								if (done) router.replace('/calendar');
								return done;
							}}
						/>
					)}
					<Button type="submit" variant="primary" pending={saving.pending}>
						{operation?.archived ? t('bringBack') : common('save')}
					</Button>
				</FormBar>
			)}
		</form>
	);
}
