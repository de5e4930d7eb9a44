import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { db } from '@/db/client';
import { listDestinations } from '@/db/destinations';
import { ConnectionDialog } from './connection-dialog';
import { ConnectionMenu } from './connection-menu';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('settings'))('connections.title') };
}

/** The retailer's systems that journeys may call. */
export default async function ConnectionsPage() {
	const [, t] = await Promise.all([requireMember('settings.edit'), getTranslations('connections')]);
	const connections = await listDestinations(db());
	return (
		<Card title={t('title')} description={t('help')} actions={<ConnectionDialog />}>
			{connections.length === 0 ? (
				<EmptyState icon="globe" title={t('empty')} description={t('emptyText')} />
			) : (
				<ul className="-my-1 divide-y divide-line">
					{connections.map(({ createdAt: _made, ...connection }) => (
						<li key={connection.id} className="flex items-center gap-4 py-3">
							<div className="min-w-0 flex-1">
								<p className="flex flex-wrap items-center gap-2">
									<span className="truncate font-medium text-ink text-sm">{connection.name}</span>
									<Badge tone={connection.whenCut === 'unknown' ? 'warning' : 'neutral'}>
										{t(`whenCut.${connection.whenCut}`)}
									</Badge>
								</p>
								<p className="truncate font-mono text-ink-3 text-xs">{connection.url}</p>
							</div>
							<ConnectionMenu connection={connection} />
						</li>
					))}
				</ul>
			)}
		</Card>
	);
}
