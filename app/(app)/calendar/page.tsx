import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { CalendarTimeline } from '@/components/calendar/timeline';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { NewLink } from '@/components/ui/new-link';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { db } from '@/db/client';
import { listOperations } from '@/db/operations';
import { getWorkspaceSettings } from '@/db/workspace';
import { monthAfter, monthOf, readMonth, timelineOf } from '@/lib/timeline';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('calendar'))('title') };
}

const MONTHS = 6;

/** What is on when: half a year at a time, from the month before this one. */
export default async function CalendarPage({ searchParams }: { searchParams: Promise<{ from?: string | string[] }> }) {
	const member = await requireMember('journey.view');
	const [t, format, { from }, operations, { timeZone }] = await Promise.all([
		getTranslations('calendar'),
		getFormatter(),
		searchParams,
		listOperations(db()),
		getWorkspaceSettings(db()),
	]);
	const now = Date.now();
	const usual = monthAfter(monthOf(now, timeZone), -1);
	const first = readMonth(typeof from === 'string' ? from : undefined, usual);
	const timeline = timelineOf(first, MONTHS, timeZone);
	const shown = operations.filter(
		({ startsAt, endsAt }) => startsAt.getTime() < timeline.until && endsAt.getTime() > timeline.from,
	);
	const create = can(member.role, 'offer.edit') && <NewLink href="/calendar/new">{t('new')}</NewLink>;
	const month = (n: number) => new Date(`${monthAfter(first, n)}-15T12:00:00Z`);
	const to = (months: number) => `/calendar?from=${monthAfter(first, months)}`;
	return (
		<Page>
			<PageHeader title={t('title')} description={t('intro')} actions={create} />
			{operations.length === 0 ? (
				<EmptyState icon="calendar" title={t('emptyTitle')} description={t('emptyText')} action={create} />
			) : (
				<>
					<nav aria-label={t('months')} className="mb-3 flex items-center justify-end gap-1.5">
						<p className="mr-auto text-ink-2 text-sm">
							{format.dateTimeRange(month(0), month(MONTHS - 1), { month: 'long', year: 'numeric' })}
						</p>
						<Button asChild variant="ghost" size="sm" className="px-1.5">
							<Link href={to(-MONTHS / 2)} aria-label={t('earlier')} scroll={false}>
								<ChevronLeft aria-hidden />
							</Link>
						</Button>
						<Button asChild size="sm">
							<Link href="/calendar" scroll={false}>
								{t('today')}
							</Link>
						</Button>
						<Button asChild variant="ghost" size="sm" className="px-1.5">
							<Link href={to(MONTHS / 2)} aria-label={t('later')} scroll={false}>
								<ChevronRight aria-hidden />
							</Link>
						</Button>
					</nav>
					{shown.length === 0 ? (
						<EmptyState icon="calendar" title={t('noneTitle')} description={t('noneText')} />
					) : (
						<CalendarTimeline operations={shown} timeline={timeline} now={now} />
					)}
				</>
			)}
		</Page>
	);
}
