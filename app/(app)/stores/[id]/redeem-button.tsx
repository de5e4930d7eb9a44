'use client';

import { useTranslations } from 'next-intl';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import { redeem } from './actions';

export function RedeemButton({ storeId, code, title }: { storeId: string; code: string; title: string }) {
	const t = useTranslations('counter');
	const { run } = useAction(redeem);
	return (
		<ConfirmDialog
			trigger={
				<Button variant="primary" size="lg" aria-label={t('redeemOne', { title })}>
					{t('redeem')}
				</Button>
			}
			tone="primary"
			title={t('redeemTitle', { title })}
			description={t('redeemText')}
			confirm={t('redeem')}
			onConfirm={async () => {
				const result = await run({ storeId, code });
				if (result.done) toast.success(t('redeemed', { title: result.value.title }));
				return result.done;
			}}
		/>
	);
}
