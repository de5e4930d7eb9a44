'use client';

import { TriangleAlert, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { Combobox, type ComboboxProps } from './combobox';

type ChoicesProps = Pick<
	ComboboxProps<string>,
	'options' | 'placeholder' | 'disabled' | 'onSearch' | 'searching' | 'createLabel'
> & {
	/** What they are: of the list of those that are chosen. */
	label: string;
	value: readonly string[];
	onChange: (value: string[]) => void;
	/** Takes what was typed as it is; several at once, as they are pasted. */
	onCreate?: (typed: string) => string[];
	/** What a chosen one is called; null: there is none of that name, which is said; undefined: not known yet. */
	nameOf?: (id: string) => string | null | undefined;
};

/** Chosen ones that are shown before one asks for all of them. */
const SHOWN = 60;

/** Several of many, each of them shown with its name; one that is not there (any more) stays, and says so, until it is taken away. */
export function Choices({ label, value, onChange, options, onCreate, nameOf, disabled, ...search }: ChoicesProps) {
	const t = useTranslations('common');
	const [all, showAll] = useState(false);
	const add = (ids: string[]) => onChange([...new Set([...value, ...ids])]);
	const named = nameOf ?? ((id: string) => options.find((option) => option.value === id)?.label ?? null);
	return (
		<div className="flex min-w-0 flex-col gap-2">
			<Combobox
				{...search}
				options={options.filter((option) => !value.includes(option.value))}
				value={undefined}
				onValueChange={(id) => add([id])}
				onCreate={onCreate && ((typed) => add(onCreate(typed)))}
				disabled={disabled}
				stays
			/>
			{value.length > 0 && (
				<ul aria-label={label} className="flex flex-wrap gap-1.5">
					{value.slice(0, all ? undefined : SHOWN).map((id) => {
						const name = named(id);
						const missing = name === null;
						return (
							<li
								key={id}
								className={cn(
									'inline-flex max-w-full items-center gap-1 rounded-md py-0.5 pr-0.5 pl-2 text-xs',
									missing ? 'bg-warning-soft text-warning' : 'bg-subtle text-ink',
									disabled && 'pr-2',
								)}
							>
								{missing && <TriangleAlert aria-hidden className="size-3 shrink-0" />}
								<span className="truncate">{missing ? t('notFound', { id }) : (name ?? id)}</span>
								{!disabled && (
									<button
										type="button"
										aria-label={t('takeAway', { name: name ?? id })}
										onClick={() => onChange(value.filter((other) => other !== id))}
										className={cn(
											'grid size-6 shrink-0 place-items-center rounded hover:bg-hover',
											missing ? 'text-warning' : 'text-ink-3 hover:text-ink',
										)}
									>
										<X aria-hidden className="size-3.5" />
									</button>
								)}
							</li>
						);
					})}
				</ul>
			)}
			{!all && value.length > SHOWN && (
				<Button variant="ghost" size="sm" className="self-start" onClick={() => showAll(true)}>
					{t('showAll', { n: value.length })}
				</Button>
			)}
		</div>
	);
}
