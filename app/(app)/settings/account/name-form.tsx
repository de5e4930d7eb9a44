'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import { rename } from './actions';

export function NameForm({ name }: { name: string }) {
	const t = useTranslations('settings.account');
	const common = useTranslations('common');
	const [value, setValue] = useState(name);
	const save = useAction(rename, ['name']);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if ((await save.run({ name: value })).done) toast.success(common('saved'));
	};
	return (
		<form
			noValidate
			onSubmit={(event) => void submit(event)}
			className="flex flex-col gap-3 sm:flex-row sm:items-start"
		>
			<Field label={t('name')} error={save.errorAt('name')} className="flex-1">
				<Input value={value} maxLength={80} autoComplete="name" onChange={(event) => setValue(event.target.value)} />
			</Field>
			<Button type="submit" pending={save.pending} disabled={value.trim() === name} className="h-9 sm:mt-6.5 sm:h-8">
				{common('save')}
			</Button>
		</form>
	);
}
