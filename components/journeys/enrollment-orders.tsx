'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { end, retry } from '@/app/(app)/journeys/[id]/actions';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';

/** What ops can do with one enrollment. */
export function EnrollmentOrders({ id, open, failed }: { id: string; open: boolean; failed: boolean }) {
	const t = useTranslations('enrollments');
	const router = useRouter();
	// Where she may have the message already, ops are asked a second time.
	const [unsure, setUnsure] = useState(false);
	const again = async (sure: boolean) => {
		const answer = await retry({ id, sure });
		if (!answer.ok) toast.error(answer.error.message);
		else if (answer.value.status === 'retried') toast.success(t('retryDone'));
		else setUnsure(true);
		router.refresh();
	};
	return (
		<>
			{failed && (
				<Button variant="primary" onClick={() => void again(false)}>
					{t('retry')}
				</Button>
			)}
			<ConfirmDialog
				open={unsure}
				onOpenChange={setUnsure}
				title={t('retryUnsureTitle')}
				description={t('retryUnsureText')}
				confirm={t('retryUnsure')}
				onConfirm={async () => {
					await again(true);
					return true;
				}}
			/>
			{open && (
				<ConfirmDialog
					title={t('endTitle')}
					description={t('endText')}
					confirm={t('end')}
					onConfirm={async () => {
						const answer = await end({ id });
						if (!answer.ok) toast.error(answer.error.message);
						router.refresh();
						return answer.ok;
					}}
					trigger={<Button>{t('end')}</Button>}
				/>
			)}
		</>
	);
}
