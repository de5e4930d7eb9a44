'use client';

import { useId } from 'react';
import { Input } from '@/components/ui/input';

type SuggestInputProps = {
	value: string;
	onChange: (value: string) => void;
	suggestions: readonly string[];
	placeholder?: string | undefined;
	'aria-label'?: string;
	className?: string;
};

/** Free text with suggestions: names that the retailer's systems send are known only by example. */
export function SuggestInput({ value, onChange, suggestions, ...props }: SuggestInputProps) {
	const list = useId();
	return (
		<>
			<Input
				{...props}
				value={value}
				onChange={(event) => onChange(event.target.value)}
				list={list}
				autoComplete="off"
				spellCheck={false}
			/>
			<datalist id={list}>
				{suggestions.map((suggestion) => (
					<option key={suggestion} value={suggestion} />
				))}
			</datalist>
		</>
	);
}
