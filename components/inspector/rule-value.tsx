'use client';

import { useTranslations } from 'next-intl';
import { Select } from '@/components/ui/select';
import type { Scalar } from '@/lib/compare';
import type { PropertyTest } from '@/lib/condition';
import type { SeenProperty } from '@/lib/seen';
import { useSuggestions } from './context';
import { SuggestInput } from './suggest-input';
import { usePropertySuggestions } from './use-seen';

type Value = PropertyTest['value'];
type Kind = 'text' | 'number' | 'boolean' | 'trigger';

/**
 * What is compared with: a value, or a property of the event that starts the journey. Text is never equal to a number, so
 * its kind is said, and guessed while it is empty.
 */
export function RuleValue({
	value,
	several,
	property,
	onChange,
	trigger: allowed = true,
}: {
	value: Value;
	several: boolean;
	/** What it is compared with, as it came in. */
	property: SeenProperty | undefined;
	onChange: (value: Value) => void;
	/** Whether it may be compared with the event that starts the journey. */
	trigger?: boolean;
}) {
	const t = useTranslations('editor.rule');
	const { trigger } = useSuggestions();
	const ofTrigger = usePropertySuggestions(trigger);
	const kind = kindOf(value);
	const words = wordsOf(value);
	const write = (text: string, as: Kind) => {
		if (as === 'trigger') return onChange({ from: 'trigger', path: text });
		const parts = several ? text.split(',').map((part) => part.trim()) : [text];
		const scalars = parts.map((part) => toScalar(part, as));
		onChange(several ? scalars : scalars[0]);
	};
	const type = (text: string) => {
		const seen = several ? undefined : property?.values.find((one) => String(one) === text);
		if (seen !== undefined) return onChange(seen);
		// A number that begins as one is one, unless text is what came in; whoever means text says so beside it.
		const begins = words === '' && isNumber(text) && property?.kinds[0] !== 'text';
		write(text, begins ? 'number' : kind);
	};
	return (
		<div className="flex min-w-0 flex-wrap gap-1">
			{kind === 'trigger' ? (
				<SuggestInput
					aria-label={t('triggerProperty')}
					value={words}
					placeholder="product_id"
					suggestions={ofTrigger}
					onChange={(path) => write(path, 'trigger')}
					className="h-7 sm:h-7 sm:text-xs"
				/>
			) : kind === 'boolean' ? (
				<Select
					size="sm"
					aria-label={t('value')}
					options={[
						{ value: 'true', label: t('yes') },
						{ value: 'false', label: t('no') },
					]}
					value={words === 'true' ? 'true' : 'false'}
					onValueChange={(answer) => write(answer, 'boolean')}
				/>
			) : (
				<SuggestInput
					aria-label={t('value')}
					value={words}
					placeholder={several ? t('severalPlaceholder') : t('value')}
					inputMode={kind === 'number' ? 'decimal' : 'text'}
					suggestions={several ? [] : (property?.values ?? []).map((one) => ({ value: String(one) }))}
					onChange={type}
					className="h-7 sm:h-7 sm:text-xs"
				/>
			)}
			<Select
				size="sm"
				aria-label={t('valueKind')}
				className="w-auto shrink-0"
				options={[
					{ value: 'text', label: t('kinds.text') },
					{ value: 'number', label: t('kinds.number') },
					{ value: 'boolean', label: t('kinds.boolean') },
					...(allowed && (trigger !== null || kind === 'trigger')
						? [{ value: 'trigger' as const, label: t('kinds.trigger') }]
						: []),
				]}
				value={kind}
				onValueChange={(as) => write(as === 'trigger' || kind === 'trigger' ? '' : words, as)}
			/>
		</div>
	);
}

function kindOf(value: Value): Kind {
	const first = Array.isArray(value) ? value[0] : value;
	if (typeof first === 'object') return 'trigger';
	return typeof first === 'number' ? 'number' : typeof first === 'boolean' ? 'boolean' : 'text';
}

function wordsOf(value: Value): string {
	if (Array.isArray(value)) return value.map(String).join(', ');
	return typeof value === 'object' ? value.path : String(value ?? '');
}

function isNumber(text: string): boolean {
	return text.trim() !== '' && Number.isFinite(Number(text));
}

function toScalar(text: string, as: Exclude<Kind, 'trigger'>): Scalar {
	switch (as) {
		case 'number':
			return isNumber(text) ? Number(text) : text;
		case 'boolean':
			return text === 'true';
		case 'text':
			return text;
	}
}
