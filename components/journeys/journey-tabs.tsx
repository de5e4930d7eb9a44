'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';

const TABS = ['edit', 'monitor', 'enrollments', 'reach'] as const;

/** A published journey is drawn, watched, and looked into customer by customer. */
export function JourneyTabs({ id }: { id: string }) {
	const t = useTranslations('journeys.tabs');
	const path = usePathname();
	return (
		<nav aria-label={t('label')} className="inline-flex w-fit max-w-full overflow-x-auto rounded-lg bg-subtle p-0.5">
			{TABS.map((tab) => {
				const here = path.endsWith(`/${tab}`);
				return (
					<Link
						key={tab}
						href={`/journeys/${id}/${tab}`}
						aria-current={here ? 'page' : undefined}
						className={cn(
							'flex h-7 shrink-0 items-center rounded-md px-2.5 text-xs',
							here ? 'bg-raised font-medium text-ink shadow-sm' : 'text-ink-2 hover:text-ink',
						)}
					>
						{t(tab)}
					</Link>
				);
			})}
		</nav>
	);
}
