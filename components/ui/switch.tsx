'use client';

import { Switch as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

type SwitchProps = Omit<ComponentProps<typeof Radix.Root>, 'children'> & {
	/** Without it an `aria-label` is needed. */
	label?: ReactNode;
	help?: ReactNode;
};

/** On or off, at once. In a form that is saved later a `Checkbox` says it better. */
export function Switch({ label, help, id, className, ...props }: SwitchProps) {
	const made = useId();
	const control = id ?? made;
	const toggle = (
		<Radix.Root
			{...props}
			id={control}
			aria-describedby={help ? `${control}-help` : props['aria-describedby']}
			className={cn(
				'relative h-5 w-8.5 shrink-0 rounded-full bg-control transition-colors disabled:opacity-50 data-[state=checked]:bg-accent',
				className,
			)}
		>
			<Radix.Thumb className="block size-4 translate-x-0.5 rounded-full bg-white shadow-sm transition-transform data-[state=checked]:translate-x-4" />
		</Radix.Root>
	);
	if (!label) return toggle;
	return (
		<div className="flex items-start justify-between gap-4">
			<div className="min-w-0">
				<label htmlFor={control} className="font-medium text-ink text-sm">
					{label}
				</label>
				{help && (
					<p id={`${control}-help`} className="text-ink-3 text-xs">
						{help}
					</p>
				)}
			</div>
			{toggle}
		</div>
	);
}
