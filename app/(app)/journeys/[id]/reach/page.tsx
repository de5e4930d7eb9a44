import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { FanOutCard } from '@/components/journeys/fan-out-card';
import { JourneyBar } from '@/components/journeys/journey-bar';
import { WhyNot } from '@/components/journeys/why-not';
import { Refresh } from '@/components/shell/refresh';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { SearchForm } from '@/components/ui/search-form';
import { db } from '@/db/client';
import { listCustomers } from '@/db/customer-views';
import { listFanOuts } from '@/db/fan-outs';
import { whyNot } from '@/db/why-not';
import { asked } from '@/lib/query';
import { journeyOf } from '../journey-of';

type Props = {
	params: Promise<{ id: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** More than these nobody reads: she is searched for more closely. */
const FOUND = 8;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	const t = await getTranslations('reach');
	return { title: t('titleOf', { name: (await journeyOf(params)).name }) };
}

/** Events without a customer on their way to those they reach; and why somebody was not reached. */
export default async function ReachPage({ params, searchParams }: Props) {
	const member = await requireMember('journey.view');
	const draft = await journeyOf(params);
	const given = await searchParams;
	const [t, jobs] = await Promise.all([getTranslations('reach'), listFanOuts(db(), draft.id)]);
	return (
		<>
			<JourneyBar
				id={draft.id}
				status={draft.status}
				published={draft.published !== null}
				settings={(draft.published ?? draft).graph.settings}
				name={<h1 className="min-w-0 truncate font-semibold text-base text-ink">{draft.name}</h1>}
			/>
			<Page width="narrow" className="flex flex-col gap-8">
				{jobs.some(({ state }) => state === 'running') && <Refresh />}
				{can(member.role, 'customer.view') && (
					<Card title={t('whyNot.title')} description={t('whyNot.text')}>
						<SearchForm label={t('whyNot.search')} button={t('whyNot.button')} value={asked(given.q)} />
						<Answer journeyId={draft.id} q={asked(given.q)} customer={asked(given.customer)} />
					</Card>
				)}
				<section aria-labelledby="fan-outs">
					<h2 id="fan-outs" className="font-semibold text-base text-ink">
						{t('fanOuts')}
					</h2>
					<p className="mt-0.5 mb-3 max-w-prose text-ink-3 text-sm">{t('fanOutsText')}</p>
					{jobs.length === 0 ? (
						<EmptyState icon="megaphone" title={t('empty')} description={t('emptyText')} />
					) : (
						<ul className="divide-y divide-line rounded-xl border border-line bg-surface">
							{jobs.map(({ event, versionId: _version, ...job }) => (
								<FanOutCard
									key={job.id}
									job={{ ...job, event: event.name }}
									mayOperate={can(member.role, 'journey.operate')}
								/>
							))}
						</ul>
					)}
				</section>
			</Page>
		</>
	);
}

async function Answer({ journeyId, q, customer }: { journeyId: string; q: string; customer: string }) {
	if (q.trim() === '') return null;
	const t = await getTranslations('reach.whyNot');
	const { rows } = await listCustomers(db(), { search: q });
	const chosen = rows.length === 1 ? rows[0] : rows.find(({ id }) => id === customer);
	const nameOf = (row: (typeof rows)[number]) => row.name ?? row.email ?? row.phone ?? t('anonymous');
	if (chosen)
		return (
			<div className="mt-5">
				<WhyNot name={nameOf(chosen)} why={await whyNot(db(), journeyId, chosen.id)} />
			</div>
		);
	if (rows.length === 0) return <p className="mt-4 text-ink-2 text-sm">{t('nobody', { q })}</p>;
	return (
		<>
			<p className="mt-4 text-ink-2 text-sm">{t('which', { n: rows.length })}</p>
			<ul className="mt-2 divide-y divide-line rounded-lg border border-line">
				{rows.slice(0, FOUND).map((row) => (
					<li key={row.id}>
						<Link
							href={`?${new URLSearchParams({ q, customer: row.id })}`}
							className="flex items-baseline gap-2 px-3.5 py-2 text-sm hover:bg-hover"
						>
							<span className="font-medium text-ink">{nameOf(row)}</span>
							<span className="truncate text-ink-3 text-xs">{row.name ? (row.email ?? row.phone) : ''}</span>
						</Link>
					</li>
				))}
			</ul>
			{rows.length > FOUND && <p className="mt-2 text-ink-3 text-xs">{t('more')}</p>}
		</>
	);
}
