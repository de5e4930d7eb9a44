'use client';

import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { saveAsCopy } from '@/app/(app)/journeys/[id]/actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import type { Graph } from '@/lib/graph';
import { Changes } from './changes';
import type { Stale } from './use-autosave';

/** Two people drew at once. Nothing is overwritten and nothing is lost: a person chooses. */
export function StaleDialog({ stale, graph, name }: { stale: Stale; graph: Graph; name: string }) {
	const t = useTranslations('editor.stale');
	const format = useFormatter();
	const router = useRouter();
	const [pending, setPending] = useState(false);
	const keep = async () => {
		setPending(true);
		const answer = await saveAsCopy({ name: t('copyName', { name }).slice(0, 120), graph });
		if (answer.ok) router.push(`/journeys/${answer.value.id}/edit`);
		else {
			toast.error(answer.error.message);
			setPending(false);
		}
	};
	return (
		<Dialog
			open
			dismissible={false}
			title={t('title')}
			description={t('text', { by: stale.by ?? t('someone'), when: format.relativeTime(new Date(stale.at)) })}
			footer={
				<>
					<Button pending={pending} onClick={() => void keep()}>
						{t('copy')}
					</Button>
					<Button variant="primary" onClick={() => location.reload()}>
						{t('reload')}
					</Button>
				</>
			}
		>
			<Changes changes={stale.changes} />
		</Dialog>
	);
}
