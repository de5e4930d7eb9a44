import type { Metadata } from 'next';
import Link from 'next/link';
import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Sparkline } from '@/components/trends/sparkline';
import { TrendState } from '@/components/trends/trend-state';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { NewLink } from '@/components/ui/new-link';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { db } from '@/db/client';
import { namesIn } from '@/db/names';
import { listTrends, type TrendSummary } from '@/db/trend-views';
import type { Names } from '@/lib/names';
import { sayThreshold, sayTrend } from '@/lib/say-trend';
import { groupWords } from './group-words';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('trends'))('title') };
}

export default async function TrendsPage() {
	const member = await requireMember('customer.view');
	const [t, trends] = await Promise.all([getTranslations('trends'), listTrends(db(), Date.now())]);
	const names = await namesIn(
		db(),
		trends.map(({ definition }) => definition),
	);
	const create = can(member.role, 'journey.edit') && <NewLink href="/trends/new">{t('new')}</NewLink>;
	return (
		<Page>
			<PageHeader title={t('title')} description={t('intro')} actions={create} />
			{trends.length === 0 ? (
				<EmptyState icon="chart-spline" title={t('emptyTitle')} description={t('emptyText')} action={create} />
			) : (
				<ul className="divide-y divide-line rounded-lg border border-line bg-surface">
					{trends.map((trend) => (
						<TrendRow key={trend.id} trend={trend} names={names} />
					))}
				</ul>
			)}
		</Page>
	);
}

/** What it measures, then the group that says most: how it went, its value and what is usual. */
async function TrendRow({ trend, names }: { trend: TrendSummary; names: Names }) {
	const { id, name, definition, filling, first, line } = trend;
	const [t, locale, format] = await Promise.all([getTranslations('trends'), getLocale(), getFormatter()]);
	const wordOf = await groupWords(definition.by, first ? [first.group] : []);
	const number = (value: number) => format.number(value, { maximumFractionDigits: 2 });
	return (
		<li className="flex flex-wrap items-center gap-x-5 gap-y-2 px-4 py-3 transition-colors hover:bg-hover/60">
			<div className="min-w-0 flex-1 basis-72">
				<p className="flex flex-wrap items-center gap-x-2 gap-y-1">
					<Link href={`/trends/${id}`} className="font-medium text-ink hover:underline">
						{name}
					</Link>
					{filling !== null ? <Badge>{t('filling')}</Badge> : first && <TrendState {...first} />}
				</p>
				<p className="mt-0.5 text-ink-3 text-xs">
					{sayTrend(definition, locale, names)} · {sayThreshold(definition.threshold, locale)}
				</p>
			</div>
			{first ? (
				<>
					<Sparkline values={line} />
					<dl className="flex w-56 items-baseline gap-5 text-xs tabular-nums">
						<div className="w-36 min-w-0">
							<dt className="truncate text-ink-3">{wordOf(first.group)}</dt>
							<dd className="font-semibold text-base text-ink">{number(first.value)}</dd>
						</div>
						{definition.threshold.than === 'usual' && (
							<div className="min-w-0">
								<dt className="text-ink-3">{t('usual')}</dt>
								<dd className="text-base text-ink-2">{first.usual === null ? t('notKnown') : number(first.usual)}</dd>
							</div>
						)}
					</dl>
				</>
			) : (
				<p className="text-ink-3 text-xs">{t('nothingYet')}</p>
			)}
		</li>
	);
}
