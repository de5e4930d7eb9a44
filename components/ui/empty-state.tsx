import type { ReactNode } from 'react';
import { cn } from './cn';
import { Icon } from './icon';

type EmptyStateProps = {
	icon?: string;
	title: ReactNode;
	/** Why it is empty, and what would fill it. */
	description?: ReactNode;
	/** The one thing to do next. */
	action?: ReactNode;
	className?: string;
};

export function EmptyState({ icon, title, description, action, className }: EmptyStateProps) {
	return (
		<div
			className={cn(
				'flex flex-col items-center rounded-lg border border-line border-dashed px-6 py-12 text-center',
				className,
			)}
		>
			{icon && (
				<span className="mb-3 grid size-10 place-items-center rounded-lg bg-subtle text-ink-3">
					<Icon name={icon} className="size-5" />
				</span>
			)}
			<p className="font-medium text-ink">{title}</p>
			{description && <p className="mt-1 max-w-md text-balance text-ink-2 text-sm">{description}</p>}
			{action && <div className="mt-4">{action}</div>}
		</div>
	);
}
