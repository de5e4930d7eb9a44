import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { can, worksAt } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { OpenNow } from '@/components/catalogue/open-now';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { listPlaces } from '@/db/catalogue-views';
import { db } from '@/db/client';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('stores'))('title') };
}

/** Where customers are sent, and where stock is; to a colleague in stores, the counters where she works. */
export default async function StoresPage() {
	const member = await requireMember('store.view');
	const [t, all] = await Promise.all([getTranslations('stores'), listPlaces(db())]);
	const overview = can(member.role, 'journey.view');
	const places = overview
		? all
		: all.filter(({ id, kind, active }) => kind === 'store' && active && worksAt(member, id));
	const now = Date.now();
	const importLink = can(member.role, 'catalogue.edit') && (
		<Link href="/catalogue/import" className={buttonClass({ variant: 'secondary' })}>
			{t('import')}
		</Link>
	);
	return (
		<Page>
			<PageHeader title={t('title')} actions={importLink} />
			{places.length === 0 ? (
				<EmptyState
					icon="store"
					title={t('emptyTitle')}
					description={t(overview ? 'emptyText' : 'noneOfYours')}
					action={importLink}
				/>
			) : (
				<Table label={t('title')}>
					<Thead>
						<Th>{t('name')}</Th>
						<Th className="max-sm:hidden">{t('city')}</Th>
						<Th className="max-md:hidden">{t('zone')}</Th>
						<Th>{t('now')}</Th>
					</Thead>
					<Tbody>
						{places.map((store) => (
							<Tr key={store.id}>
								<Td className="max-w-72">
									<span className="flex items-center gap-2">
										<Link
											href={`/stores/${encodeURIComponent(store.id)}${overview ? '/details' : ''}`}
											className="truncate font-medium text-ink hover:underline"
										>
											{store.name}
										</Link>
										{store.kind === 'warehouse' && <Badge>{t('warehouse')}</Badge>}
										{!store.active && <Badge>{t('givenUp')}</Badge>}
									</span>
									<p className="truncate text-ink-3 text-xs">
										{store.id}
										<span className="sm:hidden"> · {store.city}</span>
									</p>
								</Td>
								<Td className="text-ink-2 max-sm:hidden">
									{store.postalCode} {store.city}
								</Td>
								<Td className="text-ink-2 max-md:hidden">{store.zone ?? '–'}</Td>
								<Td className="whitespace-nowrap text-ink-2">
									{store.active && store.kind === 'store' ? <OpenNow store={store} now={now} /> : '–'}
								</Td>
							</Tr>
						))}
					</Tbody>
				</Table>
			)}
		</Page>
	);
}
