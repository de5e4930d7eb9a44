import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';

export default async function NotFound() {
	const t = await getTranslations('errors');
	return (
		<Page width="narrow" className="grid min-h-[70dvh] items-center">
			<EmptyState
				className="border-transparent"
				icon="route"
				title={t('notFoundTitle')}
				description={t('notFoundText')}
				action={
					<Link href="/" className={buttonClass()}>
						{t('backHome')}
					</Link>
				}
			/>
		</Page>
	);
}
