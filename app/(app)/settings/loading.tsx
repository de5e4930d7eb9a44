import { getTranslations } from 'next-intl/server';
import { Skeleton } from '@/components/ui/skeleton';

export default async function Loading() {
	const t = await getTranslations('common');
	return (
		<div role="status">
			<span className="sr-only">{t('loading')}</span>
			<div className="flex flex-col gap-4 rounded-xl border border-line bg-surface p-5">
				<Skeleton className="w-40" />
				<Skeleton className="h-8" />
				<Skeleton className="h-8" />
				<Skeleton className="h-8 w-1/2" />
			</div>
		</div>
	);
}
