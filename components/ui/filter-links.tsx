import Link from 'next/link';
import { cn } from './cn';

type FilterLinksProps = {
	/** What they choose, for screen readers. */
	label: string;
	links: { href: string; label: string; here: boolean }[];
};

/** Which rows are shown: addresses, so that they can be sent and gone back to. */
export function FilterLinks({ label, links }: FilterLinksProps) {
	return (
		<nav aria-label={label} className="-mx-2 flex flex-wrap text-sm">
			{links.map(({ href, label, here }) => (
				<Link
					key={href}
					href={href}
					aria-current={here ? 'page' : undefined}
					className={cn(
						'flex h-8 items-center rounded-md px-2',
						here ? 'font-medium text-ink' : 'text-ink-3 hover:bg-hover hover:text-ink',
					)}
				>
					{label}
				</Link>
			))}
		</nav>
	);
}
