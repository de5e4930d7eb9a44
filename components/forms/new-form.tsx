'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { create } from '@/app/(app)/forms/actions';
import { NewDialog } from '@/components/shell/new-dialog';
import { useAction } from '@/components/shell/use-action';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { FORM_KINDS, type FormKind } from '@/lib/form';
import { slugOf } from '@/lib/form-defaults';

export function NewForm() {
	const t = useTranslations('forms');
	const router = useRouter();
	const [name, setName] = useState('');
	const [kind, setKind] = useState<FormKind>('newsletter');
	/** Null: made of the name. */
	const [own, setOwn] = useState<string | null>(null);
	const slug = own ?? slugOf(name);
	const make = useAction(create, ['name', 'slug']);
	const submit = async () => {
		const result = await make.run({ name, slug, kind });
		if (result.done) router.push(`/forms/${result.value.id}`);
	};
	return (
		<NewDialog title={t('new')} hint={t('createHint')} create={t('create')} pending={make.pending} onSubmit={submit}>
			<Field label={t('name')} error={make.errorAt('name')} required>
				<Input
					value={name}
					onChange={(event) => setName(event.target.value)}
					placeholder={t('namePlaceholder')}
					maxLength={80}
					required
				/>
			</Field>
			<Field label={t('kind')}>
				<Select
					options={FORM_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
					value={kind}
					onValueChange={setKind}
				/>
			</Field>
			<Field label={t('address')} help={t('addressHelp')} error={make.errorAt('slug')} required>
				<Input value={slug} onChange={(event) => setOwn(event.target.value)} maxLength={60} required />
			</Field>
		</NewDialog>
	);
}
