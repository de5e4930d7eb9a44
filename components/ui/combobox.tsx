'use client';

import { Check, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from './cn';
import { controlClass } from './control';
import { useFieldControl } from './field';
import { SearchPopover } from './search-popover';
import { plain } from './use-listbox';

export type ComboboxOption<V extends string = string> = {
	value: V;
	label: string;
	/** Quieter, at the right; searched too. */
	hint?: string;
};

export type ComboboxProps<V extends string> = {
	options: readonly ComboboxOption<V>[];
	value: V | undefined;
	/** What the chosen one is called when it is not among the options. */
	shown?: string | undefined;
	onValueChange: (value: V) => void;
	/** Options are looked for elsewhere as one types; `options` is what was found last. */
	onSearch?: ((typed: string) => void) | undefined;
	searching?: boolean | undefined;
	/** Lets what was typed be taken as it is (an event of one's own). */
	onCreate?: ((typed: string) => void) | undefined;
	/** Words of that line, with what was typed. */
	createLabel?: ((typed: string) => string) | undefined;
	/** Stays open when one is chosen: for several. */
	stays?: boolean | undefined;
	placeholder?: string | undefined;
	disabled?: boolean | undefined;
	id?: string;
	'aria-label'?: string | undefined;
	className?: string | undefined;
};

/** Enough to choose from; more would only slow the list down, and typing two letters brings the rest. */
const SHOWN = 80;

/** One of many, found by typing. */
export function Combobox<V extends string>(props: ComboboxProps<V>) {
	const { options, value, onValueChange, onSearch, searching, onCreate, createLabel, stays } = props;
	const t = useTranslations('common');
	// A button may not be “required”; the form says so when nothing was chosen.
	const { 'aria-required': _, ...wiring } = useFieldControl(props);
	const placeholder = props.placeholder || t('choose');
	const shown = options.find((option) => option.value === value)?.label ?? props.shown ?? value;
	const find = (typed: string) => {
		const query = plain(typed);
		const found = onSearch
			? options
			: options.filter((option) => plain(`${option.label} ${option.hint ?? ''}`).includes(query)).slice(0, SHOWN);
		const creatable = onCreate && typed !== '' && !options.some((option) => option.value === typed);
		return [...found.map((option) => ({ option })), ...(creatable ? [{ create: typed }] : [])];
	};
	return (
		<SearchPopover
			trigger={
				<button
					type="button"
					{...wiring}
					aria-label={props['aria-label']}
					disabled={props.disabled}
					className={cn(
						controlClass,
						'flex h-9 items-center justify-between gap-2 px-2.5 text-left sm:h-8',
						props.className,
					)}
				>
					<span className={cn('truncate', !shown && 'text-ink-3')}>{shown || placeholder}</span>
					<ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-3" />
				</button>
			}
			label={props['aria-label'] ?? placeholder}
			find={find}
			onTake={(row) => ('option' in row ? onValueChange(row.option.value) : onCreate?.(row.create))}
			onType={onSearch}
			searching={searching}
			stays={stays}
			startAt={Math.max(
				0,
				options.slice(0, SHOWN).findIndex((option) => option.value === value),
			)}
			className="max-h-80 w-(--radix-popover-trigger-width) min-w-64"
		>
			{(rows, rowProps) =>
				rows.map((row, index) =>
					'option' in row ? (
						<div key={row.option.value} {...rowProps(index, row.option.value === value)}>
							<span className="min-w-0 flex-1 truncate">{row.option.label}</span>
							{row.option.hint && <span className="shrink-0 text-ink-3 text-xs">{row.option.hint}</span>}
							{row.option.value === value && <Check aria-hidden className="size-4 shrink-0 text-accent-ink" />}
						</div>
					) : (
						<div key=" create" {...rowProps(index, false)}>
							{createLabel?.(row.create) ?? row.create}
						</div>
					),
				)
			}
		</SearchPopover>
	);
}
