import { cn } from '@/components/ui/cn';

/** Two places and the way between them. */
export function Logo({ className }: { className?: string }) {
	return (
		<svg viewBox="0 0 24 24" fill="none" aria-hidden className={cn('size-6', className)}>
			<rect width="24" height="24" rx="6.5" className="fill-accent" />
			<path
				d="M7.5 8h6a3.25 3.25 0 0 1 0 6.5h-3a0 0 0 0 0 0 0"
				className="stroke-white"
				strokeWidth="1.75"
				strokeLinecap="round"
			/>
			<circle cx="7.5" cy="8" r="2" className="fill-white" />
			<circle cx="8.75" cy="16" r="2.25" className="stroke-white" strokeWidth="1.75" />
		</svg>
	);
}
