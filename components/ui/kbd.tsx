import type { ReactNode } from 'react';
import { cn } from './cn';

export function Kbd({ children, tone = 'plain' }: { children: ReactNode; tone?: 'plain' | 'inverse' }) {
	return (
		<kbd
			className={cn(
				'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border px-1 font-sans text-2xs',
				tone === 'plain' ? 'border-line-strong bg-subtle text-ink-2' : 'border-current/40',
			)}
		>
			{children}
		</kbd>
	);
}
