import { useFormatter, useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { inZone } from '@/lib/duration';
import type { HourSpan, Opening } from '@/lib/opening-hours';

/** The hours of a week, and the days to come with other ones. */
export function StoreHours({ store, now }: { store: Opening; now: number }) {
	const t = useTranslations('stores');
	const format = useFormatter();
	const today = inZone(now, store.timeZone).toFormat('yyyy-MM-dd');
	const say = (spans: HourSpan[]) =>
		spans.length === 0 ? t('closed') : spans.map((span) => span.join(' – ')).join(', ');
	const coming = Object.entries(store.exceptions)
		.filter(([date]) => date >= today)
		.sort(([a], [b]) => (a < b ? -1 : 1));
	const known = Object.keys(store.openingHours).length > 0;
	return (
		<Card title={t('hours')}>
			{known ? (
				<dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
					{[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
						<div key={weekday} className="contents">
							{/* 1 January 2024 was a Monday. */}
							<dt className="text-ink-3 first-letter:uppercase">
								{format.dateTime(new Date(Date.UTC(2024, 0, weekday)), { weekday: 'long', timeZone: 'UTC' })}
							</dt>
							<dd className="text-ink tabular-nums">{say(store.openingHours[String(weekday)] ?? [])}</dd>
						</div>
					))}
				</dl>
			) : (
				<p className="text-ink-2 text-sm">{t('noHoursText')}</p>
			)}
			<h3 className="mt-5 mb-1.5 font-medium text-ink text-sm">{t('exceptions')}</h3>
			{coming.length === 0 ? (
				<p className="text-ink-3 text-sm">{t('noExceptions')}</p>
			) : (
				<dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
					{coming.map(([date, { hours, reason }]) => (
						<div key={date} className="contents">
							<dt className="text-ink-3">
								{format.dateTime(new Date(`${date}T00:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' })}
							</dt>
							<dd className="text-ink tabular-nums">
								{say(hours)}
								{reason && <span className="text-ink-3"> ({reason})</span>}
							</dd>
						</div>
					))}
				</dl>
			)}
		</Card>
	);
}
