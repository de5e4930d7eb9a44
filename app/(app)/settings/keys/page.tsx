import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Time } from '@/components/ui/time';
import { config } from '@/config';
import { listKeys } from '@/db/api-keys';
import { db } from '@/db/client';
import { NewKeyDialog } from './new-key-dialog';
import { RevokeButton } from './revoke-button';
import { Snippets } from './snippets';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('settings'))('keys.title') };
}

export default async function KeysPage() {
	const [, t] = await Promise.all([requireMember('settings.edit'), getTranslations('settings.keys')]);
	const keys = await listKeys(db());
	return (
		<div className="flex flex-col gap-5">
			<Card title={t('title')} description={t('help')} actions={<NewKeyDialog />}>
				{keys.length === 0 ? (
					<EmptyState icon="key-round" title={t('empty')} description={t('emptyText')} />
				) : (
					<ul className="-my-1 divide-y divide-line">
						{keys.map((key) => (
							<li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
								<div className="min-w-0 flex-1 basis-48">
									<p className="flex items-center gap-2">
										<span className="truncate font-medium text-ink text-sm">{key.name}</span>
										<Badge tone={key.kind === 'secret' ? 'warning' : 'neutral'}>{t(`kinds.${key.kind}`)}</Badge>
									</p>
									<p className="font-mono text-ink-3 text-xs">
										{key.prefix}…{key.last4}
									</p>
								</div>
								<p className="text-ink-3 text-xs">{t.rich('created', { time: () => <Time at={key.createdAt} /> })}</p>
								<RevokeButton id={key.id} name={key.name} />
							</li>
						))}
					</ul>
				)}
			</Card>
			<Card title={t('connect')} description={t('connectHelp')}>
				<Snippets url={config().PARCOURS_URL} />
			</Card>
		</div>
	);
}
