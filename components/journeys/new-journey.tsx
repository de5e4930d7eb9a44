'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { create } from '@/app/(app)/journeys/actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

export function NewJourney() {
	const t = useTranslations('journeys');
	const router = useRouter();
	const [name, setName] = useState('');
	const [error, setError] = useState<string>();
	const [pending, setPending] = useState(false);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setPending(true);
		const answer = await create({ name });
		if (answer.ok) return router.push(`/journeys/${answer.value.id}/edit`);
		setError(answer.error.message);
		setPending(false);
	};
	return (
		<Dialog
			title={t('new')}
			description={t('createHint')}
			size="sm"
			trigger={
				<Button variant="primary">
					<Plus aria-hidden />
					{t('new')}
				</Button>
			}
		>
			<form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
				<Field label={t('name')} error={error} required>
					<Input
						value={name}
						onChange={(event) => setName(event.target.value)}
						placeholder={t('namePlaceholder')}
						maxLength={120}
						required
					/>
				</Field>
				<Button type="submit" variant="primary" pending={pending} className="self-end">
					{t('create')}
				</Button>
			</form>
		</Dialog>
	);
}
