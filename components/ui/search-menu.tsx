'use client';

import { useTranslations } from 'next-intl';
import { Popover as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { plain, useListbox } from './use-listbox';

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
	const t = useTranslations('common');
	const [open, setOpen] = useState(false);
	const [typed, setTyped] = useState('');
	const query = plain(typed.trim());
	const found = groups
		.map((group) => ({
			...group,
			items: group.items.filter((item) => plain(`${group.label} ${item.label} ${item.help ?? ''}`).includes(query)),
		}))
		.filter(({ items }) => items.length > 0);
	const flat = found.flatMap(({ items }) => items);
	const change = (next: boolean) => {
		setOpen(next);
		setTyped('');
		setActive(0);
	};
	const take = (index: number) => {
		const item = flat[index];
		if (!item) return;
		change(false);
		onSelect(item.key);
	};
	const { list, setActive, inputProps, rowProps, onKeyDown } = useListbox({ rows: flat.length, open, take });
	return (
		<Radix.Root open={open} onOpenChange={change}>
			<Radix.Trigger asChild>{trigger}</Radix.Trigger>
			<Radix.Portal>
				<Radix.Content
					aria-label={label}
					align="start"
					sideOffset={4}
					collisionPadding={8}
					className="z-50 flex max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-1rem)] animate-rise flex-col overflow-hidden rounded-lg border border-line bg-raised text-ink shadow-lg focus:outline-none"
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
					<div role="listbox" id={list} tabIndex={-1} aria-label={label} className="min-h-0 overflow-y-auto p-1">
						{found.map((group) => (
							// biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox.
							<div key={group.label} role="group" aria-label={group.label}>
								<p aria-hidden className="px-2 pt-2 pb-1 font-medium text-ink-3 text-xs">
									{group.label}
								</p>
								{group.items.map((item) => (
									<div key={item.key} {...rowProps(flat.indexOf(item), false)}>
										<span className="min-w-0">
											<span className="block">{item.label}</span>
											{item.help && <span className="block text-ink-3 text-xs">{item.help}</span>}
										</span>
									</div>
								))}
							</div>
						))}
						{flat.length === 0 && <p className="px-2 py-3 text-center text-ink-3 text-sm">{t('noResults')}</p>}
					</div>
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	);
}
