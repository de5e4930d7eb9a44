import type { ReactNode } from 'react';
import { cn } from './cn';

type StatProps = {
	label: ReactNode;
	/** Written for the reader's language already. */
	value: ReactNode;
	/** What it is of, or how it moved. */
	hint?: ReactNode;
	tone?: 'plain' | 'success' | 'warning' | 'danger';
	className?: string;
};

const TONE = { plain: 'text-ink', success: 'text-success', warning: 'text-warning', danger: 'text-danger' } as const;

/** One figure with its name. Put several in a `<dl>`. */
export function Stat({ label, value, hint, tone = 'plain', className }: StatProps) {
	return (
		<div className={cn('flex min-w-0 flex-col', className)}>
			<dt className="truncate text-ink-3 text-xs">{label}</dt>
			<dd className={cn('mt-0.5 font-semibold text-xl tabular-nums tracking-tight', TONE[tone])}>{value}</dd>
			{hint && <dd className="text-ink-3 text-xs">{hint}</dd>}
		</div>
	);
}
