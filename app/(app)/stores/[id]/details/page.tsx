import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { OpenNow } from '@/components/catalogue/open-now';
import { StoreHours } from '@/components/catalogue/store-hours';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { FactList } from '@/components/ui/fact-list';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import { loadStore } from '@/db/availability';
import { stockAges } from '@/db/catalogue-views';
import { db } from '@/db/client';
import { asked } from '@/lib/query';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('stores'))('one') };
}

/** What is known of a store: where it is, when it is open, what it offers, and how old its figures of stock are. */
export default async function StoreDetailsPage({ params }: { params: Promise<{ id: string }> }) {
	const member = await requireMember('journey.view');
	const store = await loadStore(db(), asked(decodeURIComponent((await params).id)));
	if (!store) notFound();
	const now = Date.now();
	const [t, format, ages] = await Promise.all([getTranslations('stores'), getFormatter(), stockAges(db(), store.id)]);
	const map = `https://www.openstreetmap.org/?mlat=${store.latitude}&mlon=${store.longitude}#map=17/${store.latitude}/${store.longitude}`;
	const facts = [
		[t('id'), <code key="id">{store.id}</code>],
		[
			t('address'),
			<address key="address" className="not-italic">
				{store.address}
				<br />
				{store.postalCode} {store.city}, {store.country}
				<br />
				<a href={map} className="text-accent-ink hover:underline" rel="noreferrer">
					{t('map')}
				</a>
			</address>,
		],
		[t('phone'), store.phone],
		[t('zone'), store.zone],
		[t('services'), store.services.join(', ')],
		[t('languages'), store.languages.join(', ')],
		[t('capacity'), store.capacity && t('people', { n: store.capacity })],
		[t('timeZone'), store.timeZone],
	] as const;
	return (
		<Page>
			<PageHeader
				back={{ href: '/stores', label: t('title') }}
				title={store.name}
				badge={
					<>
						{store.kind === 'warehouse' && <Badge>{t('warehouse')}</Badge>}
						{!store.active && <Badge>{t('givenUp')}</Badge>}
					</>
				}
				actions={
					store.kind === 'store' &&
					can(member.role, 'store.work') && (
						<Link href={`/stores/${encodeURIComponent(store.id)}`} className={buttonClass({ variant: 'secondary' })}>
							{t('counter')}
						</Link>
					)
				}
				description={store.kind === 'store' && store.active && <OpenNow store={store} now={now} />}
			/>
			<div className="grid items-start gap-6 lg:grid-cols-2">
				<Card title={t('facts')}>
					<FactList facts={facts} />
				</Card>
				<div className="flex flex-col gap-6">
					<StoreHours store={store} now={now} />
					<Card title={t('stock')}>
						{ages ? (
							<p className="text-ink-2 text-sm">
								{t('figures', { n: ages.figures, count: format.number(ages.figures) })} {t('newest')}{' '}
								<Time at={ages.newest} />, {t('oldest')} <Time at={ages.oldest} />.
							</p>
						) : (
							<p className="text-ink-2 text-sm">{t('noFigures')}</p>
						)}
					</Card>
				</div>
			</div>
		</Page>
	);
}
