import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { EnrollmentBadge } from '@/components/journeys/enrollment-badge';
import { Json } from '@/components/journeys/json';
import { SendCard } from '@/components/journeys/send-card';
import { Refresh } from '@/components/shell/refresh';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import { db } from '@/db/client';
import { loadCustomerView, loadTimeline, type TimelineItem } from '@/db/customer-views';
import { listEnrollments } from '@/db/enrollment-views';
import { CHANNELS } from '@/lib/channel';
import { DEFAULT_PURPOSE } from '@/lib/consent';
import { NotFoundError } from '@/lib/errors';
import { askedInstant } from '@/lib/query';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('customers'))('one') };
}

/** One person, whatever she was found by and wherever she was met. */
export default async function CustomerPage({ params, searchParams }: Props) {
	await requireMember('customer.view');
	const { id } = await params;
	const view = await loadCustomerView(db(), id).catch((error) => {
		if (error instanceof NotFoundError) notFound();
		throw error;
	});
	const { profile, master } = view;
	const before = askedInstant((await searchParams).before);
	const [t, timeline, enrolled] = await Promise.all([
		getTranslations('customers'),
		loadTimeline(db(), profile.ids, before),
		listEnrollments(db(), { customerIds: profile.ids }),
	]);
	const { first_name, firstName, last_name, lastName } = profile.facts.traits;
	const name = [first_name ?? firstName, last_name ?? lastName].filter((part) => typeof part === 'string').join(' ');
	const { homeStoreId, country, locale, timeZone } = profile.facts;
	const known = new Set(['email', 'phone', 'home_store_id', 'country', 'locale', 'time_zone', 'consents']);
	const facts = [
		[t('store'), view.homeStore ?? homeStoreId],
		[t('country'), country],
		[t('language'), locale],
		[t('timeZone'), timeZone],
		...Object.entries(master.traits)
			.filter(([trait]) => !known.has(trait))
			.map(([trait, value]) => [trait.replaceAll('_', ' '), sayValue(value)] as const),
	].filter(([, fact]) => fact);
	return (
		<Page>
			{before === null && <Refresh />}
			<PageHeader
				back={{ href: '/customers', label: t('title') }}
				title={name || profile.facts.email || t('anonymous')}
				description={
					<>
						{t('since')} <Time at={master.createdAt} show="absolute" />
						{profile.ids.length > 1 && ` · ${t('merged', { n: profile.ids.length })}`}
					</>
				}
			/>
			<div className="grid gap-6 lg:grid-cols-[20rem_1fr]">
				<div className="flex flex-col gap-4">
					<Card title={t('profile')}>
						<dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 gap-y-2 text-sm">
							{facts.map(([term, fact]) => (
								<div key={term} className="contents">
									<dt className="break-words text-ink-3">{term}</dt>
									<dd className="break-words text-ink">{fact}</dd>
								</div>
							))}
						</dl>
					</Card>
					<Card title={t('identities')}>
						<dl className="flex flex-col gap-2 text-sm">
							{view.identities.map((identity) => (
								<div key={`${identity.kind} ${identity.value}`}>
									<dt className="text-ink-3 text-xs">{t(`kinds.${identity.kind}`)}</dt>
									<dd className="break-all text-ink">{identity.value}</dd>
								</div>
							))}
						</dl>
					</Card>
					<Card title={t('consents')}>
						<dl className="flex flex-col gap-2 text-sm">
							{CHANNELS.map((channel) => {
								const decision = view.consents.find((c) => c.channel === channel && c.purpose === DEFAULT_PURPOSE);
								return (
									<div key={channel} className="flex flex-wrap items-center justify-between gap-2">
										<dt className="text-ink">{t(`channel.${channel}`)}</dt>
										<dd className="flex items-center gap-2 text-ink-3 text-xs">
											{decision ? (
												<>
													<Badge tone={profile.consents[channel] ? 'success' : 'neutral'}>
														{t(profile.consents[channel] ? 'granted' : 'refused')}
													</Badge>
													{decision.source} · <Time at={decision.decidedAt} />
												</>
											) : (
												t('neverAsked')
											)}
										</dd>
									</div>
								);
							})}
						</dl>
					</Card>
					{view.vouchers.length > 0 && (
						<Card title={t('vouchers')}>
							<ul className="flex flex-col gap-2 text-sm">
								{view.vouchers.map((voucher) => (
									<li key={voucher.code} className="flex flex-wrap items-center gap-2">
										<a href={`/v/${voucher.code}`} className="font-mono text-accent-ink text-xs hover:underline">
											{voucher.code}
										</a>
										<Badge tone={voucher.state === 'redeemed' ? 'success' : 'neutral'}>
											{t(`voucherState.${voucher.state}`)}
										</Badge>
									</li>
								))}
							</ul>
						</Card>
					)}
				</div>
				<div className="flex min-w-0 flex-col gap-6">
					{enrolled.rows.length > 0 && (
						<section>
							<h2 className="mb-2 font-semibold text-ink">{t('enrollments')}</h2>
							<ul className="divide-y divide-line rounded-lg border border-line bg-surface">
								{enrolled.rows.map((row) => (
									<li key={row.id} className="flex items-center gap-3 px-4 py-2.5">
										<Link
											href={`/enrollments/${row.id}`}
											className="min-w-0 flex-1 truncate font-medium text-ink text-sm hover:underline"
										>
											{row.journey}
										</Link>
										<EnrollmentBadge status={row.status} outcome={row.outcome} />
										<span className="text-ink-3 text-xs">
											<Time at={row.enteredAt} />
										</span>
									</li>
								))}
							</ul>
						</section>
					)}
					<section>
						<h2 className="mb-2 font-semibold text-ink">{t('timeline')}</h2>
						{timeline.items.length === 0 && <p className="text-ink-3 text-sm">{t('noTimeline')}</p>}
						<ol className="flex flex-col gap-2">
							{timeline.items.map((item) => (
								<TimelineLine key={item.id} item={item} imported={t('history')} />
							))}
						</ol>
						{timeline.next && (
							<Link
								href={`?before=${encodeURIComponent(timeline.next)}`}
								className="mt-4 inline-block text-accent-ink text-sm hover:underline"
							>
								{t('older')}
							</Link>
						)}
					</section>
				</div>
			</div>
		</Page>
	);
}

function TimelineLine({ item, imported }: { item: TimelineItem; imported: string }) {
	if (item.kind === 'send')
		return (
			<li>
				<SendCard send={item.send} />
			</li>
		);
	return (
		<li className="rounded-lg border border-line bg-surface px-3 py-2">
			<details>
				<summary className="flex cursor-pointer items-center gap-2 text-sm">
					<span className="font-medium text-ink">{item.name}</span>
					<span className="text-ink-3 text-xs">{item.history ? imported : item.source}</span>
					<span className="ml-auto text-ink-3 text-xs">
						<Time at={item.at} />
					</span>
				</summary>
				<Json value={item.properties} />
			</details>
		</li>
	);
}

/** An address is more than one value: “75015, Paris, FR”. */
function sayValue(value: unknown): string {
	if (Array.isArray(value)) return value.map(sayValue).join(', ');
	if (typeof value === 'object' && value !== null) return Object.values(value).map(sayValue).join(', ');
	return String(value ?? '');
}
