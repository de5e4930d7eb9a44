'use client';

import { useTranslations } from 'next-intl';
import { archive, save } from '@/app/(app)/calendar/actions';
import { ScopeFields } from '@/components/catalogue/scope-fields';
import { ArchiveButton } from '@/components/shell/archive-button';
import { IdField } from '@/components/shell/id-field';
import { useDraftForm } from '@/components/shell/use-draft-form';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Choices } from '@/components/ui/choices';
import { Field } from '@/components/ui/field';
import { FormBar } from '@/components/ui/form-bar';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import { type OperationDraft, operationId } from '@/lib/operation';
import { fieldsOf, NEW_OPERATION, readOperationFields } from '@/lib/operation-fields';

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
	const { fields, change, id, errorAt, pending, submit } = useDraftForm({
		saved: operation,
		initial: draft ? fieldsOf(draft, zone) : NEW_OPERATION,
		read: (written) => readOperationFields(written, zone, draft ?? undefined),
		idSchema: operationId,
		save,
		draftFields: FIELDS,
		path: '/calendar',
		notYet: t('notYet'),
	});

	return (
		<form onSubmit={(event) => void submit(event)} noValidate>
			<fieldset disabled={!canEdit} className="flex min-w-0 flex-col gap-4">
				<legend className="sr-only">{t('settings')}</legend>
				<Card title={t('what')}>
					<div className="grid gap-4 sm:grid-cols-2">
						<Field label={t('name')} help={t('nameHelp')} error={errorAt('name')}>
							<Input value={fields.name} maxLength={120} onChange={(event) => change({ name: event.target.value })} />
						</Field>
						<IdField label={t('id')} help={t(id.fixed ? 'idFixed' : 'idHelp')} id={id} />
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
						<ArchiveButton
							id={operation.id}
							archive={archive}
							list="/calendar"
							label={t('archive')}
							title={t('archiveTitle', { name: operation.name })}
							description={t(operation.started && !operation.over ? 'archiveRunning' : 'archiveText')}
						/>
					)}
					<Button type="submit" variant="primary" pending={pending}>
						{operation?.archived ? t('bringBack') : common('save')}
					</Button>
				</FormBar>
			)}
		</form>
	);
}
