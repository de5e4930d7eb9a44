import type { Metadata } from 'next';
import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { EnrollmentBadge } from '@/components/journeys/enrollment-badge';
import { JourneyBar } from '@/components/journeys/journey-bar';
import { Why } from '@/components/journeys/why';
import { Refresh } from '@/components/shell/refresh';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterLinks } from '@/components/ui/filter-links';
import { Page } from '@/components/ui/page';
import { SearchForm } from '@/components/ui/search-form';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { db } from '@/db/client';
import { listEnrollments } from '@/db/enrollment-views';
import { type EnrollmentStatus, enrollmentStatusEnum } from '@/db/schema';
import { asked } from '@/lib/query';
import { say } from '@/lib/text';
import { isWrittenUuid } from '@/lib/uuid';
import { nodeType } from '@/nodes';
import { journeyOf } from '../journey-of';

type Props = {
	params: Promise<{ id: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};
type Row = Awaited<ReturnType<typeof listEnrollments>>['rows'][number];

const FILTERS = ['all', 'open', 'ended', 'failed', 'stopped'] as const;
const OPEN: EnrollmentStatus[] = ['starting', 'running', 'waiting'];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	const t = await getTranslations('enrollments');
	return { title: t('titleOf', { name: (await journeyOf(params)).name }) };
}

/** Who is and was in a journey, newest first. */
export default async function EnrollmentsPage({ params, searchParams }: Props) {
	await requireMember('journey.view');
	const draft = await journeyOf(params);
	const given = await searchParams;
	const of = (name: string) => asked(given[name]) || undefined;
	const query = { q: of('q'), status: of('status'), node: of('node'), unknown: of('unknown'), after: of('after') };
	const status = enrollmentStatusEnum.enumValues.find((s) => s === query.status);
	const { rows, next } = await listEnrollments(db(), {
		journeyId: draft.id,
		search: query.q,
		statuses: query.status === 'open' ? OPEN : status ? [status] : undefined,
		nodeId: query.node,
		unknownSends: query.unknown === '1',
		after: query.after && isWrittenUuid(query.after) ? query.after : undefined,
	});
	const [t, locale] = await Promise.all([getTranslations('enrollments'), getLocale()]);
	const graph = draft.published?.graph ?? draft.graph;
	const nodeName = (nodeId: string | null) => {
		const node = graph.nodes.find((n) => n.id === nodeId);
		return node ? (node.name ?? say(nodeType(node.type)?.label ?? node.type, locale)) : (nodeId ?? '–');
	};
	const link = (change: Record<string, string | undefined>) => {
		const all = { q: query.q, status: query.status, node: query.node, unknown: query.unknown, ...change };
		return `?${new URLSearchParams(Object.entries(all).flatMap(([k, v]) => (v ? [[k, v]] : [])))}`;
	};
	const filtered = Boolean(query.q || query.status || query.node || query.unknown);
	return (
		<>
			<JourneyBar
				id={draft.id}
				status={draft.status}
				published={draft.published !== null}
				settings={(draft.published ?? draft).graph.settings}
				name={<h1 className="min-w-0 truncate font-semibold text-base text-ink">{draft.name}</h1>}
			/>
			<Page>
				<Refresh />
				<div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
					<SearchForm
						label={t('search')}
						button={t('searchButton')}
						value={query.q ?? ''}
						hidden={{ ...(query.status ? { status: query.status } : {}), ...(query.node ? { node: query.node } : {}) }}
					/>
					<FilterLinks
						label={t('filters')}
						links={[
							...FILTERS.map((filter) => ({
								href: link({ status: filter === 'all' ? undefined : filter, unknown: undefined }),
								label: filter === 'all' || filter === 'open' ? t(filter) : t(`status.${filter}`),
								here: (query.status ?? 'all') === filter && query.unknown !== '1',
							})),
							{ href: link({ unknown: '1', status: undefined }), label: t('unknown'), here: query.unknown === '1' },
						]}
					/>
				</div>
				{query.node && (
					<p className="mb-3 text-ink-2 text-sm">
						{t('where')}: <strong className="font-medium text-ink">{nodeName(query.node)}</strong> ·{' '}
						<Link href={link({ node: undefined })} className="text-accent-ink hover:underline">
							{t('anywhere')}
						</Link>
					</p>
				)}
				{rows.length === 0 ? (
					<EmptyState icon="users" title={t('emptyTitle')} description={t(filtered ? 'emptyText' : 'empty')} />
				) : (
					<Table label={t('title')}>
						<Thead>
							<Th>{t('customer')}</Th>
							<Th>{t('statusColumn')}</Th>
							<Th className="max-sm:hidden">{t('where')}</Th>
							<Th className="max-sm:hidden">{t('since')}</Th>
							<Th className="max-md:hidden">{t('until')}</Th>
						</Thead>
						<Tbody>
							{rows.map((row) => (
								<EnrollmentLine key={row.id} row={row} where={nodeName(row.nodeId)} />
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
		</>
	);
}

async function EnrollmentLine({ row, where }: { row: Row; where: string }) {
	const t = await getTranslations('enrollments');
	return (
		<Tr>
			<Td className="max-w-52 sm:max-w-64">
				<Link href={`/enrollments/${row.id}`} className="block truncate font-medium text-ink hover:underline">
					{row.name ?? row.email ?? t('anonymous')}
				</Link>
				<p className="truncate text-ink-3 text-xs">
					{[row.name ? row.email : null, row.entryKey].filter(Boolean).join(' · ')}
				</p>
			</Td>
			<Td>
				<EnrollmentBadge status={row.status} outcome={row.outcome} />
			</Td>
			<Td className="max-w-72 max-sm:hidden">
				<span className="block truncate">{where}</span>
				<p className="truncate text-ink-3 text-xs" title={row.error ?? undefined}>
					{row.error ? (
						<Why code={row.error} />
					) : (
						row.status === 'waiting' && row.parkedFor && t(`parked.${row.parkedFor}`)
					)}
				</p>
			</Td>
			<Td className="whitespace-nowrap max-sm:hidden">
				<Time at={row.enteredAt} />
			</Td>
			<Td className="whitespace-nowrap max-md:hidden">
				{row.status === 'waiting' && row.wakeAt ? (
					<Time at={row.wakeAt} show="absolute" />
				) : row.endedAt ? (
					<Time at={row.endedAt} />
				) : (
					'–'
				)}
			</Td>
		</Tr>
	);
}
