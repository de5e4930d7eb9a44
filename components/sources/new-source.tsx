'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RadioGroup } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { ShownOnce } from '@/app/(app)/settings/shown-once';
import { create } from '@/app/(app)/settings/sources/actions';
import { useAction } from '@/components/shell/use-action';
import { Button, buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field, FieldGroup } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Input } from '@/components/ui/input';
import { TEMPLATES, type TemplateName } from '@/lib/mapping-templates';
import { HowToSend } from './how-to-send';

const ICONS: Record<TemplateName, string> = { shopify: 'shopping-bag', till: 'store', erp: 'package', empty: 'plus' };

/** Makes a source, then shows its secret and how to send with it. */
export function NewSource({ url }: { url: string }) {
	const t = useTranslations('sources');
	const common = useTranslations('common');
	const [name, setName] = useState('');
	const [template, setTemplate] = useState<TemplateName>('till');
	const [secret, setSecret] = useState('');
	const making = useAction(create, ['name', 'secret']);
	const [made, setMade] = useState<{ id: string; secret: string } | null>(null);

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const result = await making.run({ name, template, secret });
		if (result.done) setMade(result.value);
	};
	if (made)
		return (
			<Card title={t('made', { name })} description={t('madeText')}>
				<div className="flex flex-col gap-5">
					{secret === '' && <ShownOnce label={t('secret')} secret={made.secret} />}
					<HowToSend address={`${url}/v1/sources/${made.id}`} secret={secret === '' ? made.secret : undefined} />
					<Link
						href={`/settings/sources/${made.id}`}
						className={buttonClass({ variant: 'primary', className: 'self-end' })}
					>
						{t('toMapping')}
					</Link>
				</div>
			</Card>
		);
	return (
		<Card title={t('new')} description={t('newText')}>
			<form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
				<Field label={t('name')} help={t('nameHelp')} error={making.errorAt('name')} required>
					<Input
						value={name}
						maxLength={60}
						autoComplete="off"
						placeholder={t('namePlaceholder')}
						onChange={(event) => setName(event.target.value)}
					/>
				</Field>
				<FieldGroup legend={t('startFrom')}>
					<RadioGroup.Root
						aria-label={t('startFrom')}
						value={template}
						onValueChange={(value) => setTemplate(TEMPLATES.find((each) => each === value) ?? template)}
						className="grid gap-2 sm:grid-cols-2"
					>
						{TEMPLATES.map((each) => (
							<RadioGroup.Item
								key={each}
								value={each}
								className="flex items-start gap-3 rounded-lg border border-line bg-surface p-3 text-left transition-colors hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
							>
								<Icon name={ICONS[each]} className="mt-0.5 size-4 shrink-0 text-ink-2" />
								<span className="min-w-0">
									<span className="block font-medium text-ink text-sm">{t(`templates.${each}.name`)}</span>
									<span className="block text-ink-2 text-xs">{t(`templates.${each}.text`)}</span>
								</span>
							</RadioGroup.Item>
						))}
					</RadioGroup.Root>
				</FieldGroup>
				<Field label={t('givenSecret')} help={t('givenSecretHelp')} error={making.errorAt('secret')} optional>
					<Input
						value={secret}
						maxLength={200}
						autoComplete="off"
						spellCheck={false}
						className="font-mono"
						onChange={(event) => setSecret(event.target.value)}
					/>
				</Field>
				<Button type="submit" variant="primary" pending={making.pending} className="self-end">
					{common('create')}
				</Button>
			</form>
		</Card>
	);
}
