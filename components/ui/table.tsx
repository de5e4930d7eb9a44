import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

type TableProps = {
	/** Read out before the table. */
	label: string;
	className?: string;
	children: ReactNode;
};

/** Scrolls sideways inside itself when it is wider than the page; the page never does. */
export function Table({ label, className, children }: TableProps) {
	return (
		<section
			aria-label={label}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1).
			tabIndex={0}
			className={cn('relative overflow-x-auto rounded-lg border border-line bg-surface', className)}
		>
			<table className="w-full border-collapse text-left text-sm">{children}</table>
		</section>
	);
}

export function Thead({ children }: { children: ReactNode }) {
	return (
		<thead className="border-line border-b text-ink-3 text-xs">
			<tr>{children}</tr>
		</thead>
	);
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
	return (
		<th
			scope="col"
			{...props}
			className={cn('h-9 whitespace-nowrap px-3 font-medium first:pl-4 last:pr-4', className)}
		/>
	);
}

export function Tbody({ children }: { children: ReactNode }) {
	return <tbody className="divide-y divide-line">{children}</tbody>;
}

export function Tr({ className, ...props }: ComponentProps<'tr'>) {
	return <tr {...props} className={cn('transition-colors has-[a:hover]:bg-hover/60', className)} />;
}

/** `numeric` aligns figures so that they can be compared. */
export function Td({ numeric, className, ...props }: ComponentProps<'td'> & { numeric?: boolean }) {
	return (
		<td
			{...props}
			className={cn('px-3 py-2.5 align-middle first:pl-4 last:pr-4', numeric && 'text-right tabular-nums', className)}
		/>
	);
}
