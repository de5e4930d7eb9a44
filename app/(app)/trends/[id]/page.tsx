import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Refresh } from '@/components/shell/refresh';
import { CrossingList } from '@/components/trends/crossing-list';
import { GroupTable } from '@/components/trends/group-table';
import { StartJourney } from '@/components/trends/start-journey';
import { TrendForm } from '@/components/trends/trend-form';
import { TrendPicture } from '@/components/trends/trend-picture';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { db } from '@/db/client';
import { journeysNaming } from '@/db/journey-links';
import { namesIn } from '@/db/names';
import { crossingsOf, groupNow, groupsNow, loadTrend, seriesOf } from '@/db/trend-views';
import { getWorkspaceSettings } from '@/db/workspace';
import { sayThreshold, sayTrend } from '@/lib/say-trend';
import { MAX_GROUPS } from '@/lib/trend';
import { EVERYTHING } from '@/lib/trend-counts';
import { usualKnownFrom } from '@/lib/trend-values';
import { isWrittenUuid } from '@/lib/uuid';
import { loadSuggestions } from '../../suggestions';
import { groupWords } from '../group-words';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ group?: string | string[] }> };
const GROUPS = 20;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await trendOf(params)).name };
}

export default async function TrendPage({ params, searchParams }: Props) {
	const member = await requireMember('customer.view');
	const trend = await trendOf(params);
	const { id, name, definition, filling } = trend;
	const canEdit = can(member.role, 'journey.edit');
	const [t, format, locale, groups, crossings, suggestions, asked, journeys, settings, names] = await Promise.all([
		getTranslations('trends'),
		getFormatter(),
		getLocale(),
		groupsNow(db(), id, GROUPS),
		crossingsOf(db(), trend),
		loadSuggestions(),
		searchParams,
		journeysNaming(db(), id),
		getWorkspaceSettings(db()),
		namesIn(db(), definition),
	]);
	const group = [asked.group].flat()[0] ?? groups[0]?.group ?? EVERYTHING;
	const [points, standing, wordOf] = await Promise.all([
		seriesOf(db(), trend, group, Date.now()),
		groupNow(db(), id, group),
		groupWords(definition.by, [group, ...groups.map((one) => one.group), ...crossings.map((one) => one.group)]),
	]);
	return (
		<Page width="narrow">
			<PageHeader
				title={name}
				description={`${sayTrend(definition, locale, names)} · ${sayThreshold(definition.threshold, locale)}`}
				back={{ href: '/trends', label: t('title') }}
			/>
			{filling !== null && (
				<>
					<Notice className="mb-4">{t('fillingText', { part: format.number(filling, { style: 'percent' }) })}</Notice>
					<Refresh />
				</>
			)}
			{trend.full && (
				<Notice tone="warning" className="mb-4">
					{t('full', { n: MAX_GROUPS })}
				</Notice>
			)}
			<div className="flex flex-col gap-4">
				<TrendPicture
					name={wordOf(group)}
					definition={definition}
					standing={standing}
					points={points}
					knownFrom={
						standing?.usual === null && trend.since !== null
							? usualKnownFrom(definition, trend.since, settings.timeZone)
							: null
					}
				/>
				{definition.by !== 'nothing' && groups.length > 0 && (
					<GroupTable
						groups={groups.map((one) => ({ ...one, name: wordOf(one.group) }))}
						chosen={group}
						href={`/trends/${id}`}
						withUsual={definition.threshold.than === 'usual'}
					/>
				)}
				<Card title={t('crossings')} description={t('crossingsHelp')} actions={canEdit && <StartJourney id={id} />}>
					{journeys.length > 0 && (
						<p className="mb-3 text-ink-2 text-sm">
							{t('heardBy')}{' '}
							{journeys.map((journey, i) => (
								<span key={journey.id}>
									{i > 0 && ', '}
									<Link href={`/journeys/${journey.id}/edit`} className="text-accent-ink hover:underline">
										{journey.name}
									</Link>
								</span>
							))}
						</p>
					)}
					<CrossingList crossings={crossings.map((one) => ({ ...one, name: wordOf(one.group) }))} />
				</Card>
				<TrendForm key={id} trend={trend} suggestions={suggestions} canEdit={canEdit} />
			</div>
		</Page>
	);
}

async function trendOf(params: Props['params']) {
	// Titles are made beside the page, not behind its check.
	await requireMember('customer.view');
	const { id } = await params;
	const trend = isWrittenUuid(id) ? await loadTrend(db(), id, Date.now()) : null;
	return trend ?? notFound();
}
