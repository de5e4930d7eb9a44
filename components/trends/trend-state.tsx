import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { GroupNow } from '@/db/trend-views';

type TrendStateProps = Pick<GroupNow, 'crossed' | 'usual' | 'threshold'>;

/** How a group stands. Where the usual is known without a threshold, it is too small to be held against. */
export function TrendState({ crossed, usual, threshold }: TrendStateProps) {
	const t = useTranslations('trends');
	if (crossed)
		return (
			<Badge tone="warning" dot>
				{t('states.crossed')}
			</Badge>
		);
	return <Badge>{t(threshold === null && usual === null ? 'states.unknown' : 'states.calm')}</Badge>;
}
