'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { FormBar } from '@/components/ui/form-bar';

type SaveBarProps = { dirty: boolean; pending: boolean; onDiscard: () => void };

/** At the foot of a form of settings: what is not saved yet can be saved or given up. */
export function SaveBar({ dirty, pending, onDiscard }: SaveBarProps) {
	const t = useTranslations('settings.general');
	const common = useTranslations('common');
	return (
		<FormBar note={dirty ? t('unsaved') : ''}>
			{dirty && (
				<Button variant="ghost" onClick={onDiscard}>
					{t('discard')}
				</Button>
			)}
			<Button type="submit" variant="primary" pending={pending} disabled={!dirty}>
				{common('save')}
			</Button>
		</FormBar>
	);
}
