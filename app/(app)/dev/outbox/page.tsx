import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { SearchForm } from '@/components/ui/search-form';
import { Time } from '@/components/ui/time';
import { config } from '@/config';
import { db } from '@/db/client';
import { listOutbox } from '@/db/outbox';
import { asked } from '@/lib/query';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('outbox'))('title') };
}

/** What the stack's own mail server and SMS gateway caught; not there when messages really leave. */
export default async function OutboxPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	await requireMember('customer.view');
	if (!config().PARCOURS_OUTBOX) notFound();
	const q = asked((await searchParams).q);
	const [t, messages] = await Promise.all([getTranslations('outbox'), listOutbox(db(), q)]);
	return (
		<Page width="narrow">
			<PageHeader title={t('title')} description={t('hint')} />
			<div className="mb-3">
				<SearchForm label={t('search')} button={t('searchButton')} value={q} />
			</div>
			{messages.length === 0 ? (
				<EmptyState icon="inbox" title={t('emptyTitle')} description={t('emptyText')} />
			) : (
				<ul className="divide-y divide-line rounded-lg border border-line bg-surface">
					{messages.map((message) => (
						<li key={message.id} className="flex items-center gap-3 px-4 py-2.5">
							<Icon
								name={message.channel === 'email' ? 'mail' : 'message-square'}
								className="size-4 shrink-0 text-ink-3"
							/>
							<div className="min-w-0 flex-1">
								<Link
									href={`/dev/outbox/${message.id}`}
									className="block truncate font-medium text-ink text-sm hover:underline"
								>
									{message.subject ?? message.text}
								</Link>
								<p className="truncate text-ink-3 text-xs">{message.recipient}</p>
							</div>
							<span className="shrink-0 text-ink-3 text-xs">
								<Time at={message.receivedAt} />
							</span>
						</li>
					))}
				</ul>
			)}
		</Page>
	);
}
