'use client';

import { useTranslations } from 'next-intl';
import { Popover as Radix } from 'radix-ui';
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { cn } from './cn';
import { useListbox } from './use-listbox';

type RowProps = ReturnType<ReturnType<typeof useListbox>['rowProps']>;

type SearchPopoverProps<R> = {
	/** The button that opens it. */
	trigger: ReactNode;
	/** Read out when it opens. */
	label: string;
	/** The rows for what was typed, in order; of rows that are looked for elsewhere, those that were found. */
	find: (typed: string) => readonly R[];
	onTake: (row: R) => void;
	/** What is typed, as it is typed, and nothing when it opens: for rows that are looked for elsewhere. */
	onType?: ((typed: string) => void) | undefined;
	/** They are being looked for. */
	searching?: boolean | undefined;
	/** Stays open when one is taken: for several. */
	stays?: boolean | undefined;
	/** The row that is gone to when it opens. */
	startAt?: number;
	className?: string;
	children: (rows: readonly R[], rowProps: (index: number, chosen: boolean) => RowProps) => ReactNode;
};

/** A list that opens from a button, found by typing. Arrow keys, Enter, Escape; announced as a combobox with a list. */
export function SearchPopover<R>(props: SearchPopoverProps<R>) {
	const { trigger, label, find, onTake, onType, searching, stays, startAt = 0, className, children } = props;
	const t = useTranslations('common');
	const [open, setOpen] = useState(false);
	const [typed, setTyped] = useState('');
	const rows = find(typed.trim());
	const type = (text: string) => {
		setTyped(text);
		onType?.(text.trim());
	};
	const change = (next: boolean) => {
		setOpen(next);
		if (next) type('');
		else setTyped('');
		setActive(startAt);
	};
	const take = (index: number) => {
		const row = rows[index];
		if (row === undefined) return;
		onTake(row);
		if (!stays) return change(false);
		// Who looked for one looks for the next from the top; who went down the list goes on there.
		if (typed !== '') setActive(0);
		type('');
	};
	const { list, setActive, inputProps, rowProps, ...listbox } = useListbox({ rows: rows.length, open, take });
	const onKeyDown = (event: KeyboardEvent) => {
		if (listbox.onKeyDown(event) || typed !== '') return;
		if (event.key === 'Home') setActive(0);
		else if (event.key === 'End') setActive(rows.length - 1);
		else return;
		event.preventDefault();
	};
	// The field has one line, and would glue a column of a spreadsheet together.
	const onPaste = (event: ClipboardEvent) => {
		const text = event.clipboardData.getData('text');
		if (!/[\r\n]/.test(text)) return;
		event.preventDefault();
		type(text.trim().replace(/[\r\n]+/g, ' '));
	};
	return (
		<Radix.Root open={open} onOpenChange={change}>
			<Radix.Trigger asChild>{trigger}</Radix.Trigger>
			<Radix.Portal>
				<Radix.Content
					aria-label={label}
					align="start"
					sideOffset={4}
					collisionPadding={8}
					className={cn(
						'z-50 flex animate-rise flex-col overflow-hidden rounded-lg border border-line bg-raised text-ink shadow-lg focus:outline-none',
						className,
					)}
				>
					<input
						{...inputProps}
						aria-label={t('search')}
						placeholder={t('search')}
						value={typed}
						onChange={(event) => {
							type(event.target.value);
							setActive(0);
						}}
						onKeyDown={onKeyDown}
						onPaste={onPaste}
						className="h-10 shrink-0 border-line border-b bg-transparent px-3 text-lg outline-none sm:h-9 sm:text-sm"
					/>
					<div
						role="listbox"
						id={list}
						tabIndex={-1}
						aria-label={label}
						aria-busy={searching}
						className="min-h-0 overflow-y-auto p-1"
					>
						{children(rows, rowProps)}
						{rows.length === 0 && (
							<p role="status" className="px-2 py-3 text-center text-ink-3 text-sm">
								{t(searching ? 'loading' : 'noResults')}
							</p>
						)}
					</div>
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	);
}
