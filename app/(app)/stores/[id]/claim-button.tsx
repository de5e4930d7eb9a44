'use client';

import { useTranslations } from 'next-intl';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import { claim } from './actions';

/** She takes what was kept for her. */
export function ClaimButton({ storeId, id, product }: { storeId: string; id: string; product: string }) {
	const t = useTranslations('counter');
	const { run } = useAction(claim);
	return (
		<ConfirmDialog
			trigger={
				<Button variant="primary" size="lg" aria-label={t('claimOne', { product })}>
					{t('claim')}
				</Button>
			}
			tone="primary"
			title={t('claimTitle', { product })}
			description={t('claimText')}
			confirm={t('claim')}
			onConfirm={async () => {
				const { done } = await run({ storeId, id });
				if (done) toast.success(t('claimed'));
				return done;
			}}
		/>
	);
}
