'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';

/** On a phone the row is wider than the screen. */
function intoView(link: HTMLAnchorElement | null): void {
	link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

/** What the member's role lets her open; the pages check it again. */
type Open = { workspace: boolean; members: boolean; sources: boolean };

export function SettingsNav({ workspace, members, sources }: Open) {
	const t = useTranslations('settings');
	const path = usePathname();
	const links = [
		...(workspace ? (['general', 'consent'] as const) : []),
		...(members ? (['members'] as const) : []),
		...(workspace ? (['keys', 'connections'] as const) : []),
		...(sources ? (['sources'] as const) : []),
		'account' as const,
	];
	return (
		<nav aria-label={t('title')} className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0 lg:w-44 lg:shrink-0">
			<ul className="flex gap-1 lg:flex-col">
				{links.map((link) => {
					const here = path.startsWith(`/settings/${link}`);
					return (
						<li key={link}>
							<Link
								href={`/settings/${link}`}
								ref={here ? intoView : undefined}
								aria-current={here ? 'page' : undefined}
								className={cn(
									'flex h-8 items-center whitespace-nowrap rounded-md px-2.5 text-sm transition-colors',
									here ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
								)}
							>
								{t(`${link}.title`)}
							</Link>
						</li>
					);
				})}
			</ul>
		</nav>
	);
}
