'use client';

import { useFormatter, useNow, useTranslations } from 'next-intl';
import type { SeenEvent, SeenProperty } from '@/lib/seen';
import { usePropertiesOf, useSuggestions } from './context';
import type { Suggestion } from './suggest-input';

/** “91,715 times”; null: never. */
export function useTimes(): (event: Pick<SeenEvent, 'count' | 'more'>) => string | null {
	const t = useTranslations('editor.seen');
	return ({ count, more }) => (count === 0 ? null : t(more ? 'moreTimes' : 'times', { count }));
}

export function useEventSuggestions(): Suggestion[] {
	const t = useTranslations('editor.seen');
	const format = useFormatter();
	const now = useNow();
	const times = useTimes();
	return useSuggestions().events.map((event) => ({
		value: event.name,
		hint: [times(event) ?? t('never'), ...(event.lastAt === null ? [] : [format.relativeTime(event.lastAt, now)])].join(
			' · ',
		),
	}));
}

/** Of an event of this name; with none, none. */
export function usePropertySuggestions(event: string | null): Suggestion[] {
	const say = useSayProperty();
	return usePropertiesOf(event).map(say);
}

export function useSayProperty(): (property: SeenProperty) => Suggestion {
	const t = useTranslations('editor.seen');
	const format = useFormatter();
	return ({ path, kinds: [kind], share }) => {
		if (!kind) return { value: path, hint: t('never') };
		const part = format.number(share, { style: 'percent', maximumFractionDigits: 0 });
		return { value: path, hint: share === 0 ? t(`kinds.${kind}`) : `${t(`kinds.${kind}`)} · ${t('share', { part })}` };
	};
}
