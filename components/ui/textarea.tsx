'use client';

import type { ComponentProps } from 'react';
import { cn } from './cn';
import { controlClass } from './control';
import { useFieldControl } from './field';

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
	const wiring = useFieldControl(props);
	return (
		<textarea
			rows={3}
			{...props}
			{...wiring}
			className={cn(controlClass, 'field-sizing-content min-h-16 px-2.5 py-1.5', className)}
		/>
	);
}
