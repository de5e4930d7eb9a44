import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { SuggestionsProvider } from '@/components/inspector/context';
import { StageForm } from '@/components/segments/stage-form';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { db } from '@/db/client';
import { stageRules } from '@/db/segment-views';
import { loadSuggestions } from '../../suggestions';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('segments'))('lifecycle') };
}

export default async function LifecyclePage() {
	const member = await requireMember('customer.view');
	const [t, stages, suggestions] = await Promise.all([
		getTranslations('segments'),
		stageRules(db()),
		loadSuggestions(),
	]);
	return (
		<Page width="narrow">
			<PageHeader
				title={t('lifecycle')}
				description={t('lifecycleOrder')}
				back={{ href: '/segments', label: t('title') }}
			/>
			<SuggestionsProvider value={{ ...suggestions, trigger: null }}>
				<div className="flex flex-col gap-4">
					{stages.map((stage) => (
						<StageForm key={stage.stage} {...stage} canEdit={can(member.role, 'journey.edit')} />
					))}
				</div>
			</SuggestionsProvider>
		</Page>
	);
}
