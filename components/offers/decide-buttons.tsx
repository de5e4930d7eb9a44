'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { decide } from '@/app/(app)/offers/actions';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast';

/** The two words a person may say on a conflict, with a note. */
export function DecideButtons({ id, code }: { id: string; code: string }) {
	const t = useTranslations('offers');
	const [note, setNote] = useState('');
	const act = useAction(decide, ['note']);
	return (
		<div className="flex shrink-0 flex-wrap gap-2">
			{(['goodwill', 'charge-back'] as const).map((decision) => (
				<ConfirmDialog
					key={decision}
					trigger={<Button aria-label={`${t(`decide.${decision}`)}, ${code}`}>{t(`decide.${decision}`)}</Button>}
					tone="primary"
					title={t(`decideTitle.${decision}`, { code })}
					description={t(`decideText.${decision}`)}
					confirm={t(`decide.${decision}`)}
					onConfirm={async () => {
						const { done } = await act.run({ id, decision, note });
						if (done) toast.success(t('decisionKept'));
						return done;
					}}
				>
					<Field label={t('note')} optional error={act.errorAt('note')}>
						<Textarea value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
					</Field>
				</ConfirmDialog>
			))}
		</div>
	);
}
