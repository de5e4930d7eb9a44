'use client';

import { DoorOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { visit } from './actions';

/** She is here: journeys that wait for her in a store hear it. */
export function VisitButton({ storeId, customerId }: { storeId: string; customerId: string }) {
	const t = useTranslations('counter');
	const act = useAction(visit);
	return (
		<Button
			size="lg"
			pending={act.pending}
			onClick={async () => {
				if ((await act.run({ storeId, customerId })).done) toast.success(t('visited'));
			}}
		>
			<DoorOpen />
			{t('visit')}
		</Button>
	);
}
