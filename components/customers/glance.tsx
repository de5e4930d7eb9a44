import { useLocale, useTranslations } from 'next-intl';
import { Stat } from '@/components/ui/stat';
import { Time } from '@/components/ui/time';
import type { CustomerPicture } from '@/db/customer-picture';
import { CHANNELS, type Channel } from '@/lib/channel';
import { sayMoney } from '@/lib/money';

/** What one reads in five seconds: what she bought and where, when she was last here, and when she may be written to. */
export function Glance({ picture }: { picture: CustomerPicture }) {
	const t = useTranslations('customer');
	const locale = useLocale();
	const { bought, points, visits } = picture;
	return (
		<dl className="mb-6 grid grid-cols-2 gap-x-6 gap-y-5 rounded-xl border border-line bg-surface px-5 py-4 sm:grid-cols-3 xl:grid-cols-6">
			<Stat
				label={t('bought')}
				value={sayMoney(bought.totalMinor, bought.currency, locale)}
				hint={t('boughtWhere', { online: bought.online, store: bought.inStore, researched: bought.researchedOnline })}
			/>
			<Stat label={t('lastSeen')} value={<Time at={picture.lastSeenAt} />} />
			<Stat
				label={t('lastVisit')}
				value={visits[0] ? <Time at={visits[0].at} /> : '–'}
				hint={visits[0]?.store.name ?? t('noVisit')}
			/>
			<Stat
				label={t('points')}
				value={points ? new Intl.NumberFormat(locale).format(points.points) : '–'}
				hint={points?.tier ?? undefined}
			/>
			{CHANNELS.map((channel) => (
				<NextContact key={channel} channel={channel} contact={picture.contact[channel]} />
			))}
		</dl>
	);
}

function NextContact({ channel, contact }: { channel: Channel; contact: CustomerPicture['contact'][Channel] }) {
	const t = useTranslations('customer');
	const { at, why } = contact;
	return (
		<Stat
			label={t('next', { channel })}
			tone={why === 'now' ? 'success' : at === null ? 'plain' : 'warning'}
			value={why === 'now' ? t('now') : at === null ? t('never') : <Time at={at} />}
			hint={why === 'now' ? undefined : t(`nextWhy.${why}`)}
		/>
	);
}
