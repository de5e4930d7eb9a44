'use client';

import type { ReactNode } from 'react';
import { Input } from '@/components/ui/input';

/** Words and small controls in one line, as in a sentence. */
export function Line({ children }: { children: ReactNode }) {
	return <div className="flex flex-wrap items-center gap-1.5 text-ink-2 text-xs [&>button]:w-auto">{children}</div>;
}

type SmallNumberProps = {
	'aria-label': string;
	value: number;
	onChange: (n: number) => void;
	/** Smallest step; whole numbers by default. */
	step?: number;
	suffix?: string;
};

/** A number from nought. */
export function SmallNumber({ value, onChange, step = 1, suffix, ...props }: SmallNumberProps) {
	return (
		<>
			<Input
				{...props}
				type="number"
				min={0}
				step={step}
				value={String(value)}
				onChange={(event) => {
					const n = Math.max(0, Number(event.target.value) || 0);
					onChange(step === 1 ? Math.trunc(n) : n);
				}}
				className="h-7 w-20 tabular-nums sm:h-7 sm:text-xs"
			/>
			{suffix && <span>{suffix}</span>}
		</>
	);
}
