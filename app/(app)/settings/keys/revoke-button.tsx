'use client';

import { useTranslations } from 'next-intl';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { revoke } from './actions';

export function RevokeButton({ id, name }: { id: string; name: string }) {
	const t = useTranslations('settings.keys');
	const { run } = useAction(revoke);
	return (
		<ConfirmDialog
			trigger={
				<Button size="sm" aria-label={t('revokeKey', { name })}>
					{t('revoke')}
				</Button>
			}
			title={t('revokeTitle', { name })}
			description={t('revokeText')}
			confirm={t('revoke')}
			onConfirm={async () => (await run({ id })).done}
		/>
	);
}
