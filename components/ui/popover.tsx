'use client';

import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';

type PopoverProps = {
	trigger: ReactNode;
	open?: boolean;
	onOpenChange?: (open: boolean) => void;
	align?: 'start' | 'center' | 'end';
	side?: 'top' | 'right' | 'bottom' | 'left';
	/** Read out when it opens. */
	label: string;
	className?: string;
	children: ReactNode;
};

export function Popover({
	trigger,
	open,
	onOpenChange,
	align = 'start',
	side,
	label,
	className,
	children,
}: PopoverProps) {
	return (
		<Radix.Root open={open} onOpenChange={onOpenChange}>
			<Radix.Trigger asChild>{trigger}</Radix.Trigger>
			<Radix.Portal>
				<Radix.Content
					aria-label={label}
					align={align}
					side={side}
					sideOffset={4}
					collisionPadding={8}
					className={cn(
						'z-50 max-h-(--radix-popover-content-available-height) w-72 max-w-[calc(100vw-1rem)] animate-rise overflow-y-auto rounded-lg border border-line bg-raised p-3 text-ink shadow-lg focus:outline-none',
						className,
					)}
				>
					{children}
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	);
}
