'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentProps, useState } from 'react';
import { IconButton } from './icon-button';
import { Input } from './input';

export function PasswordInput(props: Omit<ComponentProps<typeof Input>, 'type' | 'trailing'>) {
	const t = useTranslations('common');
	const [shown, setShown] = useState(false);
	return (
		<Input
			{...props}
			type={shown ? 'text' : 'password'}
			trailing={
				<IconButton
					size="sm"
					label={shown ? t('hidePassword') : t('showPassword')}
					aria-pressed={shown}
					onClick={() => setShown(!shown)}
				>
					{shown ? <EyeOff /> : <Eye />}
				</IconButton>
			}
		/>
	);
}
