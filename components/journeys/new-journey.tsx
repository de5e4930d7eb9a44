'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { create } from '@/app/(app)/journeys/actions';
import { NewDialog } from '@/components/shell/new-dialog';
import { useAction } from '@/components/shell/use-action';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

export function NewJourney() {
	const t = useTranslations('journeys');
	const router = useRouter();
	const [name, setName] = useState('');
	const make = useAction(create, ['name']);
	const submit = async () => {
		const result = await make.run({ name });
		if (result.done) router.push(`/journeys/${result.value.id}/edit`);
	};
	return (
		<NewDialog title={t('new')} hint={t('createHint')} create={t('create')} pending={make.pending} onSubmit={submit}>
			<Field label={t('name')} error={make.errorAt('name')} required>
				<Input
					value={name}
					onChange={(event) => setName(event.target.value)}
					placeholder={t('namePlaceholder')}
					maxLength={120}
					required
				/>
			</Field>
		</NewDialog>
	);
}
