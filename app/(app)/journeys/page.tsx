import type { Metadata } from 'next';
import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { JourneyMenu } from '@/components/journeys/journey-menu';
import { NewJourney } from '@/components/journeys/new-journey';
import { StatusBadge } from '@/components/journeys/status-badge';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { db } from '@/db/client';
import { type JourneyRow, listJourneys } from '@/db/journey-list';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('journeys'))('title') };
}

export default async function JourneysPage({ searchParams }: { searchParams: Promise<{ archived?: string }> }) {
	const member = await requireMember('journey.view');
	const archived = (await searchParams).archived === '1';
	const [t, journeys] = await Promise.all([getTranslations('journeys'), listJourneys(db(), { archived })]);
	const editable = can(member.role, 'journey.edit');
	return (
		<Page>
			<PageHeader title={t('title')} actions={editable && <NewJourney />} />
			<nav aria-label={t('filter')} className="mb-3 flex gap-4 text-sm">
				{[false, true].map((which) => (
					<Link
						key={String(which)}
						href={which ? '/journeys?archived=1' : '/journeys'}
						aria-current={which === archived ? 'page' : undefined}
						className={which === archived ? 'font-medium text-ink' : 'text-ink-3 hover:text-ink'}
					>
						{t(which ? 'showArchived' : 'showActive')}
					</Link>
				))}
			</nav>
			{journeys.length === 0 ? (
				<EmptyState
					icon="route"
					title={t('emptyTitle')}
					description={t('emptyText')}
					action={editable && !archived && <NewJourney />}
				/>
			) : (
				<Table label={t('title')}>
					<Thead>
						<Th>{t('columns.journey')}</Th>
						<Th>{t('columns.status')}</Th>
						<Th className="text-right">{t('columns.inNow')}</Th>
						<Th className="text-right">{t('columns.entered')}</Th>
						<Th>{t('columns.ended')}</Th>
						<Th>{t('columns.sends')}</Th>
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
			<Td>
				<Link
					href={`/journeys/${journey.id}/${journey.version === null ? 'edit' : 'monitor'}`}
					className="font-medium text-ink hover:underline"
				>
					{journey.name}
				</Link>
				<p className="text-ink-3 text-xs">{journey.trigger ?? t('noTrigger')}</p>
			</Td>
			<Td>
				<div className="flex flex-col items-start gap-1">
					<StatusBadge status={journey.status} />
					{journey.edited && <span className="text-2xs text-ink-3">{t('edited')}</span>}
				</div>
			</Td>
			<Td numeric>{format.number(journey.inNow)}</Td>
			<Td numeric>{format.number(journey.entered)}</Td>
			<Td>
				<ul className="flex flex-wrap gap-1">
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
									{outcome} {format.number(n)}
								</Badge>
							</li>
						))}
				</ul>
			</Td>
			<Td className="whitespace-nowrap text-ink-2 text-xs">
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
