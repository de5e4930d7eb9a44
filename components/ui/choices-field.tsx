'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Combobox, type ComboboxOption } from './combobox';
import { Field } from './field';

type ChoicesFieldProps = {
	label: string;
	/** What none chosen means. */
	help: string;
	placeholder: string;
	error?: string | undefined;
	options: readonly ComboboxOption[];
	value: readonly string[];
	onChange: (value: string[]) => void;
	disabled?: boolean;
};

/** Several of many, each of them shown; one that is no longer offered is kept by its id until it is taken away. */
export function ChoicesField({ label, help, placeholder, error, options, value, onChange, disabled }: ChoicesFieldProps) {
	const t = useTranslations('common');
	const nameOf = (id: string) => options.find((option) => option.value === id)?.label ?? id;
	return (
		<div className="flex min-w-0 flex-col gap-2">
			<Field label={label} help={help} error={error}>
				<Combobox
					options={options.filter((option) => !value.includes(option.value))}
					value={undefined}
					onValueChange={(id) => onChange([...value, id])}
					placeholder={placeholder}
					disabled={disabled}
				/>
			</Field>
			{value.length > 0 && (
				<ul aria-label={label} className="flex flex-wrap gap-1.5">
					{value.map((id) => (
						<li
							key={id}
							className="inline-flex max-w-full items-center gap-1 rounded-md bg-subtle py-0.5 pr-0.5 pl-2 text-ink text-xs"
						>
							<span className="truncate">{nameOf(id)}</span>
							{!disabled && (
								<button
									type="button"
									aria-label={t('takeAway', { name: nameOf(id) })}
									onClick={() => onChange(value.filter((other) => other !== id))}
									className="grid size-6 shrink-0 place-items-center rounded text-ink-3 hover:bg-hover hover:text-ink"
								>
									<X aria-hidden className="size-3.5" />
								</button>
							)}
						</li>
					))}
				</ul>
			)}
		</div>
	);
}
