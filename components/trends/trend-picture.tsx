import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Stat } from '@/components/ui/stat';
import type { GroupNow } from '@/db/trend-views';
import { sayUsual } from '@/lib/say-trend';
import type { TrendDefinition } from '@/lib/trend';
import { ChartLegend, type ChartPoint, highestOf, TrendChart } from './trend-chart';
import { TrendState } from './trend-state';

type TrendPictureProps = {
	/** Of the group that is shown. */
	name: string;
	definition: TrendDefinition;
	/** Null: nothing of it was counted. */
	standing: GroupNow | null;
	points: ChartPoint[];
	/** While the usual is not known: from when on it is. */
	knownFrom: number | null;
};

const INSTANT = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;

/** One group: its figures now, and how it went. */
export function TrendPicture({
	name,
	definition: { by, window, threshold },
	standing,
	points,
	knownFrom,
}: TrendPictureProps) {
	const t = useTranslations('trends');
	const format = useFormatter();
	const locale = useLocale();
	const number = (value: number | null) =>
		value === null ? t('notKnown') : format.number(value, { maximumFractionDigits: 2 });
	const [first, last] = [points[0], points.at(-1)];
	if (!standing || !first || !last)
		return <EmptyState icon="chart-spline" title={t('nothingTitle')} description={t('nothingText')} />;
	const lines = (['value', 'threshold', 'usual'] as const).filter(
		(line) => line !== 'usual' || threshold.than === line,
	);
	return (
		<Card {...(by === 'nothing' ? {} : { title: name })} actions={<TrendState {...standing} />}>
			<dl className="mb-4 grid grid-cols-3 gap-4">
				<Stat label={t('now')} value={number(standing.value)} />
				{threshold.than === 'usual' && <Stat label={t('usual')} value={number(standing.usual)} />}
				<Stat label={t('threshold')} value={number(standing.threshold)} />
			</dl>
			<TrendChart
				points={points}
				label={t('chart', { name, from: number(first.value), to: number(last.value) })}
				top={number(Math.round(highestOf(points)))}
				from={format.dateTime(first.at, INSTANT)}
				to={format.dateTime(last.at, INSTANT)}
			/>
			<div className="mt-3 flex flex-col gap-2">
				<ChartLegend lines={lines.map((line) => ({ line, label: t(`lines.${line}`) }))} />
				{threshold.than === 'usual' && (
					<p className="text-ink-3 text-xs">
						{t('usualIs', { usual: sayUsual(threshold, window, locale) })}
						{knownFrom !== null && ` ${t('knownFrom', { at: format.dateTime(knownFrom, INSTANT) })}`}
					</p>
				)}
			</div>
		</Card>
	);
}
