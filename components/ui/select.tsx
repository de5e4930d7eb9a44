'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { controlClass } from './control';
import { useFieldControl } from './field';

export type SelectOption<V extends string = string> = {
	value: V;
	label: string;
	/** A second, quieter line. */
	help?: string;
	icon?: ReactNode;
	disabled?: boolean;
};

type SelectProps<V extends string> = {
	options: readonly SelectOption<V>[];
	value: V | undefined;
	onValueChange: (value: V) => void;
	placeholder?: string;
	disabled?: boolean;
	/** Sent with a plain form. */
	name?: string;
	id?: string;
	/** When no `Field` labels it. */
	'aria-label'?: string;
	size?: 'sm' | 'md';
	className?: string;
};

/** One of a few options. For more than a dozen use `Combobox`. */
export function Select<V extends string>({
	options,
	value,
	onValueChange,
	placeholder,
	disabled,
	name,
	size = 'md',
	className,
	...props
}: SelectProps<V>) {
	const wiring = useFieldControl(props);
	return (
		<Radix.Root
			value={value ?? ''}
			onValueChange={(next) => {
				const chosen = options.find((option) => option.value === next);
				if (chosen) onValueChange(chosen.value);
			}}
			disabled={disabled}
			name={name}
		>
			<Radix.Trigger
				{...wiring}
				aria-label={props['aria-label']}
				className={cn(
					controlClass,
					'flex items-center justify-between gap-2 px-2.5 text-left data-placeholder:text-ink-3 [&>span:first-child]:truncate',
					size === 'sm' ? 'h-7 sm:text-xs' : 'h-9 sm:h-8',
					className,
				)}
			>
				<Radix.Value placeholder={placeholder} />
				<Radix.Icon asChild>
					<ChevronDown aria-hidden className="size-4 shrink-0 text-ink-3" />
				</Radix.Icon>
			</Radix.Trigger>
			<Radix.Portal>
				<Radix.Content
					position="popper"
					sideOffset={4}
					collisionPadding={8}
					className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-96 animate-rise overflow-hidden rounded-lg border border-line bg-raised shadow-lg"
				>
					<Radix.Viewport className="p-1">
						{options.map((option) => (
							<Radix.Item
								key={option.value}
								value={option.value}
								disabled={option.disabled}
								className="relative flex cursor-default select-none items-start gap-2 rounded-md py-1.5 pr-8 pl-2 text-ink text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-hover"
							>
								{option.icon}
								<span className="min-w-0">
									<Radix.ItemText>{option.label}</Radix.ItemText>
									{option.help && <span className="block text-ink-3 text-xs">{option.help}</span>}
								</span>
								<Radix.ItemIndicator className="absolute right-2">
									<Check aria-hidden className="mt-0.5 size-4 text-accent-ink" />
								</Radix.ItemIndicator>
							</Radix.Item>
						))}
					</Radix.Viewport>
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	);
}
