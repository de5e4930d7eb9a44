import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { OfferForm } from '@/components/offers/offer-form';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { newOfferFields } from '@/lib/offer-fields';
import { offerChoices } from '../choices';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('offers'))('new') };
}

export default async function NewOfferPage() {
	await requireMember('offer.edit');
	const [t, { currency, ...choices }] = await Promise.all([getTranslations('offers'), offerChoices()]);
	return (
		<Page width="narrow">
			<PageHeader title={t('new')} back={{ href: '/offers', label: t('title') }} />
			<OfferForm offer={null} initial={newOfferFields(currency)} canEdit codesFixed={false} {...choices} />
		</Page>
	);
}
