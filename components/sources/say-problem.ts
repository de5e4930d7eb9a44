'use client';

import { useTranslations } from 'next-intl';
import type { MappingProblem } from '@/lib/map-payload';
import { IDENTITIES } from '@/lib/mapping';

/** “total: not a number”. Of what ingest refuses, its own words are in `detail`, in English. */
export function useSayProblem(): (problem: Pick<MappingProblem, 'why' | 'field'>) => string {
	const t = useTranslations('sources');
	const nameOf = (field: string): string => {
		const identity = IDENTITIES.find((each) => each === field);
		if (identity) return t(`identities.${identity}`);
		if (field === 'messageId') return t('ownId');
		if (field === 'timestamp') return t('happened');
		return field === 'each' ? t('each') : field.replace(/^properties\./, '');
	};
	return ({ why, field }) =>
		field === '' ? t(`problems.${why}`) : t('problemOf', { field: nameOf(field), problem: t(`problems.${why}`) });
}
