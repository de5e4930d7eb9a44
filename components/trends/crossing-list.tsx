import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { Time } from '@/components/ui/time';
import type { Crossing } from '@/db/trend-views';

/** When it crossed, and which journeys that started. */
export function CrossingList({ crossings }: { crossings: (Crossing & { name: string })[] }) {
	const t = useTranslations('trends');
	const format = useFormatter();
	const number = (value: number | null) =>
		value === null ? t('notKnown') : format.number(value, { maximumFractionDigits: 2 });
	if (crossings.length === 0) return <p className="text-ink-3 text-sm">{t('noCrossings')}</p>;
	return (
		<ul className="divide-y divide-line text-sm">
			{crossings.map(({ seq, at, group, name, value, usual, threshold, started }) => (
				<li key={seq} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2">
					<div className="min-w-0">
						<p className="wrap-anywhere text-ink">
							{group !== '' && <span className="font-medium">{name} </span>}
							<span className="text-ink-2 tabular-nums">
								{usual === null
									? t('crossedAt', { value: number(value), threshold: number(threshold) })
									: t('crossedUsual', { value: number(value), usual: number(usual) })}
							</span>
						</p>
						<p className="text-ink-3 text-xs">
							{started.length === 0
								? t('startedNothing')
								: started.map((journey, i) => (
										<span key={journey.journeyId}>
											{i > 0 && ', '}
											<Link href={`/journeys/${journey.journeyId}/reach`} className="text-accent-ink hover:underline">
												{journey.name}
											</Link>{' '}
											{t('startedFor', { n: journey.entered })}
										</span>
									))}
						</p>
					</div>
					<Time at={at} className="shrink-0 text-ink-3 text-xs" />
				</li>
			))}
		</ul>
	);
}
