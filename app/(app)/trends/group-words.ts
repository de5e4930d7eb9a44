import { getTranslations } from 'next-intl/server';
import { db } from '@/db/client';
import { groupNames } from '@/db/trend-views';
import { WEB } from '@/lib/place';
import type { TrendGroup } from '@/lib/trend';
import { EVERYTHING } from '@/lib/trend-counts';

/** How groups of a trend are called: by their names, where somebody knows them. */
export async function groupWords(by: TrendGroup, groups: string[]): Promise<(group: string) => string> {
	const [t, names] = await Promise.all([getTranslations('trends'), groupNames(db(), by, groups)]);
	return (group) => {
		if (group === EVERYTHING) return t('everything');
		return names.get(group) ?? (by === 'store' && group === WEB ? t('online') : group);
	};
}
