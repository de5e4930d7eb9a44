'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast';
import { LOCALE_NAMES } from '@/i18n/locale';
import { type ConsentPurpose, DEFAULT_PURPOSE } from '@/lib/consent';
import type { WorkspaceSettings } from '@/lib/settings';
import { LOCALES } from '@/lib/text';
import { saveSettings } from '../general/actions';
import { SaveBar } from '../save-bar';

const NEW: ConsentPurpose = { id: '', label: { en: '', fr: '' }, wording: { en: '', fr: '' } };

/** What customers may agree to, and whether they have to confirm it. */
export function ConsentForm({ initial, initialRevision }: { initial: WorkspaceSettings; initialRevision: number }) {
	const t = useTranslations('settings.consent');
	const common = useTranslations('common');
	const [saved, setSaved] = useState({ settings: initial, revision: initialRevision });
	const [settings, setSettings] = useState(initial);
	const save = useAction(saveSettings, ['settings.purposes']);
	const dirty = JSON.stringify(settings) !== JSON.stringify(saved.settings);
	const { purposes, doubleOptIn } = settings;
	const change = (changes: Partial<WorkspaceSettings>) => setSettings((now) => ({ ...now, ...changes }));
	const replace = (index: number, next: ConsentPurpose) =>
		change({ purposes: purposes.map((purpose, i) => (i === index ? next : purpose)) });

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const result = await save.run({ revision: saved.revision, settings });
		if (!result.done) return;
		setSaved({ settings, revision: result.value.revision });
		toast.success(common('saved'));
	};

	return (
		<form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-5">
			<Card title={t('purposes')} description={t('purposesHelp')}>
				<ol className="flex flex-col gap-4">
					{purposes.map((purpose, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: its short name is being typed.
						<li key={index} className="rounded-lg border border-line bg-canvas p-4">
							<div className="mb-3 flex items-center justify-between gap-3">
								<h3 className="min-w-0 truncate font-mono text-ink-2 text-xs">{purpose.id || '…'}</h3>
								{purpose.id === DEFAULT_PURPOSE ? (
									<Badge>{t('default')}</Badge>
								) : (
									<IconButton
										label={t('remove', { name: purpose.label.en || purpose.id })}
										size="sm"
										onClick={() => change({ purposes: purposes.filter((_, i) => i !== index) })}
									>
										<Trash2 />
									</IconButton>
								)}
							</div>
							<div className="grid gap-4 sm:grid-cols-2">
								{!saved.settings.purposes.some(({ id }) => id !== '' && id === purpose.id) && (
									<Field
										label={t('id')}
										help={t('idHelp')}
										error={save.errorAt(`settings.purposes.${index}.id`)}
										className="sm:col-span-2"
									>
										<Input
											value={purpose.id}
											maxLength={40}
											placeholder="partner-offers"
											onChange={(event) => replace(index, { ...purpose, id: event.target.value })}
										/>
									</Field>
								)}
								{LOCALES.map((locale) => (
									<Field
										key={locale}
										label={`${t('label')} · ${LOCALE_NAMES[locale]}`}
										error={save.errorAt(`settings.purposes.${index}.label.${locale}`)}
									>
										<Input
											lang={locale}
											value={purpose.label[locale]}
											maxLength={60}
											onChange={(event) =>
												replace(index, { ...purpose, label: { ...purpose.label, [locale]: event.target.value } })
											}
										/>
									</Field>
								))}
								{LOCALES.map((locale) => (
									<Field
										key={locale}
										label={`${t('wording')} · ${LOCALE_NAMES[locale]}`}
										error={save.errorAt(`settings.purposes.${index}.wording.${locale}`)}
									>
										<Textarea
											lang={locale}
											value={purpose.wording[locale]}
											maxLength={600}
											onChange={(event) =>
												replace(index, { ...purpose, wording: { ...purpose.wording, [locale]: event.target.value } })
											}
										/>
									</Field>
								))}
							</div>
						</li>
					))}
				</ol>
				<p className="mt-3 text-ink-3 text-xs">{t('wordingHelp', { brand: '{brand}', channel: '{channel}' })}</p>
				<Button
					className="mt-4"
					onClick={() => change({ purposes: [...purposes, NEW] })}
					disabled={purposes.length >= 12}
				>
					<Plus aria-hidden />
					{t('add')}
				</Button>
			</Card>
			<Card title={t('confirmation')} description={t('confirmationHelp')}>
				<div className="flex flex-col gap-4">
					<Switch
						label={t('confirmEmail')}
						checked={doubleOptIn.email}
						onCheckedChange={(email) => change({ doubleOptIn: { ...doubleOptIn, email } })}
					/>
					<Switch
						label={t('confirmSms')}
						checked={doubleOptIn.sms}
						onCheckedChange={(sms) => change({ doubleOptIn: { ...doubleOptIn, sms } })}
					/>
				</div>
			</Card>
			<SaveBar dirty={dirty} pending={save.pending} onDiscard={() => setSettings(saved.settings)} />
		</form>
	);
}
