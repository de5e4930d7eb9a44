import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { SegmentForm } from '@/components/segments/segment-form';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { db } from '@/db/client';
import { activeRules } from '@/db/segments';
import { loadSuggestions } from '../../suggestions';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('segments'))('new') };
}

export default async function NewSegmentPage() {
	await requireMember('journey.edit');
	const [t, { segments }, suggestions] = await Promise.all([
		getTranslations('segments'),
		activeRules(db()),
		loadSuggestions(),
	]);
	const others = segments.map(({ id, rule }) => ({ id, rule }));
	return (
		<Page width="narrow">
			<PageHeader title={t('new')} back={{ href: '/segments', label: t('title') }} />
			<SegmentForm segment={null} others={others} suggestions={suggestions} canEdit uses={0} />
		</Page>
	);
}
