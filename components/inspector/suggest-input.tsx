'use client';

import { useTranslations } from 'next-intl';
import { Popover as Radix } from 'radix-ui';
import { useRef, useState } from 'react';
import { Input } from '@/components/ui/input';
import { plain, useListbox } from '@/components/ui/use-listbox';

export type Suggestion = {
	value: string;
	/** What it is called, where that is not what is kept. */
	label?: string;
	/** A second, quieter line: its type, how often it came in. */
	hint?: string;
};

type SuggestInputProps = {
	value: string;
	onChange: (value: string) => void;
	suggestions: readonly Suggestion[];
	placeholder?: string | undefined;
	'aria-label'?: string;
	inputMode?: 'decimal' | 'text';
	className?: string;
};

const SHOWN = 40;

/** Free text with suggestions: names that the retailer's systems send are known only by example. */
export function SuggestInput({ value, onChange, suggestions, ...props }: SuggestInputProps) {
	const t = useTranslations('common');
	const label = (props['aria-label'] ?? props.placeholder) || t('choose');
	const field = useRef<HTMLInputElement>(null);
	const [wanted, setWanted] = useState(false);
	// Letters stand as they are typed: only what was chosen, or left, is shown by its label.
	const [typing, setTyping] = useState(false);
	// What was chosen before stands among the others when it is opened again.
	const chosen = suggestions.find((one) => one.value === value);
	const query = chosen ? '' : plain(value.trim());
	const found = suggestions
		.filter(({ value, label = '' }) => plain(value).includes(query) || plain(label).includes(query))
		.slice(0, SHOWN);
	const open = wanted && found.length > 0;
	const take = (index: number) => {
		const one = found[index];
		if (one) onChange(one.value);
		setWanted(false);
		setTyping(false);
	};
	const { list, setActive, inputProps, rowProps, onKeyDown } = useListbox({ rows: found.length, open, take });
	const show = () => {
		setWanted(true);
		// Enter keeps what was typed, unless a line was gone to.
		setActive(-1);
	};
	return (
		<Radix.Root open={open} onOpenChange={setWanted}>
			<Radix.Anchor asChild>
				<div className="min-w-24 flex-1">
					<Input
						{...props}
						{...inputProps}
						ref={field}
						value={typing ? value : (chosen?.label ?? value)}
						onChange={(event) => {
							const typed = event.target.value;
							setTyping(true);
							onChange(typed);
							// Written out, it needs no suggestion any more.
							if (suggestions.some((one) => one.value === typed)) setWanted(false);
							else show();
						}}
						onClick={show}
						onBlur={() => {
							setWanted(false);
							setTyping(false);
						}}
						onKeyDown={(event) => {
							if (open) onKeyDown(event);
							else if (event.key === 'ArrowDown') {
								event.preventDefault();
								show();
							}
						}}
						autoComplete="off"
						spellCheck={false}
					/>
				</div>
			</Radix.Anchor>
			<Radix.Portal>
				<Radix.Content
					aria-label={label}
					align="start"
					sideOffset={4}
					collisionPadding={8}
					onOpenAutoFocus={(event) => event.preventDefault()}
					onCloseAutoFocus={(event) => event.preventDefault()}
					onInteractOutside={(event) => {
						if (event.target === field.current) event.preventDefault();
					}}
					// The field keeps the focus, whatever is clicked here.
					onMouseDown={(event) => event.preventDefault()}
					className="z-50 max-h-72 w-(--radix-popover-trigger-width) min-w-72 max-w-[calc(100vw-1rem)] animate-rise overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-lg focus:outline-none"
				>
					<div role="listbox" id={list} tabIndex={-1} aria-label={label}>
						{found.map((one, index) => (
							<div key={one.value} {...rowProps(index, one.value === value)}>
								<span className="min-w-0 flex-1">
									<span className="block truncate">{one.label ?? one.value}</span>
									{one.hint && <span className="block truncate text-ink-3 text-xs">{one.hint}</span>}
								</span>
							</div>
						))}
					</div>
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	);
}
