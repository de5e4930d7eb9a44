'use client';

import { useTranslations } from 'next-intl';
import { archive, save } from '@/app/(app)/offers/actions';
import { ScopeFields } from '@/components/catalogue/scope-fields';
import { ArchiveButton } from '@/components/shell/archive-button';
import { IdField } from '@/components/shell/id-field';
import { useDraftForm } from '@/components/shell/use-draft-form';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { FormBar } from '@/components/ui/form-bar';
import { Input } from '@/components/ui/input';
import { offerId } from '@/lib/offer';
import { type OfferFields, readOfferFields } from '@/lib/offer-fields';
import { LimitFields } from './limit-fields';
import { ValidityFields } from './validity-fields';
import { ValueFields } from './value-fields';

const FIELDS = ['name', 'title', 'terms', 'discount', 'valid_from', 'valid_until', 'products', 'categories', 'stores'];
const LIMITS = ['limit_total', 'limit_per_customer'];

/** What each part of the form is given. */
export type PartProps = {
	fields: OfferFields;
	change: (changes: Partial<OfferFields>) => void;
	errorAt: (field: string) => string | undefined;
	canEdit: boolean;
};

type OfferFormProps = {
	/** Null: a new one. */
	offer: { id: string; name: string; revision: number; archived: boolean } | null;
	initial: OfferFields;
	stores: { id: string; name: string }[];
	categories: string[];
	/** The retailer's: dates are written in it. */
	zone: string;
	canEdit: boolean;
	/** Vouchers were given: where codes come from stays. */
	codesFixed: boolean;
};

export function OfferForm({ offer, initial, stores, categories, zone, canEdit, codesFixed }: OfferFormProps) {
	const t = useTranslations('offers');
	const common = useTranslations('common');
	const { fields, change, id, errorAt, otherErrorAt, pending, submit } = useDraftForm({
		saved: offer,
		initial,
		read: (written) => readOfferFields(written, zone),
		idSchema: offerId,
		save,
		draftFields: [...FIELDS, ...LIMITS],
		otherFields: ['codes'],
		path: '/offers',
		notYet: t('notYet'),
	});

	const part = { fields, change, errorAt, canEdit };
	return (
		<form onSubmit={(event) => void submit(event)} noValidate>
			<fieldset disabled={!canEdit} className="flex min-w-0 flex-col gap-4">
				<legend className="sr-only">{t('settings')}</legend>
				<Card title={t('what')} description={t('whatHelp')}>
					<div className="grid gap-4 sm:grid-cols-2">
						<Field label={t('name')} help={t('nameHelp')} error={errorAt('name')}>
							<Input value={fields.name} maxLength={120} onChange={(event) => change({ name: event.target.value })} />
						</Field>
						<IdField label={t('id')} help={t(id.fixed ? 'idFixed' : 'idHelp')} id={id} />
						<ValueFields {...part} />
					</div>
				</Card>
				<Card title={t('scope')} description={t('scopeHelp', { zone })}>
					<div className="grid gap-4 sm:grid-cols-2">
						<ValidityFields {...part} />
						<ScopeFields {...{ value: fields, onChange: change, errorAt, canEdit, stores, categories }} />
					</div>
				</Card>
				<Card title={t('limits')} description={t('limitsHelp')}>
					<LimitFields {...part} codesFixed={codesFixed} codesError={otherErrorAt('codes')} />
				</Card>
			</fieldset>
			{canEdit && (
				<FormBar className="mt-4">
					{offer && !offer.archived && (
						<ArchiveButton
							id={offer.id}
							archive={archive}
							list="/offers"
							label={t('archive')}
							title={t('archiveTitle', { name: offer.name })}
							description={t('archiveText')}
						/>
					)}
					<Button type="submit" variant="primary" pending={pending}>
						{offer?.archived ? t('bringBack') : common('save')}
					</Button>
				</FormBar>
			)}
		</form>
	);
}
