import { cn } from '@/components/ui/cn';

/** Two places and the way between them. */
export function Logo({ className }: { className?: string }) {
	return (
		<svg viewBox="0 0 24 24" fill="none" aria-hidden className={cn('size-6', className)}>
			<rect width="24" height="24" rx="6.5" className="fill-accent" />
			<path d="M8 7.5h5.25a3.5 3.5 0 0 1 0 7H10.5" className="stroke-white" strokeWidth="1.75" strokeLinecap="round" />
			<circle cx="7.5" cy="7.5" r="2" className="fill-white" />
			<circle cx="8.25" cy="15.5" r="2.25" className="stroke-white" strokeWidth="1.75" />
		</svg>
	);
}
