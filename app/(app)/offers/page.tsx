import type { Metadata } from 'next';
import Link from 'next/link';
import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Conflicts } from '@/components/offers/conflicts';
import { StandingBadge, Validity } from '@/components/offers/validity';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { NewLink } from '@/components/ui/new-link';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { db } from '@/db/client';
import { listOffers, type OfferRow } from '@/db/offers';
import { listConflicts } from '@/db/redemption-conflicts';
import { roomOf } from '@/lib/offer';
import { sayDiscount } from '@/lib/say-discount';
import { placeNames } from './choices';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('offers'))('title') };
}

/** What customers may be given, how much of it is left, and what a person has to decide. */
export default async function OffersPage() {
	const member = await requireMember('journey.view');
	const [t, format, locale, offers, conflicts, places] = await Promise.all([
		getTranslations('offers'),
		getFormatter(),
		getLocale(),
		listOffers(db()),
		listConflicts(db()),
		placeNames(),
	]);
	const open = conflicts.filter(({ decision }) => decision === null);
	const canEdit = can(member.role, 'offer.edit');
	const create = canEdit && <NewLink href="/offers/new">{t('new')}</NewLink>;
	return (
		<Page>
			<PageHeader title={t('title')} description={t('intro')} actions={create} />
			{open.length > 0 && (
				<Card title={t('toDecide', { n: open.length })} description={t('conflictsHelp')} className="mb-6">
					<Conflicts conflicts={open} places={places} canDecide={canEdit} linked />
				</Card>
			)}
			{offers.length === 0 ? (
				<EmptyState icon="ticket" title={t('emptyTitle')} description={t('emptyText')} action={create} />
			) : (
				<Table label={t('title')}>
					<Thead>
						<Th>{t('name')}</Th>
						<Th>{t('validity')}</Th>
						<Th className="text-right">{t('left')}</Th>
						<Th className="text-right">{t('issued')}</Th>
						<Th className="text-right">{t('redeemed')}</Th>
						<Th className="text-right">{t('conflictsShort')}</Th>
					</Thead>
					<Tbody>
						{offers.map((offer) => (
							<Tr key={offer.id}>
								<Td className="min-w-48 max-w-72">
									<Link href={`/offers/${offer.id}`} className="block truncate font-medium text-ink hover:underline">
										{offer.name}
									</Link>
									<p className="truncate text-ink-3 text-xs">
										{[sayDiscount(offer.discount, locale), offer.title].filter(Boolean).join(' · ')}
									</p>
								</Td>
								<Td className="whitespace-nowrap">
									<StandingBadge offer={offer} />
									<p className="mt-0.5 text-ink-3 text-xs">
										<Validity offer={offer} />
									</p>
								</Td>
								<Td numeric>
									<Room offer={offer} />
								</Td>
								<Td numeric>{format.number(offer.issued + offer.redeemed)}</Td>
								<Td numeric>{format.number(offer.redeemed)}</Td>
								<Td numeric>
									{offer.conflicts > 0 ? <Badge tone="warning">{format.number(offer.conflicts)}</Badge> : '0'}
								</Td>
							</Tr>
						))}
					</Tbody>
				</Table>
			)}
		</Page>
	);
}

async function Room({ offer }: { offer: OfferRow }) {
	const [t, format] = await Promise.all([getTranslations('offers'), getFormatter()]);
	const room = roomOf(offer);
	if (room === null) return <span className="text-ink-3">{t('noEnd')}</span>;
	return <span className={room === 0 ? 'font-medium text-danger' : undefined}>{format.number(room)}</span>;
}
