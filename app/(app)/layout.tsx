import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { can, homeOf } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { AccountMenu } from '@/components/shell/account-menu';
import { Logo } from '@/components/shell/logo';
import { MobileNav } from '@/components/shell/mobile-nav';
import { NavLinks } from '@/components/shell/nav-links';
import { cn } from '@/components/ui/cn';
import { config } from '@/config';

export default async function AppLayout({ children }: { children: ReactNode }) {
	const [member, t, common] = await Promise.all([
		requireMember(null),
		getTranslations('shell'),
		getTranslations('common'),
	]);
	const outbox = config().PARCOURS_OUTBOX;
	// Behind a counter there is one page: a bar above it, and nothing beside it.
	const everywhere = can(member.role, 'journey.view');
	const home = homeOf(member);
	const account = { name: member.name, email: member.email, role: t(`roles.${member.role}`) };
	return (
		<div className={cn('flex min-h-dvh flex-col', everywhere && 'md:flex-row')}>
			<a
				href="#content"
				className="sr-only z-60 rounded-md bg-accent px-3 py-2 font-medium text-on-accent text-sm focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
			>
				{t('skip')}
			</a>
			<header
				className={cn(
					'sticky top-0 z-30 flex h-12 shrink-0 items-center gap-1 border-line border-b bg-surface px-3',
					everywhere ? 'md:hidden' : 'sm:px-6',
				)}
			>
				{everywhere && <MobileNav outbox={outbox} />}
				<Link href={home} className="flex items-center gap-2 font-semibold text-base tracking-tight">
					<Logo className="size-5" />
					{common('product')}
				</Link>
				<div className="ml-auto">
					<AccountMenu {...account} compact />
				</div>
			</header>
			{everywhere && (
				<aside className="sticky top-0 hidden h-dvh w-52 shrink-0 flex-col border-line border-r bg-surface p-2.5 md:flex">
					<Link
						href={home}
						className="mb-4 flex h-9 items-center gap-2 rounded-md px-1.5 font-semibold text-base tracking-tight"
					>
						<Logo />
						{common('product')}
					</Link>
					<NavLinks outbox={outbox} />
					<div className="mt-auto">
						<AccountMenu {...account} />
					</div>
				</aside>
			)}
			<main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col focus:outline-none">
				{children}
			</main>
		</div>
	);
}
