'use client';

import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd';

export function TooltipProvider({ children }: { children: ReactNode }) {
	return (
		<Radix.Provider delayDuration={350} skipDelayDuration={150}>
			{children}
		</Radix.Provider>
	);
}

type TooltipProps = {
	content: ReactNode;
	shortcut?: string;
	side?: 'top' | 'right' | 'bottom' | 'left';
	/** One element that can hold focus. */
	children: ReactNode;
};

/** Says more about a control; never the only place where something is said. */
export function Tooltip({ content, shortcut, side, children }: TooltipProps) {
	return (
		<Radix.Root>
			<Radix.Trigger asChild>{children}</Radix.Trigger>
			<Radix.Portal>
				<Radix.Content
					side={side}
					sideOffset={6}
					collisionPadding={8}
					className="z-60 flex max-w-72 animate-appear items-center gap-2 rounded-md bg-ink px-2 py-1 text-canvas text-xs shadow-lg"
				>
					{content}
					{shortcut && <Kbd tone="inverse">{shortcut}</Kbd>}
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	);
}
