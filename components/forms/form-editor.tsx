'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { save } from '@/app/(app)/forms/actions';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { FormBar } from '@/components/ui/form-bar';
import { Input } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast';
import { LOCALE_NAMES } from '@/i18n/locale';
import { CHANNELS } from '@/lib/channel';
import type { ConsentPurpose } from '@/lib/consent';
import { ADDRESS_FIELD, askName, FORM_FIELDS, type FormDefinition } from '@/lib/form';
import { LOCALES, type Locale } from '@/lib/text';
import { FormPreview, type PreviewWords } from './form-preview';
import { ShareForm } from './share-form';

const WORDS = [
	{ name: 'title', label: 'heading', long: false, max: 120 },
	{ name: 'intro', label: 'intro', long: true, max: 1000 },
	{ name: 'button', label: 'button', long: false, max: 40 },
	{ name: 'thanks', label: 'thanksText', long: true, max: 1000 },
	{ name: 'notice', label: 'notice', long: true, max: 2000 },
] as const;

type FormEditorProps = {
	id: string;
	initial: FormDefinition;
	initialVersion: number;
	editable: boolean;
	published: boolean;
	/** Of its page. */
	url: string;
	brand: string;
	purposes: ConsentPurpose[];
	/** Of the preview. */
	words: PreviewWords;
};

/** A form's words, fields and consents beside how it will look. */
export function FormEditor({ id, initial, initialVersion, editable, published, url, ...shop }: FormEditorProps) {
	const t = useTranslations('forms');
	const fields = useTranslations('capture.fields');
	const common = useTranslations('common');
	const router = useRouter();
	const own = useLocale();
	const [locale, setLocale] = useState<Locale>(own);
	const [saved, setSaved] = useState({ definition: initial, version: initialVersion });
	const [form, setForm] = useState(initial);
	const keep = useAction(save, ['definition']);
	const dirty = JSON.stringify(form) !== JSON.stringify(saved.definition);
	const change = (changes: Partial<FormDefinition>) => setForm((now) => ({ ...now, ...changes }));

	const submit = async () => {
		const result = await keep.run({ id, version: saved.version, definition: form });
		if (!result.done) return;
		setSaved({ definition: form, version: result.value.version });
		toast.success(common('saved'));
		router.refresh();
	};

	return (
		<div className="grid items-start gap-6 lg:grid-cols-2">
			<fieldset disabled={!editable} className="contents">
				<div className="flex min-w-0 flex-col gap-5">
					<Card
						title={t('words')}
						description={t('wordsHelp')}
						actions={<Languages value={locale} onChange={setLocale} />}
					>
						<div className="flex flex-col gap-4">
							{locale === own && (
								<Field label={t('name')} error={keep.errorAt('definition.name')}>
									<Input value={form.name} maxLength={80} onChange={(event) => change({ name: event.target.value })} />
								</Field>
							)}
							{WORDS.map(({ name, label, long, max }) => {
								const Control = long ? Textarea : Input;
								return (
									<Field
										key={name}
										label={t(label)}
										help={name === 'notice' ? t('noticeHelp') : undefined}
										error={keep.errorAt(`definition.${name}.${locale}`)}
									>
										<Control
											lang={locale}
											value={form[name][locale]}
											maxLength={max}
											onChange={(event: { target: { value: string } }) =>
												change({ [name]: { ...form[name], [locale]: event.target.value } })
											}
										/>
									</Field>
								);
							})}
						</div>
					</Card>
					<Card title={t('fieldsTitle')} description={t('fieldsHelp')}>
						<ul className="flex flex-col divide-y divide-line">
							{FORM_FIELDS.map((field) => {
								const there = form.fields.find((each) => each.field === field);
								return (
									<li key={field} className="flex min-h-9 items-center justify-between gap-3 py-1.5">
										<Checkbox
											label={fields(field)}
											aria-label={t('askFor', { field: fields(field) })}
											checked={there !== undefined}
											disabled={!editable}
											onCheckedChange={(checked) => change({ fields: withField(form, field, checked) })}
										/>
										{there && (
											<Checkbox
												label={t('required')}
												aria-label={t('requiredField', { field: fields(field) })}
												checked={there.required}
												disabled={!editable}
												onCheckedChange={(required) =>
													change({
														fields: form.fields.map((each) => (each.field === field ? { field, required } : each)),
													})
												}
											/>
										)}
									</li>
								);
							})}
						</ul>
						<Wrong message={keep.errorAt('definition.fields')} />
					</Card>
					<Card title={t('consents')} description={t('consentsHelp')}>
						<div className="flex flex-col gap-3">
							{shop.purposes.flatMap((purpose) =>
								CHANNELS.map((channel) => {
									const ask = { channel, purpose: purpose.id };
									const there = form.asks.some((each) => askName(each) === askName(ask));
									return (
										<Checkbox
											key={askName(ask)}
											label={t('askConsent', { purpose: purpose.label[own], channel })}
											checked={there}
											disabled={!editable}
											onCheckedChange={(checked) =>
												change({
													asks: checked
														? [...form.asks, ask]
														: form.asks.filter((each) => askName(each) !== askName(ask)),
													// There is no consent to a channel without its address.
													...(checked ? { fields: withField(form, ADDRESS_FIELD[channel], true) } : {}),
												})
											}
										/>
									);
								}),
							)}
							<hr className="border-line" />
							<Checkbox
								label={t('doubleOptIn')}
								help={t('doubleOptInHelp')}
								checked={form.doubleOptIn}
								disabled={!editable}
								onCheckedChange={(doubleOptIn) => change({ doubleOptIn })}
							/>
						</div>
						<Wrong message={keep.errorAt('definition.asks')} />
					</Card>
					{editable && (
						<FormBar note={dirty ? t('unsaved') : ''}>
							<Button variant="primary" pending={keep.pending} disabled={!dirty} onClick={() => void submit()}>
								{common('save')}
							</Button>
						</FormBar>
					)}
				</div>
			</fieldset>
			<div className="flex min-w-0 flex-col gap-5 lg:sticky lg:top-6">
				<FormPreview definition={form} locale={locale} {...shop} />
				<ShareForm url={url} published={published} title={form.title[locale]} />
			</div>
		</div>
	);
}

function Languages({ value, onChange }: { value: Locale; onChange: (locale: Locale) => void }) {
	const t = useTranslations('shell');
	return (
		<SegmentedControl
			label={t('language')}
			value={value}
			options={LOCALES.map((each) => ({ value: each, label: LOCALE_NAMES[each], lang: each }))}
			onValueChange={onChange}
		/>
	);
}

function Wrong({ message }: { message: string | undefined }) {
	return (
		message && (
			<p role="alert" className="mt-3 text-danger text-xs">
				{message}
			</p>
		)
	);
}

/** In the order in which fields are known, whatever the order they were chosen in. */
function withField({ fields }: FormDefinition, field: (typeof FORM_FIELDS)[number], there: boolean) {
	return FORM_FIELDS.flatMap((each) => {
		const before = fields.find((known) => known.field === each);
		if (each !== field) return before ? [before] : [];
		return there ? [before ?? { field, required: field === 'email' || field === 'phone' }] : [];
	});
}
