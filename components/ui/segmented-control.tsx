'use client';

import { ToggleGroup as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';

type SegmentedControlProps<V extends string> = {
	/** What is chosen here. */
	label: string;
	value: V;
	onValueChange: (value: V) => void;
	/** With `icon` alone the label is only read out. */
	options: readonly { value: V; label: string; icon?: ReactNode; iconOnly?: boolean; lang?: string }[];
	disabled?: boolean;
	className?: string;
};

/** Two to four choices that are seen at once. */
export function SegmentedControl<V extends string>({
	label,
	value,
	onValueChange,
	options,
	disabled,
	className,
}: SegmentedControlProps<V>) {
	return (
		<Radix.Root
			type="single"
			aria-label={label}
			value={value}
			disabled={disabled}
			onValueChange={(next) => {
				// Pressing the chosen one would leave none: it stays.
				const chosen = options.find((option) => option.value === next);
				if (chosen) onValueChange(chosen.value);
			}}
			className={cn('inline-flex rounded-lg bg-subtle p-0.5', className)}
		>
			{options.map((option) => (
				<Radix.Item
					key={option.value}
					value={option.value}
					lang={option.lang}
					aria-label={option.iconOnly ? option.label : undefined}
					className="flex h-7 flex-1 items-center justify-center gap-1.5 whitespace-nowrap rounded-md px-2.5 text-ink-2 text-xs transition-colors hover:text-ink disabled:opacity-50 data-[state=on]:bg-chosen data-[state=on]:font-medium data-[state=on]:text-ink data-[state=on]:shadow-sm [&_svg]:size-4"
				>
					{option.icon}
					{!option.iconOnly && option.label}
				</Radix.Item>
			))}
		</Radix.Root>
	);
}
