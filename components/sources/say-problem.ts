'use client';

import { useLocale, useTranslations } from 'next-intl';
import { issueText, MISSING } from '@/lib/issue-text';
import type { MappingProblem } from '@/lib/map-payload';
import { IDENTITIES } from '@/lib/mapping';
import { say } from '@/lib/text';

/** “total: not a number”; of what ingest refuses, in its own words. */
export function useSayProblem(): (problem: {
	why: MappingProblem['why'];
	field: string;
	detail?: string | null;
}) => string {
	const t = useTranslations('sources');
	const locale = useLocale();
	const nameOf = (field: string): string => {
		const identity = IDENTITIES.find((each) => each === field);
		if (identity) return t(`identities.${identity}`);
		if (field === 'messageId') return t('ownId');
		if (field === 'timestamp') return t('happened');
		// These say themselves what they are about.
		if (field === 'body' || field === 'event') return '';
		return field === 'each' ? t('each') : field.replace(/^properties\./, '');
	};
	return ({ why, field, detail }) => {
		const name = nameOf(field);
		if (name !== '' && (why === 'missing' || detail === MISSING)) return t('missing', { field: name });
		const problem = detail ? say(issueText({ message: detail }), locale) : t(`problems.${why}`);
		return name === '' ? problem : t('problemOf', { field: name, problem });
	};
}
