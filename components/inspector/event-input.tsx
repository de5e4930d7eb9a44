'use client';

import { useTranslations } from 'next-intl';
import { useSuggestions } from './context';
import { MeantInstead } from './meant-instead';
import { SuggestInput } from './suggest-input';
import { useEventSuggestions, useTimes } from './use-seen';

type EventInputProps = {
	value: string;
	onChange: (value: string) => void;
	placeholder: string;
	'aria-label'?: string;
	className?: string;
};

/** The name of an event, from those that came in; a likely typo is said below. */
export function EventInput({ value, onChange, ...props }: EventInputProps) {
	const t = useTranslations('editor.seen');
	const times = useTimes();
	const { events } = useSuggestions();
	return (
		<div className="w-full min-w-0">
			<SuggestInput {...props} value={value} onChange={onChange} suggestions={useEventSuggestions()} />
			<MeantInstead
				typed={value}
				known={events}
				say={(event) => t('nameAndTimes', { name: event.name, times: times(event) ?? t('never') })}
				onTake={onChange}
			/>
		</div>
	);
}
