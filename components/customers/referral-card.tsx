import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Time } from '@/components/ui/time';
import type { CustomerPicture } from '@/db/customer-picture';

/** Her link for friends, who came by it and who was rewarded, and who brought her. */
export function ReferralCard({ referral }: { referral: CustomerPicture['referral'] }) {
	const t = useTranslations('friends');
	const { url, came, rewarded, friends, broughtBy } = referral;
	if (url === null && broughtBy === null) return null;
	return (
		<Card title={t('title')} description={came > 0 ? t('counts', { came, rewarded }) : undefined}>
			{broughtBy && (
				<p className="mb-3 text-ink-2 text-sm">
					{t.rich('broughtBy', {
						name: broughtBy.name ?? t('unnamed'),
						link: (chunks) => (
							<Link href={`/customers/${broughtBy.id}`} className="font-medium text-ink hover:underline">
								{chunks}
							</Link>
						),
					})}
				</p>
			)}
			{url && (
				<p className="flex items-center gap-2 text-sm">
					<span className="min-w-0 flex-1 truncate font-mono text-ink text-xs">{url}</span>
					<CopyButton text={url} label={t('copy')} iconOnly />
				</p>
			)}
			{friends.length > 0 && (
				<ul className="mt-3 flex flex-col gap-2.5 text-sm">
					{friends.map((friend) => (
						<li key={friend.id}>
							<p className="flex items-center justify-between gap-2">
								<Link
									href={`/customers/${friend.id}`}
									className="min-w-0 truncate font-medium text-ink hover:underline"
								>
									{friend.name ?? t('unnamed')}
								</Link>
								<Badge tone={friend.rewardedAt ? 'success' : 'neutral'}>
									{t(friend.rewardedAt ? 'rewarded' : 'notYet')}
								</Badge>
							</p>
							<p className="text-ink-3 text-xs">
								<Time at={friend.rewardedAt ?? friend.cameAt} />
							</p>
						</li>
					))}
				</ul>
			)}
			{came > friends.length && <p className="mt-2 text-ink-3 text-xs">{t('more', { n: came - friends.length })}</p>}
		</Card>
	);
}
