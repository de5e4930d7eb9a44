'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useId, useMemo } from 'react';
import { SuggestInput } from '@/components/inspector/suggest-input';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import type { Json } from '@/lib/event';
import { type LineOf, placesIn } from '@/lib/payload-path';
import { useMapping } from './context';

const LONGEST_HINT = 60;

/** A value in a line: long ones are cut. */
export function shortly(value: Json): string {
	if (Array.isArray(value)) return `[${value.length}]`;
	const text = JSON.stringify(value);
	return text.length > LONGEST_HINT ? `${text.slice(0, LONGEST_HINT)}…` : text;
}

type PathInputProps = {
	label: string;
	value: string;
	onChange: (path: string) => void;
	/** In the lines of which list it is read. */
	within: LineOf;
	/** Where it is in the mapping, for what is wrong with it. */
	at: string;
	want?: 'value' | 'list';
	placeholder?: string;
	hideLabel?: boolean;
	className?: string;
};

/** Where a value lies in a payload: typed, chosen from those of the payload at hand, or clicked there. */
export function PathInput({
	label,
	value,
	onChange,
	within,
	at,
	want = 'value',
	hideLabel,
	className,
	...props
}: PathInputProps) {
	const t = useTranslations('sources');
	const id = useId();
	const { payload, target, aim, errorAt } = useMapping();
	const key = JSON.stringify(within);
	const suggestions = useMemo(() => {
		const lines: LineOf = JSON.parse(key);
		return payload === null
			? []
			: placesIn(payload, lines, want).map((place) => ({ value: place.path, hint: shortly(place.value) }));
	}, [payload, key, want]);
	const aimed = target === id;
	// What a click writes into is the field as it is now, not as it was when it was gone to.
	useEffect(() => {
		if (aimed) aim({ id, take: onChange, within });
	});
	return (
		<Field label={label} hideLabel={hideLabel} error={errorAt(at)} className={cn('min-w-0', className)}>
			<div
				onFocusCapture={() => aim({ id, take: onChange, within })}
				className={cn('rounded-md', aimed && 'ring-2 ring-ring/30')}
			>
				<SuggestInput
					value={value}
					onChange={onChange}
					suggestions={suggestions}
					placeholder={props.placeholder ?? t('path')}
					aria-label={label}
					className="font-mono sm:text-xs"
				/>
			</div>
		</Field>
	);
}
