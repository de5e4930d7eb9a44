import type { Metadata } from 'next';
import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { NewForm } from '@/components/forms/new-form';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { db } from '@/db/client';
import { listForms } from '@/db/forms';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('forms'))('title') };
}

export default async function FormsPage() {
	const member = await requireMember('journey.view');
	const [t, format, rows] = await Promise.all([getTranslations('forms'), getFormatter(), listForms(db())]);
	const editable = can(member.role, 'journey.edit');
	return (
		<Page>
			<PageHeader title={t('title')} actions={editable && <NewForm />} />
			{rows.length === 0 ? (
				<EmptyState
					icon="clipboard-list"
					title={t('emptyTitle')}
					description={t('emptyText')}
					action={editable && <NewForm />}
				/>
			) : (
				<Table label={t('title')}>
					<Thead>
						<Th>{t('columns.form')}</Th>
						<Th>{t('columns.status')}</Th>
						<Th className="text-right">{t('columns.sent')}</Th>
						<Th className="max-sm:hidden">{t('columns.last')}</Th>
					</Thead>
					<Tbody>
						{rows.map(({ form, submissions, lastAt }) => (
							<Tr key={form.id}>
								<Td className="max-w-40 sm:max-w-80">
									<Link href={`/forms/${form.id}`} className="block truncate font-medium text-ink hover:underline">
										{form.definition.name}
									</Link>
									<p className="truncate text-ink-3 text-xs">
										{t(`kinds.${form.definition.kind}`)} · /f/{form.slug}
									</p>
								</Td>
								<Td>
									<Badge tone={form.publishedAt ? 'success' : 'neutral'} dot>
										{t(form.publishedAt ? 'published' : 'closed')}
									</Badge>
								</Td>
								<Td numeric>{format.number(submissions)}</Td>
								<Td className="whitespace-nowrap text-ink-2 max-sm:hidden">
									{lastAt ? <Time at={new Date(lastAt)} /> : '–'}
								</Td>
							</Tr>
						))}
					</Tbody>
				</Table>
			)}
		</Page>
	);
}
