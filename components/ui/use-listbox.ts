'use client';

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { cn } from './cn';

/** A list below a text field that keeps the focus: arrow keys, Enter and the pointer choose; -1: no row is active. */
export function useListbox({ rows, open, take }: { rows: number; open: boolean; take: (index: number) => void }) {
	const list = useId();
	const [active, setActive] = useState(0);
	const activeRow = useRef<HTMLDivElement>(null);

	useEffect(() => {
		if (open && active >= 0) activeRow.current?.scrollIntoView({ block: 'nearest' });
	}, [open, active]);

	return {
		list,
		setActive,
		/** Of the text field. */
		inputProps: {
			role: 'combobox',
			'aria-expanded': open,
			'aria-controls': list,
			'aria-activedescendant': open && rows > 0 && active >= 0 ? `${list}-${active}` : undefined,
			'aria-autocomplete': 'list',
		} as const,
		/** Whether the key was meant for the list. */
		onKeyDown: (event: KeyboardEvent): boolean => {
			if (event.key === 'ArrowDown') setActive(rows === 0 ? 0 : (active + 1) % rows);
			else if (event.key === 'ArrowUp') setActive(active <= 0 ? rows - 1 : active - 1);
			else if (event.key === 'Enter' && active >= 0) take(active);
			else return false;
			event.preventDefault();
			return true;
		},
		rowProps: (index: number, chosen: boolean) => ({
			id: `${list}-${index}`,
			role: 'option',
			tabIndex: -1,
			'aria-selected': chosen,
			ref: index === active ? activeRow : undefined,
			onPointerMove: () => setActive(index),
			onClick: () => take(index),
			className: cn(
				'flex cursor-default items-center gap-2 rounded-md px-2 py-1.5 text-sm',
				index === active && 'bg-hover',
			),
		}),
	};
}

/** Search and accents apart: “reexp” finds “Réexpédition”. */
export function plain(words: string): string {
	return words
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.toLowerCase();
}
