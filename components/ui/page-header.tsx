import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

type PageHeaderProps = {
	title: ReactNode;
	description?: ReactNode;
	/** Where this page lies: one level up is enough. */
	back?: { href: string; label: string };
	/** Beside the title: a status. */
	badge?: ReactNode;
	actions?: ReactNode;
};

/** The one h1 of a page. */
export function PageHeader({ title, description, back, badge, actions }: PageHeaderProps) {
	return (
		<header className="mb-6 flex flex-col gap-3 sm:flex-row sm:items-start sm:justify-between">
			<div className="min-w-0">
				{back && (
					<Link href={back.href} className="mb-1 inline-flex items-center gap-1 text-ink-3 text-xs hover:text-ink">
						<ArrowLeft aria-hidden className="size-3.5" />
						{back.label}
					</Link>
				)}
				<div className="flex flex-wrap items-center gap-2.5">
					<h1 className="wrap-anywhere min-w-0 text-balance font-semibold text-ink text-xl tracking-tight">{title}</h1>
					{badge}
				</div>
				{description && <p className="wrap-anywhere mt-1 max-w-2xl text-ink-2 text-sm">{description}</p>}
			</div>
			{actions && <div className="flex shrink-0 flex-wrap items-center gap-2">{actions}</div>}
		</header>
	);
}
