import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { OperationForm } from '@/components/calendar/operation-form';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { operationChoices } from '../choices';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('calendar'))('new') };
}

export default async function NewOperationPage() {
	await requireMember('offer.edit');
	const [t, choices] = await Promise.all([getTranslations('calendar'), operationChoices()]);
	return (
		<Page width="narrow">
			<PageHeader title={t('new')} back={{ href: '/calendar', label: t('title') }} />
			<OperationForm operation={null} draft={null} canEdit {...choices} />
		</Page>
	);
}
