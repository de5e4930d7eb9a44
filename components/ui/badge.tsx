import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { cn } from './cn';

const badgeClass = cva(
	'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-full px-2 font-medium text-2xs [&_svg]:size-3',
	{
		variants: {
			tone: {
				neutral: 'bg-subtle text-ink-2',
				accent: 'bg-accent-soft text-accent-ink',
				success: 'bg-success-soft text-success',
				warning: 'bg-warning-soft text-warning',
				danger: 'bg-danger-soft text-danger',
				outline: 'border border-line-strong text-ink-2',
			},
		},
		defaultVariants: { tone: 'neutral' },
	},
);

export type BadgeTone = NonNullable<VariantProps<typeof badgeClass>['tone']>;

/** A state in a word. `dot` adds a coloured dot: the word alone must be enough. */
export function Badge({
	tone,
	dot,
	className,
	children,
}: {
	tone?: BadgeTone;
	dot?: boolean;
	className?: string;
	children: ReactNode;
}) {
	return (
		<span className={cn(badgeClass({ tone }), className)}>
			{dot && <span aria-hidden className="size-1.5 rounded-full bg-current" />}
			{children}
		</span>
	);
}
