import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { SegmentForm } from '@/components/segments/segment-form';
import { SizeChart } from '@/components/segments/size-chart';
import { Refresh } from '@/components/shell/refresh';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Stat } from '@/components/ui/stat';
import { Time } from '@/components/ui/time';
import { db } from '@/db/client';
import { namesIn } from '@/db/names';
import { latestMembers, loadSegment } from '@/db/segment-views';
import { activeRules } from '@/db/segments';
import { sayRule } from '@/lib/say-rule';
import { isWrittenUuid } from '@/lib/uuid';
import { loadSuggestions } from '../../suggestions';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await segmentOf(params)).name };
}

export default async function SegmentPage({ params }: Props) {
	const member = await requireMember('customer.view');
	const segment = await segmentOf(params);
	const [t, customers, format, locale, members, { segments }, suggestions] = await Promise.all([
		getTranslations('segments'),
		getTranslations('customers'),
		getFormatter(),
		getLocale(),
		latestMembers(db(), segment.id),
		activeRules(db()),
		loadSuggestions(),
	]);
	const { filling, sizes, size, usedBy } = segment;
	const names = await namesIn(db(), segment.rule);
	const points = [...sizes.map((one) => ({ at: one.at.getTime(), size: one.size })), { at: Date.now(), size }];
	return (
		<Page width="narrow">
			<PageHeader
				title={segment.name}
				description={segment.description || sayRule(segment.rule, locale, names)}
				back={{ href: '/segments', label: t('title') }}
			/>
			{filling !== null && (
				<>
					<Notice className="mb-4">{t('fillingText', { part: format.number(filling, { style: 'percent' }) })}</Notice>
					<Refresh />
				</>
			)}
			<Card className="mb-4">
				<dl>
					<Stat
						label={t('sizeNow')}
						{...(filling === null ? { value: format.number(size), hint: t('upToDate') } : { value: t('counting') })}
					/>
				</dl>
				{filling === null && (
					<div className="mt-3">
						<SizeChart points={points} label={t('chart', { from: points[0]?.size ?? 0, to: size })} />
					</div>
				)}
			</Card>
			<div className="flex flex-col gap-4">
				<SegmentForm
					key={segment.id}
					segment={segment}
					others={segments.map(({ id, rule }) => ({ id, rule }))}
					suggestions={suggestions}
					canEdit={can(member.role, 'journey.edit')}
					uses={usedBy.length}
				/>
				<Card title={t('usedBy')}>
					{usedBy.length === 0 ? (
						<p className="text-ink-3 text-sm">{t('unused')}</p>
					) : (
						<ul className="flex flex-col gap-1 text-sm">
							{usedBy.map(({ id, name }) => (
								<li key={id}>
									<Link href={`/journeys/${id}/edit`} className="text-accent-ink hover:underline">
										{name}
									</Link>
								</li>
							))}
						</ul>
					)}
				</Card>
				<Card title={t('latest')}>
					{members.length === 0 ? (
						<p className="text-ink-3 text-sm">{t(filling === null ? 'nobody' : 'counting')}</p>
					) : (
						<ul className="divide-y divide-line text-sm">
							{members.map(({ id, name, enteredAt }) => (
								<li key={id} className="flex items-baseline justify-between gap-3 py-1.5">
									<Link href={`/customers/${id}`} className="truncate font-medium text-ink hover:underline">
										{name ?? customers('unnamed')}
									</Link>
									<Time at={enteredAt} className="shrink-0 text-ink-3 text-xs" />
								</li>
							))}
						</ul>
					)}
				</Card>
			</div>
		</Page>
	);
}

async function segmentOf(params: Props['params']) {
	// Titles are made beside the page, not behind its check.
	await requireMember('customer.view');
	const { id } = await params;
	const segment = isWrittenUuid(id) ? await loadSegment(db(), id) : null;
	return segment ?? notFound();
}
