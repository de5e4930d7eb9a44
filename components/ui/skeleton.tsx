import { cn } from './cn';

/** The place of something that is on its way. Say “loading” once for the whole, not in each. */
export function Skeleton({ className }: { className?: string }) {
	return <div aria-hidden className={cn('h-4 animate-shimmer rounded-md bg-subtle', className)} />;
}
