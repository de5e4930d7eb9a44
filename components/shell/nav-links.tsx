'use client';

import { LoaderCircle } from 'lucide-react';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

const LINKS = [
	{ href: '/journeys', icon: 'route', label: 'journeys', within: '/enrollments/' },
	{ href: '/customers', icon: 'users', label: 'customers' },
	{ href: '/segments', icon: 'chart-pie', label: 'segments' },
	{ href: '/trends', icon: 'chart-spline', label: 'trends' },
	{ href: '/offers', icon: 'ticket', label: 'offers' },
	{ href: '/calendar', icon: 'calendar', label: 'calendar' },
	{ href: '/forms', icon: 'clipboard-list', label: 'forms' },
	{ href: '/catalogue', icon: 'package', label: 'catalogue' },
	{ href: '/stores', icon: 'store', label: 'stores' },
	{ href: '/dev/outbox', icon: 'inbox', label: 'outbox' },
	{ href: '/settings', icon: 'settings', label: 'settings' },
] as const;

/**
 * A page that is slow to come says so where it was asked for. A loading boundary would say it too, but it answers 200
 * before the page could say 403 or 404. It appears late: most pages are there before.
 */
function OnItsWay() {
	const { pending } = useLinkStatus();
	return pending && <LoaderCircle aria-hidden className="ml-auto size-3.5 animate-late text-ink-3" />;
}

type NavLinksProps = {
	/** The stack catches its messages itself, and shows them. */
	outbox: boolean;
	/** Called when one was followed: the drawer closes. */
	onFollow?: () => void;
};

export function NavLinks({ outbox, onFollow }: NavLinksProps) {
	const t = useTranslations('shell');
	const path = usePathname();
	return (
		<nav aria-label={t('navigation')}>
			<ul className="flex flex-col gap-0.5">
				{LINKS.filter(({ label }) => label !== 'outbox' || outbox).map(({ href, icon, label, ...link }) => {
					const here =
						path === href || path.startsWith(`${href}/`) || ('within' in link && path.startsWith(link.within));
					return (
						<li key={href}>
							<Link
								href={href}
								onClick={onFollow}
								aria-current={here ? 'page' : undefined}
								className={cn(
									'flex h-9 items-center gap-2.5 rounded-md px-2 text-sm transition-colors md:h-8',
									here ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
								)}
							>
								<Icon name={icon} className={cn('size-4 shrink-0', here ? 'text-accent-ink' : 'text-ink-3')} />
								{t(label)}
								<OnItsWay />
							</Link>
						</li>
					);
				})}
			</ul>
		</nav>
	);
}
