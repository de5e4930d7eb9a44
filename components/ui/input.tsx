'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { controlClass } from './control';
import { useFieldControl } from './field';

type InputProps = ComponentProps<'input'> & {
	/** An icon or a unit inside the field. */
	leading?: ReactNode;
	trailing?: ReactNode;
};

export function Input({ leading, trailing, className, ...props }: InputProps) {
	const wiring = useFieldControl(props);
	const input = (
		<input
			{...props}
			{...wiring}
			className={cn(
				controlClass,
				'h-9 px-2.5 sm:h-8',
				Boolean(leading) && 'pl-8',
				Boolean(trailing) && 'pr-9',
				className,
			)}
		/>
	);
	if (!leading && !trailing) return input;
	return (
		<span className="relative block w-full">
			{leading && (
				<span className="pointer-events-none absolute inset-y-0 left-0 grid w-8 place-items-center text-ink-3 [&_svg]:size-4">
					{leading}
				</span>
			)}
			{input}
			{trailing && (
				<span className="absolute inset-y-0 right-0 flex items-center pr-1 text-ink-3 text-xs">{trailing}</span>
			)}
		</span>
	);
}
