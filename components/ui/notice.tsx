import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const LOOK = {
	info: { icon: Info, className: 'bg-accent-soft text-accent-ink' },
	success: { icon: CircleCheck, className: 'bg-success-soft text-success' },
	warning: { icon: TriangleAlert, className: 'bg-warning-soft text-warning' },
	danger: { icon: CircleAlert, className: 'bg-danger-soft text-danger' },
} as const;

type NoticeProps = {
	tone?: keyof typeof LOOK;
	/** Read out at once when it appears. */
	alert?: boolean;
	className?: string;
	children: ReactNode;
};

/** Something to know, in the page. What passes by itself is a toast. */
export function Notice({ tone = 'info', alert, className, children }: NoticeProps) {
	const { icon: Drawing, className: look } = LOOK[tone];
	return (
		<div
			role={alert ? 'alert' : undefined}
			className={cn('flex items-start gap-2.5 rounded-lg px-3.5 py-2.5 text-sm', look, className)}
		>
			<Drawing aria-hidden className="mt-0.5 size-4 shrink-0" />
			<div className="min-w-0">{children}</div>
		</div>
	);
}
