'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/password-input';
import { toast } from '@/components/ui/toast';
import { changePassword } from './actions';

const EMPTY = { currentPassword: '', newPassword: '' };

export function PasswordForm({ min }: { min: number }) {
	const t = useTranslations('settings.account');
	const [values, setValues] = useState(EMPTY);
	const change = useAction(changePassword, ['currentPassword', 'newPassword']);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (!(await change.run(values)).done) return;
		setValues(EMPTY);
		toast.success(t('passwordChanged'));
	};
	return (
		<form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
			<Field label={t('currentPassword')} error={change.errorAt('currentPassword')}>
				<PasswordInput
					value={values.currentPassword}
					autoComplete="current-password"
					onChange={(event) => setValues({ ...values, currentPassword: event.target.value })}
				/>
			</Field>
			<Field label={t('newPassword')} help={t('newPasswordHelp', { min })} error={change.errorAt('newPassword')}>
				<PasswordInput
					value={values.newPassword}
					autoComplete="new-password"
					onChange={(event) => setValues({ ...values, newPassword: event.target.value })}
				/>
			</Field>
			<Button
				type="submit"
				pending={change.pending}
				disabled={values.currentPassword === '' || values.newPassword === ''}
				className="h-9 sm:h-8 sm:self-start"
			>
				{t('changePassword')}
			</Button>
		</form>
	);
}
