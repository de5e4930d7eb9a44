import type { ReactNode } from 'react';
import { cn } from './cn';

/** At the foot of a form, in sight however long it is: what can be done with it. */
export function FormBar({
	note,
	className,
	children,
}: {
	/** At the left, read out when it changes: what is not saved yet. */
	note?: string;
	className?: string;
	children: ReactNode;
}) {
	return (
		<div
			className={cn(
				'sticky bottom-0 z-10 -mx-4 flex items-center justify-end gap-3 border-line border-t bg-canvas/95 px-4 py-3 backdrop-blur sm:mx-0 sm:px-0',
				className,
			)}
		>
			{note !== undefined && (
				<p aria-live="polite" className="mr-auto text-ink-3 text-xs">
					{note}
				</p>
			)}
			{children}
		</div>
	);
}
