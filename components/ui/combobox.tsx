'use client';

import { Check, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover as Radix } from 'radix-ui';
import { type KeyboardEvent, useState } from 'react';
import { cn } from './cn';
import { controlClass } from './control';
import { useFieldControl } from './field';
import { plain, useListbox } from './use-listbox';

export type ComboboxOption<V extends string = string> = {
	value: V;
	label: string;
	/** Quieter, at the right; searched too. */
	hint?: string;
};

type ComboboxProps<V extends string> = {
	options: readonly ComboboxOption<V>[];
	value: V | undefined;
	onValueChange: (value: V) => void;
	/** Lets what was typed be taken as it is (an event of one's own). */
	onCreate?: (typed: string) => void;
	/** Words of that line, with what was typed. */
	createLabel?: (typed: string) => string;
	placeholder?: string;
	disabled?: boolean;
	id?: string;
	'aria-label'?: string;
	className?: string;
};

/** Enough to choose from; more would only slow the list down, and typing two letters brings the rest. */
const SHOWN = 80;

/** One of many, found by typing. Arrow keys, Enter, Escape; announced as a combobox with a list. */
export function Combobox<V extends string>(props: ComboboxProps<V>) {
	const { options, value, onValueChange, onCreate, createLabel, placeholder, disabled, className } = props;
	const t = useTranslations('common');
	// A button may not be “required”; the form says so when nothing was chosen.
	const { 'aria-required': _, ...wiring } = useFieldControl(props);
	const [open, setOpen] = useState(false);
	const [typed, setTyped] = useState('');

	const query = plain(typed.trim());
	const found = options
		.filter((option) => plain(`${option.label} ${option.hint ?? ''}`).includes(query))
		.slice(0, SHOWN);
	const creatable =
		onCreate !== undefined && typed.trim() !== '' && !options.some((option) => option.value === typed.trim());
	const rows = found.length + (creatable ? 1 : 0);
	const selected = options.find((option) => option.value === value);
	const shown = selected?.label ?? value;

	const change = (next: boolean) => {
		setOpen(next);
		setTyped('');
		setActive(
			Math.max(
				0,
				options.slice(0, SHOWN).findIndex((option) => option.value === value),
			),
		);
	};
	const take = (index: number) => {
		const option = found[index];
		if (option) onValueChange(option.value);
		else if (creatable) onCreate(typed.trim());
		else return;
		change(false);
	};
	const { list, setActive, inputProps, rowProps, ...listbox } = useListbox({ rows, open, take });
	const onKeyDown = (event: KeyboardEvent) => {
		if (listbox.onKeyDown(event) || typed !== '') return;
		if (event.key === 'Home') setActive(0);
		else if (event.key === 'End') setActive(rows - 1);
		else return;
		event.preventDefault();
	};

	return (
		<Radix.Root open={open} onOpenChange={change}>
			<Radix.Trigger asChild>
				<button
					type="button"
					{...wiring}
					aria-label={props['aria-label']}
					disabled={disabled}
					className={cn(controlClass, 'flex h-9 items-center justify-between gap-2 px-2.5 text-left sm:h-8', className)}
				>
					<span className={cn('truncate', !shown && 'text-ink-3')}>{shown || placeholder || t('choose')}</span>
					<ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-3" />
				</button>
			</Radix.Trigger>
			<Radix.Portal>
				<Radix.Content
					aria-label={props['aria-label'] ?? placeholder ?? t('choose')}
					align="start"
					sideOffset={4}
					collisionPadding={8}
					className="z-50 flex max-h-80 w-(--radix-popover-trigger-width) min-w-64 animate-rise flex-col overflow-hidden rounded-lg border border-line bg-raised text-ink shadow-lg focus:outline-none"
				>
					<input
						{...inputProps}
						aria-label={t('search')}
						placeholder={t('search')}
						value={typed}
						onChange={(event) => {
							setTyped(event.target.value);
							setActive(0);
						}}
						onKeyDown={onKeyDown}
						className="h-10 shrink-0 border-line border-b bg-transparent px-3 text-lg outline-none sm:h-9 sm:text-sm"
					/>
					<div role="listbox" id={list} tabIndex={-1} aria-label={t('choose')} className="min-h-0 overflow-y-auto p-1">
						{found.map((option, index) => (
							<div key={option.value} {...rowProps(index, option.value === value)}>
								<span className="min-w-0 flex-1 truncate">{option.label}</span>
								{option.hint && <span className="shrink-0 text-ink-3 text-xs">{option.hint}</span>}
								{option.value === value && <Check aria-hidden className="size-4 shrink-0 text-accent-ink" />}
							</div>
						))}
						{creatable && <div {...rowProps(found.length, false)}>{createLabel?.(typed.trim()) ?? typed.trim()}</div>}
						{rows === 0 && <p className="px-2 py-3 text-center text-ink-3 text-sm">{t('noResults')}</p>}
					</div>
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	);
}
