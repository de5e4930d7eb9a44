'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { end, retry } from '@/app/(app)/journeys/[id]/actions';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';

/** What ops can do with one enrollment. */
export function EnrollmentOrders({ id, open, failed }: { id: string; open: boolean; failed: boolean }) {
	const t = useTranslations('enrollments');
	const router = useRouter();
	const again = async () => {
		const answer = await retry({ id });
		if (answer.ok) toast.success(t('retryDone'));
		else toast.error(answer.error.message);
		router.refresh();
	};
	return (
		<>
			{failed && (
				<Button variant="primary" onClick={() => void again()}>
					{t('retry')}
				</Button>
			)}
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
