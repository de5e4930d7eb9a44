import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { TrendForm } from '@/components/trends/trend-form';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { loadSuggestions } from '../../suggestions';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('trends'))('new') };
}

export default async function NewTrendPage() {
	await requireMember('journey.edit');
	const [t, suggestions] = await Promise.all([getTranslations('trends'), loadSuggestions()]);
	return (
		<Page width="narrow">
			<PageHeader title={t('new')} back={{ href: '/trends', label: t('title') }} />
			<TrendForm trend={null} suggestions={suggestions} canEdit />
		</Page>
	);
}
