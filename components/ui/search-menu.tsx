'use client';

import type { ReactNode } from 'react';
import { SearchPopover } from './search-popover';
import { plain } from './use-listbox';

export type SearchMenuGroup<K extends string> = {
	label: string;
	items: readonly { key: K; label: string /** A second, quieter line; searched too. */; help?: string }[];
};

type SearchMenuProps<K extends string> = {
	trigger: ReactNode;
	/** Read out when it opens. */
	label: string;
	groups: readonly SearchMenuGroup<K>[];
	onSelect: (key: K) => void;
};

/** Something to add, from a few groups, found by typing. */
export function SearchMenu<K extends string>({ trigger, label, groups, onSelect }: SearchMenuProps<K>) {
	const all = groups.flatMap((group) => group.items.map((item) => ({ group, item })));
	return (
		<SearchPopover
			trigger={trigger}
			label={label}
			find={(typed) =>
				all.filter(({ group, item }) => plain(`${group.label} ${item.label} ${item.help ?? ''}`).includes(plain(typed)))
			}
			onTake={({ item }) => onSelect(item.key)}
			className="max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-1rem)]"
		>
			{(rows, rowProps) =>
				[...new Set(rows.map(({ group }) => group))].map((group) => (
					// biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox.
					<div key={group.label} role="group" aria-label={group.label}>
						<p aria-hidden className="px-2 pt-2 pb-1 font-medium text-ink-3 text-xs">
							{group.label}
						</p>
						{rows.map(
							(row, index) =>
								row.group === group && (
									<div key={row.item.key} {...rowProps(index, false)}>
										<span className="min-w-0">
											<span className="block">{row.item.label}</span>
											{row.item.help && <span className="block text-ink-3 text-xs">{row.item.help}</span>}
										</span>
									</div>
								),
						)}
					</div>
				))
			}
		</SearchPopover>
	);
}
