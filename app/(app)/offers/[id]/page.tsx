import type { Metadata } from 'next';
import { getFormatter, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Contradictions } from '@/components/calendar/contradictions';
import { CodePool } from '@/components/offers/code-pool';
import { Conflicts } from '@/components/offers/conflicts';
import { OfferForm } from '@/components/offers/offer-form';
import { StandingBadge, Validity } from '@/components/offers/validity';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Stat } from '@/components/ui/stat';
import { db } from '@/db/client';
import { contradictionNames, offerContradictions } from '@/db/contradictions';
import { draftOf, loadOffer } from '@/db/offers';
import { listConflicts } from '@/db/redemption-conflicts';
import { roomOf } from '@/lib/offer';
import { fieldsOf } from '@/lib/offer-fields';
import { orNotFound } from '../../or-not-found';
import { offerChoices, placeNames } from '../choices';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await offerOf(params)).name };
}

export default async function OfferPage({ params }: Props) {
	const member = await requireMember('journey.view');
	const offer = await offerOf(params);
	const [t, format, conflicts, contradictions, places, { currency, ...choices }] = await Promise.all([
		getTranslations('offers'),
		getFormatter(),
		listConflicts(db(), offer.id),
		offerContradictions(db(), offer),
		placeNames(),
		offerChoices(),
	]);
	const names = await contradictionNames(db(), contradictions);
	const canEdit = can(member.role, 'offer.edit');
	const { id, name, revision, codes, issued, redeemed, released } = offer;
	const room = roomOf(offer);
	return (
		<Page width="narrow">
			<PageHeader
				title={name}
				badge={<StandingBadge offer={offer} />}
				description={<Validity offer={offer} />}
				back={{ href: '/offers', label: t('title') }}
			/>
			{offer.archivedAt && (
				<Notice tone="warning" className="mb-4">
					{t('archivedText')}
				</Notice>
			)}
			<Card className="mb-4">
				<dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
					<Stat label={t('issued')} value={format.number(issued + redeemed)} />
					<Stat label={t('redeemed')} value={format.number(redeemed)} />
					<Stat label={t('released')} value={format.number(released)} />
					<Stat
						label={t('left')}
						value={room === null ? t('noEnd') : format.number(room)}
						tone={room === 0 ? 'danger' : 'plain'}
					/>
				</dl>
			</Card>
			<div className="flex flex-col gap-4">
				<Contradictions pairs={contradictions} names={names} />
				{conflicts.length > 0 && (
					<Card title={t('conflicts')} description={t('conflictsHelp')}>
						<Conflicts conflicts={conflicts} places={places} canDecide={canEdit} />
					</Card>
				)}
				{codes === 'pool' && canEdit && <CodePool offerId={id} />}
				<OfferForm
					key={id}
					offer={{ id, name, revision, archived: offer.archivedAt !== null }}
					initial={fieldsOf(draftOf(offer), choices.zone, currency)}
					canEdit={canEdit}
					codesFixed={issued + redeemed + released > 0}
					{...choices}
				/>
			</div>
		</Page>
	);
}

async function offerOf(params: Props['params']) {
	// Titles are made beside the page, not behind its check.
	await requireMember('journey.view');
	const { id } = await params;
	return loadOffer(db(), id).catch(orNotFound);
}
