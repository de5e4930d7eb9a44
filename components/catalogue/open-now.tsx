import { useFormatter, useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { closesAt, type Opening, opensAt } from '@/lib/opening-hours';

const DAY_MS = 86_400_000;

/** Whether a store is open, and until or from when, on its own clocks. */
export function OpenNow({ store, now }: { store: Opening; now: number }) {
	const t = useTranslations('stores');
	const format = useFormatter();
	const closes = closesAt(store, now);
	const opens = closes === null ? opensAt(store, now) : null;
	const say = (at: number) =>
		format.dateTime(new Date(at), {
			timeZone: store.timeZone,
			...(at - now < DAY_MS ? {} : { weekday: 'short', day: 'numeric', month: 'short' }),
			...{ hour: 'numeric', minute: '2-digit' },
		});
	if (Object.keys(store.openingHours).length === 0) return <span className="text-ink-3">{t('noHours')}</span>;
	return (
		<span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
			<Badge tone={closes === null ? 'neutral' : 'success'} dot>
				{closes === null ? t('closedNow') : t('openNow')}
			</Badge>
			<span className="text-xs">
				{closes !== null && t('until', { time: say(closes) })}
				{opens !== null && t('opensAt', { time: say(opens) })}
			</span>
		</span>
	);
}
