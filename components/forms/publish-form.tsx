'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { setPublished } from '@/app/(app)/forms/actions';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';

/** Opens the form to visitors, or closes it. */
export function PublishForm({ id, published }: { id: string; published: boolean }) {
	const t = useTranslations('forms');
	const router = useRouter();
	const change = useAction(setPublished);
	const run = async () => {
		const result = await change.run({ id, published: !published });
		if (!result.done) return;
		toast.success(t(published ? 'nowClosed' : 'nowPublished'));
		router.refresh();
	};
	return (
		<Button variant={published ? 'secondary' : 'primary'} pending={change.pending} onClick={() => void run()}>
			{t(published ? 'close' : 'publish')}
		</Button>
	);
}
