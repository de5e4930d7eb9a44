import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { SearchForm } from '@/components/ui/search-form';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { db } from '@/db/client';
import { listCustomers } from '@/db/customer-views';
import { asked } from '@/lib/query';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('customers'))('title') };
}

export default async function CustomersPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	await requireMember('customer.view');
	const query = await searchParams;
	const q = asked(query.q);
	const [t, { rows, next }] = await Promise.all([
		getTranslations('customers'),
		listCustomers(db(), { search: q, after: asked(query.after) }),
	]);
	return (
		<Page>
			<PageHeader title={t('title')} />
			<div className="mb-3">
				<SearchForm label={t('search')} button={t('searchButton')} value={q} />
			</div>
			{rows.length === 0 ? (
				<EmptyState icon="users" title={t('emptyTitle')} description={t('emptyText')} />
			) : (
				<Table label={t('title')}>
					<Thead>
						<Th>{t('name')}</Th>
						<Th className="max-sm:hidden">{t('contact')}</Th>
						<Th className="max-md:hidden">{t('store')}</Th>
						<Th>{t('seen')}</Th>
					</Thead>
					<Tbody>
						{rows.map((row) => (
							<Tr key={row.id}>
								<Td className="max-w-52 sm:max-w-64">
									<Link href={`/customers/${row.id}`} className="block truncate font-medium text-ink hover:underline">
										{row.name ?? (row.anonymous ? t('anonymous') : t('unnamed'))}
									</Link>
									<p className="truncate text-ink-3 text-xs sm:hidden">{contact(row)}</p>
								</Td>
								<Td className="max-w-72 truncate text-ink-2 max-sm:hidden">{contact(row) || '–'}</Td>
								<Td className="max-w-48 truncate text-ink-2 max-md:hidden">{row.homeStore ?? '–'}</Td>
								<Td className="whitespace-nowrap text-ink-2">
									<Time at={row.lastSeenAt} />
								</Td>
							</Tr>
						))}
					</Tbody>
				</Table>
			)}
			{next && (
				<Link
					href={`?${new URLSearchParams({ ...(q ? { q } : {}), after: next })}`}
					className="mt-4 inline-block text-accent-ink text-sm hover:underline"
				>
					{t('more')}
				</Link>
			)}
		</Page>
	);
}

function contact({ email, phone }: { email: string | null; phone: string | null }): string {
	return [email, phone].filter(Boolean).join(' · ');
}
