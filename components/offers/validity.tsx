import { getFormatter, getTranslations } from 'next-intl/server';
import { Badge } from '@/components/ui/badge';
import { type Validity as Bounds, standingOf } from '@/lib/offer';

const TONE = { 'to-come': 'accent', valid: 'success', over: 'neutral' } as const;

export async function StandingBadge({ offer }: { offer: Bounds }) {
	const t = await getTranslations('offers');
	const standing = standingOf(offer, Date.now());
	return (
		<Badge tone={TONE[standing]} dot>
			{offer.archivedAt ? t('archived') : t(`standing.${standing}`)}
		</Badge>
	);
}

/** Its bounds, in the retailer's time. */
export async function Validity({ offer: { validFrom, validUntil } }: { offer: Bounds }) {
	const [t, format] = await Promise.all([getTranslations('offers'), getFormatter()]);
	const day = (at: Date) => format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' });
	if (validFrom && validUntil) return t('between', { from: day(validFrom), until: day(validUntil) });
	if (validFrom) return t('since', { from: day(validFrom) });
	return validUntil ? t('till', { until: day(validUntil) }) : t('always');
}
