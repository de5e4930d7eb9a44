import { getFormatter, getTranslations } from 'next-intl/server';
import { Badge } from '@/components/ui/badge';
import { type OperationDates, standingOfOperation } from '@/lib/operation';

type Dates = Omit<OperationDates, 'datedAt'>;
const TONE = { 'to-come': 'accent', running: 'success', over: 'neutral' } as const;

export async function OperationBadge({ operation }: { operation: Dates }) {
	const t = await getTranslations('calendar');
	const standing = standingOfOperation(operation, Date.now());
	return (
		<Badge tone={TONE[standing]} dot>
			{operation.archivedAt ? t('archived') : t(`standing.${standing}`)}
		</Badge>
	);
}

/** Its days, in the retailer's time; with the time of day where there is room. */
export async function OperationSpan({ operation, times }: { operation: Dates; times?: boolean }) {
	const format = await getFormatter();
	return format.dateTimeRange(operation.startsAt, operation.endsAt, {
		dateStyle: 'medium',
		...(times ? { timeStyle: 'short' } : {}),
	});
}
