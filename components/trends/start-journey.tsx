'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { startJourney } from '@/app/(app)/trends/actions';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';

/** Opens a new journey whose trigger is this trend. */
export function StartJourney({ id }: { id: string }) {
	const t = useTranslations('trends');
	const router = useRouter();
	const starting = useAction(startJourney);
	return (
		<Button
			pending={starting.pending}
			onClick={() =>
				void starting.run({ id }).then((made) => {
					if (made.done) router.push(`/journeys/${made.value.id}/edit`);
				})
			}
		>
			{t('startJourney')}
		</Button>
	);
}
