import { ChartPie } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { EraseButton, ExportButton, MergeButton, UnmergeButton } from '@/components/customers/customer-actions';
import { Glance } from '@/components/customers/glance';
import {
	BasketCard,
	ConsentsCard,
	IdentitiesCard,
	JourneysCard,
	OrdersCard,
	VouchersCard,
} from '@/components/customers/parts';
import { ReferralCard } from '@/components/customers/referral-card';
import { Timeline } from '@/components/customers/timeline';
import { NamesProvider } from '@/components/journeys/names';
import { Refresh } from '@/components/shell/refresh';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import { db } from '@/db/client';
import { customerPicture } from '@/db/customer-picture';
import { loadTimeline, timelineKind } from '@/db/customer-views';
import { namesOfEvents } from '@/db/event-names';
import { namesIn } from '@/db/names';
import { sayCustomerPath } from '@/lib/customer-words';
import { asked, askedInstant } from '@/lib/query';
import { sayEvent } from '@/lib/say-event';
import { orNotFound } from '../../or-not-found';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('customers'))('one') };
}

/** One person, whatever she was found by and wherever she was met: at a glance, then the whole story. */
export default async function CustomerPage({ params, searchParams }: Props) {
	const { role } = await requireMember('customer.view');
	const { id } = await params;
	const picture = await customerPicture(db(), id, Date.now()).catch(orNotFound);
	const query = await searchParams;
	const before = askedInstant(query.before);
	const kind = timelineKind.catch('all').parse(asked(query.show));
	const [t, locale, stages, timeline] = await Promise.all([
		getTranslations('customer'),
		getLocale(),
		getTranslations('segments.stages'),
		loadTimeline(db(), picture.ids, before, kind),
	]);
	const [names, called] = await Promise.all([
		namesIn(
			db(),
			timeline.items.map((item) => (item.kind === 'send' ? item.send.evidence : null)),
		),
		namesOfEvents(
			db(),
			timeline.items.flatMap((item) => (item.kind === 'event' ? [item.properties] : [])),
		),
	]);
	const { profile, homeStore, merged } = picture;
	const facts = [
		[t('store'), homeStore?.name],
		[t('country'), profile.country],
		[t('language'), profile.locale],
		[t('timeZone'), profile.timeZone],
		...Object.entries(profile.traits)
			.filter(([trait]) => !SHOWN_ELSEWHERE.has(trait))
			.map(([trait, value]) => [sayCustomerPath(`traits.${trait}`, locale), sayValue(value)] as const),
	].filter(([, fact]) => fact);
	const contact = [profile.email, profile.phone].filter(Boolean).join(' · ');
	return (
		<Page>
			{before === null && <Refresh />}
			<PageHeader
				back={{ href: '/customers', label: t('customers') }}
				title={picture.name ?? profile.email ?? t('anonymous')}
				badge={
					<>
						<Badge tone="accent">{t('stage', { stage: stages(profile.lifecycle) })}</Badge>
						{picture.segments.slice(0, 6).map((segment) => (
							<Link key={segment.id} href={`/segments/${segment.id}`} className="max-w-full">
								<Badge tone="outline" className="max-w-full">
									<ChartPie role="img" aria-label={t('segment')} className="shrink-0" />
									<span className="truncate">{segment.name}</span>
								</Badge>
							</Link>
						))}
					</>
				}
				description={
					<>
						{contact && <span className="break-all">{contact} · </span>}
						{t('since')} <Time at={picture.createdAt} show="absolute" />
					</>
				}
				actions={
					<>
						{can(role, 'customer.operate') && <MergeButton id={picture.id} />}
						{can(role, 'customer.erase') && (
							<>
								<ExportButton id={picture.id} />
								<EraseButton id={picture.id} />
							</>
						)}
					</>
				}
			/>
			<Glance picture={picture} />
			<div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<div className="flex min-w-0 flex-col gap-4">
					<BasketCard picture={picture} />
					<div className="grid items-start gap-4 xl:grid-cols-2">
						<OrdersCard picture={picture} />
						<JourneysCard picture={picture} />
					</div>
					<NamesProvider value={names}>
						<Timeline
							{...{ ...timeline, kind }}
							sayEvent={(properties) => sayEvent(properties, called, picture.bought.currency, locale)}
						/>
					</NamesProvider>
				</div>
				<div className="flex min-w-0 flex-col gap-4">
					<ConsentsCard picture={picture} names={names} />
					<VouchersCard picture={picture} />
					<ReferralCard referral={picture.referral} />
					<IdentitiesCard picture={picture} />
					{facts.length > 0 && (
						<Card title={t('profile')}>
							<dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 gap-y-2 text-sm">
								{facts.map(([term, fact]) => (
									<div key={term} className="contents">
										<dt className="wrap-anywhere line-clamp-3 text-ink-3" title={term || undefined}>
											{term}
										</dt>
										<dd className="wrap-anywhere line-clamp-6 text-ink" title={fact || undefined}>
											{fact}
										</dd>
									</div>
								))}
							</dl>
						</Card>
					)}
					{merged.length > 0 && (
						<Card title={t('merged')} description={t('mergedText')}>
							<ul className="flex flex-col gap-3 text-sm">
								{merged.map((each) => (
									<li key={each.id} className="flex items-center justify-between gap-3">
										<span className="min-w-0">
											<span className="block truncate font-mono text-ink text-xs">{each.id}</span>
											<span className="text-ink-3 text-xs">
												{t(each.by === 'system' ? 'mergedByEvent' : 'mergedByOps')} · <Time at={each.at} />
											</span>
										</span>
										{can(role, 'customer.operate') && <UnmergeButton id={each.id} />}
									</li>
								))}
							</ul>
						</Card>
					)}
				</div>
			</div>
		</Page>
	);
}

const SHOWN_ELSEWHERE = new Set([
	...['email', 'phone', 'home_store_id', 'country', 'locale', 'time_zone', 'consents'],
	...['name', 'first_name', 'firstName', 'last_name', 'lastName', 'loyalty_card', 'loyaltyCard'],
]);

/** An address is more than one value: “75015, Paris, FR”. */
function sayValue(value: unknown): string {
	if (Array.isArray(value)) return value.map(sayValue).join(', ');
	if (typeof value === 'object' && value !== null) return Object.values(value).map(sayValue).join(', ');
	return String(value ?? '');
}
