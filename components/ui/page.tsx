import type { ReactNode } from 'react';
import { cn } from './cn';

const WIDTH = { narrow: 'max-w-3xl', normal: 'max-w-6xl', full: 'max-w-none' } as const;

/** The column a page is written in. The editor and the monitor go without: they fill the window. */
export function Page({
	width = 'normal',
	className,
	children,
}: {
	width?: keyof typeof WIDTH;
	className?: string;
	children: ReactNode;
}) {
	return <div className={cn('mx-auto w-full px-4 py-6 sm:px-8 sm:py-8', WIDTH[width], className)}>{children}</div>;
}
