import type { Metadata } from 'next';
import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { can, looksAfter } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { JourneyMenu } from '@/components/journeys/journey-menu';
import { NewJourney } from '@/components/journeys/new-journey';
import { Outcome } from '@/components/journeys/outcome';
import { PressureBadge } from '@/components/journeys/pressure-badge';
import { StatusBadge } from '@/components/journeys/status-badge';
import { Refresh } from '@/components/shell/refresh';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterLinks } from '@/components/ui/filter-links';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { db } from '@/db/client';
import { type JourneyRow, listJourneys } from '@/db/journey-list';
import { countUnmapped } from '@/db/source-payloads';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('journeys'))('title') };
}

export default async function JourneysPage({ searchParams }: { searchParams: Promise<{ archived?: string }> }) {
	const member = await requireMember('journey.view');
	const archived = (await searchParams).archived === '1';
	const [t, journeys, unmapped] = await Promise.all([
		getTranslations('journeys'),
		listJourneys(db(), { archived }),
		looksAfter(member.role) ? countUnmapped(db()) : 0,
	]);
	const editable = can(member.role, 'journey.edit');
	return (
		<Page>
			<Refresh />
			<PageHeader title={t('title')} actions={editable && <NewJourney />} />
			{unmapped > 0 && (
				<Notice tone="warning" className="mb-3">
					<Link href="/settings/sources" className="font-medium underline underline-offset-4">
						{t('unmapped', { n: unmapped })}
					</Link>
				</Notice>
			)}
			<div className="mb-3">
				<FilterLinks
					label={t('filter')}
					links={[false, true].map((which) => ({
						href: which ? '/journeys?archived=1' : '/journeys',
						label: t(which ? 'showArchived' : 'showActive'),
						here: which === archived,
					}))}
				/>
			</div>
			{journeys.length === 0 ? (
				<EmptyState
					icon="route"
					title={t(archived ? 'noneArchived' : 'emptyTitle')}
					description={t(archived ? 'noneArchivedText' : 'emptyText')}
					action={editable && !archived && <NewJourney />}
				/>
			) : (
				<Table label={t('title')}>
					<Thead>
						<Th>{t('columns.journey')}</Th>
						<Th>{t('columns.status')}</Th>
						<Th className="text-right">{t('columns.inNow')}</Th>
						<Th className="text-right max-sm:hidden">{t('columns.entered')}</Th>
						<Th className="max-md:hidden">{t('columns.ended')}</Th>
						<Th className="max-md:hidden">{t('columns.sends')}</Th>
						{editable && (
							<Th>
								<span className="sr-only">{t('duplicate')}</span>
							</Th>
						)}
					</Thead>
					<Tbody>
						{journeys.map((journey) => (
							<JourneyLine key={journey.id} journey={journey} editable={editable} />
						))}
					</Tbody>
				</Table>
			)}
		</Page>
	);
}

async function JourneyLine({ journey, editable }: { journey: JourneyRow; editable: boolean }) {
	const [t, format] = await Promise.all([getTranslations('journeys'), getFormatter()]);
	const outcomes = Object.entries(journey.outcomes).sort(([, a], [, b]) => b - a);
	return (
		<Tr>
			<Td className="max-w-40 sm:max-w-80">
				<Link
					href={`/journeys/${journey.id}/${journey.version === null ? 'edit' : 'monitor'}`}
					className="block truncate font-medium text-ink hover:underline"
				>
					{journey.name}
				</Link>
				<p className="truncate text-ink-3 text-xs">
					{journey.trigger ?? t('noTrigger')} · <PressureBadge settings={journey.settings} />
				</p>
			</Td>
			<Td>
				<div className="flex flex-col items-start gap-1">
					<StatusBadge status={journey.status} />
					{journey.edited && <span className="text-2xs text-ink-3">{t('edited')}</span>}
				</div>
			</Td>
			<Td numeric>{format.number(journey.inNow)}</Td>
			<Td numeric className="max-sm:hidden">
				{format.number(journey.entered)}
			</Td>
			<Td className="max-md:hidden">
				<ul className="flex flex-wrap gap-1 text-ink-2">
					{journey.failed === 0 && outcomes.length === 0 && <li>–</li>}
					{journey.failed > 0 && (
						<li>
							<Badge tone="danger">{t('failed', { n: journey.failed })}</Badge>
						</li>
					)}
					{outcomes
						.filter(([outcome]) => outcome !== 'failed')
						.slice(0, 3)
						.map(([outcome, n]) => (
							<li key={outcome}>
								<Badge>
									<Outcome code={outcome} /> {format.number(n)}
								</Badge>
							</li>
						))}
				</ul>
			</Td>
			<Td className="whitespace-nowrap text-ink-2 text-xs max-md:hidden">
				{(['email', 'sms'] as const)
					.filter((channel) => journey.sends[channel])
					.map((channel) => t(`channels.${channel}`, { n: format.number(journey.sends[channel] ?? 0) }))
					.join(' · ') || '–'}
			</Td>
			{editable && (
				<Td className="text-right">
					<JourneyMenu
						id={journey.id}
						name={journey.name}
						archivable={journey.status === 'draft' || journey.status === 'stopped'}
					/>
				</Td>
			)}
		</Tr>
	);
}
