'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { authClient } from '@/auth/client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { PasswordInput } from '@/components/ui/password-input';

type Problem = 'wrong' | 'tooMany' | 'unreachable';

function problemOf(status: number): Problem {
	if (status === 429) return 'tooMany';
	return status >= 400 && status < 500 ? 'wrong' : 'unreachable';
}

export function SignInForm() {
	const t = useTranslations('auth');
	const router = useRouter();
	const [problem, setProblem] = useState<Problem | null>(null);
	const [pending, setPending] = useState(false);
	const password = useRef<HTMLInputElement>(null);

	const submit = async (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		if (pending) return;
		const form = new FormData(event.currentTarget);
		setPending(true);
		setProblem(null);
		try {
			const { error } = await authClient.signIn.email({
				email: String(form.get('email') ?? '').trim(),
				password: String(form.get('password') ?? ''),
			});
			if (!error) {
				router.replace('/');
				router.refresh();
				return;
			}
			setProblem(problemOf(error.status));
			password.current?.select();
		} catch {
			setProblem('unreachable');
		}
		setPending(false);
	};

	return (
		// POST: a form that is sent before the script is there must not write the password into the address.
		<form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
			{problem && (
				<Notice tone="danger" alert>
					{t(problem)}
				</Notice>
			)}
			<Field label={t('email')}>
				<Input
					name="email"
					type="email"
					autoComplete="username"
					required
					autoFocus
					inputMode="email"
					className="sm:h-9"
				/>
			</Field>
			<Field label={t('password')}>
				<PasswordInput name="password" ref={password} autoComplete="current-password" required className="sm:h-9" />
			</Field>
			<Button type="submit" variant="primary" size="lg" pending={pending} className="mt-1">
				{t('signIn')}
			</Button>
		</form>
	);
}
