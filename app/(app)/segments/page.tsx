import type { Metadata } from 'next';
import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Refresh } from '@/components/shell/refresh';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { NewLink } from '@/components/ui/new-link';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Stat } from '@/components/ui/stat';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { db } from '@/db/client';
import { listSegments, stageSizes } from '@/db/segment-views';
import { STAGES } from '@/lib/lifecycle';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('segments'))('title') };
}

export default async function SegmentsPage() {
	const member = await requireMember('customer.view');
	const [t, format, segments, sizes] = await Promise.all([
		getTranslations('segments'),
		getFormatter(),
		listSegments(db()),
		stageSizes(db()),
	]);
	const create = can(member.role, 'journey.edit') && <NewLink href="/segments/new">{t('new')}</NewLink>;
	return (
		<Page>
			{segments.some(({ filled }) => !filled) && <Refresh />}
			<PageHeader title={t('title')} description={t('intro')} actions={create} />
			<Card
				title={t('lifecycle')}
				description={t('lifecycleHelp')}
				actions={
					<Link href="/segments/lifecycle" className="text-accent-ink text-sm hover:underline">
						{t('lifecycleRules')}
					</Link>
				}
				className="mb-6"
			>
				<dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
					{STAGES.map((stage) => (
						<Stat key={stage} label={t(`stages.${stage}`)} value={format.number(sizes[stage])} />
					))}
				</dl>
			</Card>
			{segments.length === 0 ? (
				<EmptyState icon="chart-pie" title={t('emptyTitle')} description={t('emptyText')} action={create} />
			) : (
				<Table label={t('title')}>
					<Thead>
						<Th>{t('name')}</Th>
						<Th className="text-right">{t('size')}</Th>
					</Thead>
					<Tbody>
						{segments.map(({ id, name, description, size, filled }) => (
							<Tr key={id}>
								<Td className="max-w-64">
									<Link href={`/segments/${id}`} className="block truncate font-medium text-ink hover:underline">
										{name}
									</Link>
									{description && <p className="truncate text-ink-3 text-xs">{description}</p>}
								</Td>
								<Td className="whitespace-nowrap text-right text-ink-2 tabular-nums">
									{filled ? format.number(size) : <span className="text-ink-3">{t('counting')}</span>}
								</Td>
							</Tr>
						))}
					</Tbody>
				</Table>
			)}
		</Page>
	);
}
