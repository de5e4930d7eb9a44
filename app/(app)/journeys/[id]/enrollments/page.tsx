import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { EnrollmentBadge } from '@/components/journeys/enrollment-badge';
import { JourneyTabs } from '@/components/journeys/journey-tabs';
import { StatusBadge } from '@/components/journeys/status-badge';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { SearchForm } from '@/components/ui/search-form';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { db } from '@/db/client';
import { listEnrollments } from '@/db/enrollment-views';
import { loadDraft } from '@/db/journeys';
import { type EnrollmentStatus, enrollmentStatusEnum } from '@/db/schema';
import { NotFoundError } from '@/lib/errors';
import { say } from '@/lib/text';
import { nodeType } from '@/nodes';

type Props = {
	params: Promise<{ id: string }>;
	searchParams: Promise<{ q?: string; status?: string; node?: string; unknown?: string; after?: string }>;
};

const FILTERS = ['all', 'open', 'ended', 'failed', 'stopped'] as const;
const OPEN: EnrollmentStatus[] = ['starting', 'running', 'waiting'];

export default async function EnrollmentsPage({ params, searchParams }: Props) {
	await requireMember('journey.view');
	const { id } = await params;
	if (!/^[0-9a-f-]{36}$/.test(id)) notFound();
	const query = await searchParams;
	const draft = await loadDraft(db(), id).catch((error) => {
		if (error instanceof NotFoundError) notFound();
		throw error;
	});
	const status = enrollmentStatusEnum.enumValues.find((s) => s === query.status);
	const { rows, next } = await listEnrollments(db(), {
		journeyId: id,
		search: query.q,
		statuses: query.status === 'open' ? OPEN : status ? [status] : undefined,
		nodeId: query.node,
		unknownSends: query.unknown === '1',
		after: query.after,
	});
	const [t, journeys, locale] = await Promise.all([
		getTranslations('enrollments'),
		getTranslations('journeys'),
		getLocale(),
	]);
	const graph = draft.published?.graph ?? draft.graph;
	const nodeName = (nodeId: string | null) => {
		const node = graph.nodes.find((n) => n.id === nodeId);
		return node ? (node.name ?? say(nodeType(node.type)?.label ?? node.type, locale)) : (nodeId ?? '');
	};
	const link = (change: Record<string, string | undefined>) => {
		const all = { q: query.q, status: query.status, node: query.node, unknown: query.unknown, ...change };
		return `?${new URLSearchParams(Object.entries(all).flatMap(([k, v]) => (v ? [[k, v]] : [])))}`;
	};
	return (
		<Page>
			<PageHeader
				back={{ href: '/journeys', label: journeys('title') }}
				title={t('titleOf', { name: draft.name })}
				badge={<StatusBadge status={draft.status} />}
				actions={<JourneyTabs id={id} published={draft.published !== null} />}
			/>
			<div className="mb-3 flex flex-wrap items-center justify-between gap-3">
				<SearchForm
					label={t('search')}
					button={t('searchButton')}
					value={query.q ?? ''}
					hidden={{ ...(query.status ? { status: query.status } : {}), ...(query.node ? { node: query.node } : {}) }}
				/>
				<nav aria-label={t('title')} className="flex flex-wrap gap-3 text-sm">
					{FILTERS.map((filter) => {
						const here = (query.status ?? 'all') === filter && query.unknown !== '1';
						return (
							<Link
								key={filter}
								href={link({ status: filter === 'all' ? undefined : filter, unknown: undefined })}
								aria-current={here ? 'page' : undefined}
								className={here ? 'font-medium text-ink' : 'text-ink-3 hover:text-ink'}
							>
								{filter === 'all' || filter === 'open' ? t(filter) : t(`status.${filter}`)}
							</Link>
						);
					})}
					<Link
						href={link({ unknown: '1', status: undefined })}
						aria-current={query.unknown === '1' ? 'page' : undefined}
						className={query.unknown === '1' ? 'font-medium text-ink' : 'text-ink-3 hover:text-ink'}
					>
						{t('unknown')}
					</Link>
				</nav>
			</div>
			{query.node && (
				<p className="mb-3 text-ink-2 text-sm">
					{t('where')}: <strong className="font-medium text-ink">{nodeName(query.node)}</strong> ·{' '}
					<Link href={link({ node: undefined })} className="text-accent-ink hover:underline">
						{t('all')}
					</Link>
				</p>
			)}
			{rows.length === 0 ? (
				<EmptyState icon="users" title={t('emptyTitle')} description={t('emptyText')} />
			) : (
				<Table label={t('title')}>
					<Thead>
						<Th>{t('customer')}</Th>
						<Th>{t('status.running')}</Th>
						<Th>{t('where')}</Th>
						<Th>{t('since')}</Th>
						<Th>{t('until')}</Th>
					</Thead>
					<Tbody>
						{rows.map((row) => (
							<Tr key={row.id}>
								<Td>
									<Link href={`/enrollments/${row.id}`} className="font-medium text-ink hover:underline">
										{row.name ?? row.email ?? t('anonymous')}
									</Link>
									<p className="text-ink-3 text-xs">
										{[row.name ? row.email : null, row.entryKey].filter(Boolean).join(' · ')}
									</p>
								</Td>
								<Td>
									<EnrollmentBadge status={row.status} outcome={row.outcome} />
								</Td>
								<Td>
									{nodeName(row.nodeId)}
									<p className="max-w-72 truncate text-ink-3 text-xs" title={row.error ?? undefined}>
										{row.error ?? (row.status === 'waiting' && row.parkedFor ? t(`parked.${row.parkedFor}`) : '')}
									</p>
								</Td>
								<Td className="whitespace-nowrap">
									<Time at={row.enteredAt} />
								</Td>
								<Td className="whitespace-nowrap">
									{row.status === 'waiting' && row.wakeAt ? (
										<Time at={row.wakeAt} show="absolute" />
									) : row.endedAt ? (
										<Time at={row.endedAt} />
									) : (
										'–'
									)}
								</Td>
							</Tr>
						))}
					</Tbody>
				</Table>
			)}
			{next && (
				<Link href={link({ after: next })} className="mt-4 inline-block text-accent-ink text-sm hover:underline">
					{t('more')}
				</Link>
			)}
		</Page>
	);
}
