'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { archive, save } from '@/app/(app)/offers/actions';
import { ScopeFields } from '@/components/catalogue/scope-fields';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { FormBar } from '@/components/ui/form-bar';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import { slugOf } from '@/lib/form-defaults';
import { issueText } from '@/lib/issue-text';
import { offerId } from '@/lib/offer';
import { type OfferFields, readOfferFields } from '@/lib/offer-fields';
import { say } from '@/lib/text';
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
	const locale = useLocale();
	const router = useRouter();
	const [fields, setFields] = useState(initial);
	const [ownId, setOwnId] = useState<string | null>(null);
	const [revision, setRevision] = useState(offer?.revision ?? 0);
	const [tried, setTried] = useState(false);
	const saving = useAction(save, ['id', 'codes', ...[...FIELDS, ...LIMITS].map((field) => `draft.${field}`)]);
	const archiving = useAction(archive);
	const id = offer?.id ?? ownId ?? slugOf(fields.name);
	const read = readOfferFields(fields, zone);
	const badId = offer === null ? offerId.safeParse(id).error?.issues[0] : undefined;
	const change = (changes: Partial<OfferFields>) => setFields((now) => ({ ...now, ...changes }));
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
		if (offer) router.refresh();
		else router.replace(`/offers/${id}`);
	};

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
						<Field
							label={t('id')}
							help={t(offer ? 'idFixed' : 'idHelp')}
							error={tried && badId ? say(issueText(badId), locale) : saving.errorAt('id')}
						>
							<Input
								value={id}
								maxLength={63}
								readOnly={offer !== null}
								spellCheck={false}
								onChange={(event) => setOwnId(event.target.value)}
								className="font-mono"
							/>
						</Field>
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
					<LimitFields {...part} codesFixed={codesFixed} codesError={saving.errorAt('codes')} />
				</Card>
			</fieldset>
			{canEdit && (
				<FormBar className="mt-4">
					{offer && !offer.archived && (
						<ConfirmDialog
							trigger={<Button variant="ghost">{t('archive')}</Button>}
							title={t('archiveTitle', { name: offer.name })}
							description={t('archiveText')}
							confirm={t('archive')}
							onConfirm={async () => {
								const { done } = await archiving.run({ id: offer.id });
								if (done) router.replace('/offers');
								return done;
							}}
						/>
					)}
					<Button type="submit" variant="primary" pending={saving.pending}>
						{offer?.archived ? t('bringBack') : common('save')}
					</Button>
				</FormBar>
			)}
		</form>
	);
}
