import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import { Time } from '@/components/ui/time';
import { config } from '@/config';
import { db } from '@/db/client';
import { COUNTED_PAYLOADS, listSources } from '@/db/sources';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('settings'))('sources.title') };
}

/** The retailer's systems that send payloads of their own. */
export default async function SourcesPage() {
	const { role } = await requireMember('journey.view');
	const [t, format, sources] = await Promise.all([getTranslations('sources'), getFormatter(), listSources(db())]);
	const count = (n: number) => (n >= COUNTED_PAYLOADS ? t('andMore', { n: format.number(n) }) : format.number(n));
	const add = can(role, 'source.edit') && (
		<Link
			href="/settings/sources/new"
			className={buttonClass({ variant: sources.length > 0 ? 'secondary' : 'primary' })}
		>
			<Plus aria-hidden />
			{t('add')}
		</Link>
	);
	return (
		<Card title={t('title')} description={t('help')} actions={sources.length > 0 && add}>
			{sources.length === 0 ? (
				<EmptyState icon="webhook" title={t('empty')} description={t('emptyText')} action={add} />
			) : (
				<ul className="-my-1 divide-y divide-line">
					{sources.map(({ id, name, lastAt, mapped, unmapped, pending }) => (
						<li key={id} className="py-3">
							<div className="flex flex-wrap items-center gap-x-3 gap-y-1">
								{can(role, 'customer.operate') ? (
									<Link
										href={`/settings/sources/${id}`}
										className="min-w-0 truncate font-medium text-ink text-sm hover:underline"
									>
										{name}
									</Link>
								) : (
									<span className="min-w-0 truncate font-medium text-ink text-sm">{name}</span>
								)}
								{unmapped > 0 && (
									<Badge tone="warning">{t('unmappedCount', { n: unmapped, count: count(unmapped) })}</Badge>
								)}
								{pending > 0 && <Badge>{t('pendingCount', { count: count(pending) })}</Badge>}
								<span className="ml-auto whitespace-nowrap text-ink-3 text-xs">
									{lastAt === null ? t('nothingYet') : <Time at={lastAt} />}
								</span>
							</div>
							<p className="mt-0.5 flex items-center gap-1 text-ink-3 text-xs">
								<span className="truncate font-mono">{`${config().PARCOURS_URL}/v1/sources/${id}`}</span>
								<CopyButton
									iconOnly
									text={`${config().PARCOURS_URL}/v1/sources/${id}`}
									label={t('copyAddress', { name })}
								/>
								<span className="ml-auto whitespace-nowrap">
									{t('mappedCount', { n: mapped, count: count(mapped) })}
								</span>
							</p>
						</li>
					))}
				</ul>
			)}
		</Card>
	);
}
