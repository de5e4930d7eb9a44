import type { ReactNode } from 'react';
import { cn } from './cn';

type CardProps = {
	title?: ReactNode;
	description?: ReactNode;
	actions?: ReactNode;
	footer?: ReactNode;
	className?: string;
	children: ReactNode;
};

/** A part of a page with a heading of its own. */
export function Card({ title, description, actions, footer, className, children }: CardProps) {
	return (
		<section className={cn('rounded-xl border border-line bg-surface', className)}>
			{(title || actions) && (
				<header className="flex flex-wrap items-start justify-between gap-3 px-5 pt-4">
					<div className="min-w-0">
						{title && <h2 className="font-semibold text-base text-ink">{title}</h2>}
						{description && <p className="mt-0.5 max-w-prose text-ink-3 text-sm">{description}</p>}
					</div>
					{actions}
				</header>
			)}
			<div className="px-5 py-4">{children}</div>
			{footer && (
				<footer className="flex items-center justify-end gap-3 border-line border-t px-5 py-3">{footer}</footer>
			)}
		</section>
	);
}
