import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { can, homeOf, worksAt } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Refresh } from '@/components/shell/refresh';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { loadStore } from '@/db/availability';
import { db } from '@/db/client';
import { findCustomer } from '@/db/find-customer';
import { loadAtCounter } from '@/db/store-page';
import { listTasks } from '@/db/store-tasks';
import { asked } from '@/lib/query';
import { AtTheCounter } from './at-the-counter';
import { Availability } from './availability';
import { FindCustomer } from './find-customer';
import { RedeemForm } from './redeem-form';
import { Tasks } from './tasks';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('counter'))('title') };
}

/** A store's own page, on the tablet behind its counter. */
export default async function StorePage({ params, searchParams }: Props) {
	const member = await requireMember('store.work');
	const { id } = await params;
	const [store, t, stores] = await Promise.all([
		loadStore(db(), id),
		getTranslations('counter'),
		getTranslations('stores'),
	]);
	if (!store || !worksAt(member, store.id)) notFound();
	const named = z.uuid().safeParse(asked((await searchParams).customer));
	const customerId = named.success ? await findCustomer(db(), { id: named.data }) : null;
	const [tasks, customer] = await Promise.all([
		listTasks(db(), store.id),
		customerId ? loadAtCounter(db(), customerId, store.id) : null,
	]);
	return (
		<Page>
			<Refresh />
			<PageHeader
				// Who works in one store has nowhere to go back to.
				{...(can(member.role, 'journey.view') || homeOf(member) === '/stores'
					? { back: { href: '/stores', label: stores('title') } }
					: {})}
				title={store.name}
				description={`${store.address}, ${store.postalCode} ${store.city}`}
			/>
			<div className="grid gap-5 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
				<div className="flex min-w-0 flex-col gap-5">
					<FindCustomer storeId={store.id} found={customerId !== null} />
					{customer ? (
						<AtTheCounter store={store} customer={customer} wholeStory={can(member.role, 'customer.view')} />
					) : (
						<EmptyState icon="user" title={t('nobody')} description={t('nobodyText')} />
					)}
				</div>
				<div className="flex min-w-0 flex-col gap-5">
					<RedeemForm storeId={store.id} />
					<Tasks storeId={store.id} open={tasks.open} done={tasks.done} />
					<Availability storeId={store.id} />
				</div>
			</div>
		</Page>
	);
}
