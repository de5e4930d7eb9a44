'use client';

import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

type CheckboxProps = Omit<ComponentProps<typeof Radix.Root>, 'children' | 'onCheckedChange'> & {
	/** Without it an `aria-label` is needed. */
	label?: ReactNode;
	help?: ReactNode;
	onCheckedChange?: (checked: boolean) => void;
};

export function Checkbox({ label, help, id, className, onCheckedChange, ...props }: CheckboxProps) {
	const made = useId();
	const control = id ?? made;
	const box = (
		<Radix.Root
			{...props}
			id={control}
			aria-describedby={help ? `${control}-help` : props['aria-describedby']}
			onCheckedChange={(checked) => onCheckedChange?.(checked === true)}
			className={cn(
				'peer grid size-4 shrink-0 place-items-center rounded border border-control bg-surface text-on-accent transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
				Boolean(label) && 'mt-0.5',
				className,
			)}
		>
			<Radix.Indicator>
				{props.checked === 'indeterminate' ? (
					<Minus aria-hidden className="size-3" strokeWidth={3} />
				) : (
					<Check aria-hidden className="size-3" strokeWidth={3} />
				)}
			</Radix.Indicator>
		</Radix.Root>
	);
	if (!label) return box;
	return (
		<div className="flex items-start gap-2">
			{box}
			<div className="min-w-0">
				<label htmlFor={control} className="text-ink text-sm">
					{label}
				</label>
				{help && (
					<p id={`${control}-help`} className="text-ink-3 text-xs">
						{help}
					</p>
				)}
			</div>
		</div>
	);
}
