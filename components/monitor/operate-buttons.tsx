'use client';

import { Pause, Play, Square } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { pause, resume, stop } from '@/app/(app)/journeys/[id]/actions';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { JourneyState } from '@/db/monitor';

/** Pause, resume and stop: each says what it does before it does it. */
export function OperateButtons({ id, status, inNow }: { id: string; status: JourneyState['status']; inNow: number }) {
	const t = useTranslations('monitor');
	const router = useRouter();
	const run = async (order: typeof pause) => {
		const answer = await order({ id });
		if (!answer.ok) toast.error(answer.error.message);
		router.refresh();
		return answer.ok;
	};
	return (
		<>
			{status === 'live' && (
				<ConfirmDialog
					tone="primary"
					title={t('pauseTitle')}
					description={t('pauseText')}
					confirm={t('pause')}
					onConfirm={() => run(pause)}
					trigger={
						<Button size="sm">
							<Pause aria-hidden />
							<span className="max-sm:sr-only">{t('pause')}</span>
						</Button>
					}
				/>
			)}
			{status === 'paused' && (
				<Button size="sm" variant="primary" onClick={() => void run(resume)}>
					<Play aria-hidden />
					<span className="max-sm:sr-only">{t('resume')}</span>
				</Button>
			)}
			{(status === 'live' || status === 'paused') && (
				<ConfirmDialog
					title={t('stopTitle')}
					description={t('stopText', { n: inNow })}
					confirm={t('stop')}
					onConfirm={() => run(stop)}
					trigger={
						<Button size="sm">
							<Square aria-hidden />
							<span className="max-sm:sr-only">{t('stop')}</span>
						</Button>
					}
				/>
			)}
		</>
	);
}
