'use client';

import { ChevronsUpDown, LogOut, User } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { authClient } from '@/auth/client';
import { Avatar } from '@/components/ui/avatar';
import { cn } from '@/components/ui/cn';
import { DropdownMenu, MenuItem, MenuRadio, MenuSeparator } from '@/components/ui/dropdown-menu';
import { toast } from '@/components/ui/toast';
import { LOCALE_NAMES } from '@/i18n/locale';
import { LOCALES } from '@/lib/text';
import { setLocale } from './preferences';
import { THEMES } from './theme';
import { THEME_ICON } from './theme-switch';
import { useTheme } from './use-theme';

type AccountMenuProps = {
	name: string;
	email: string;
	/** Translated already. */
	role: string;
	compact?: boolean;
};

export function AccountMenu({ name, email, role, compact = false }: AccountMenuProps) {
	const t = useTranslations('shell');
	const locale = useLocale();
	const router = useRouter();
	const [theme, setTheme] = useTheme();

	const signOut = async () => {
		const { error } = await authClient.signOut();
		if (error) {
			toast.error(t('signOutFailed'));
			return;
		}
		router.replace('/sign-in');
		router.refresh();
	};

	return (
		<DropdownMenu
			align={compact ? 'end' : 'start'}
			side={compact ? 'bottom' : 'top'}
			className="w-56"
			trigger={
				<button
					type="button"
					aria-label={t('account', { name })}
					className={cn(
						'flex items-center gap-2 rounded-md text-left transition-colors hover:bg-hover data-[state=open]:bg-hover',
						compact ? 'p-1' : 'w-full p-1.5',
					)}
				>
					<Avatar name={name} size="sm" />
					{!compact && (
						<>
							<span className="min-w-0 flex-1">
								<span className="block truncate font-medium text-ink text-sm leading-4">{name}</span>
								<span className="block truncate text-2xs text-ink-3">{role}</span>
							</span>
							<ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
						</>
					)}
				</button>
			}
		>
			<div className="px-2 pt-1.5 pb-2">
				<p className="truncate font-medium text-sm">{name}</p>
				<p className="truncate text-ink-3 text-xs">{email}</p>
			</div>
			<MenuSeparator />
			<MenuItem asChild>
				<Link href="/settings/account">
					<User aria-hidden className="text-ink-3" />
					{t('myAccount')}
				</Link>
			</MenuItem>
			<MenuSeparator />
			<MenuRadio
				label={t('theme')}
				value={theme}
				onValueChange={setTheme}
				options={THEMES.map((value) => ({ value, label: t(`themes.${value}`), icon: THEME_ICON[value] }))}
			/>
			<MenuSeparator />
			<MenuRadio
				label={t('language')}
				value={locale}
				onValueChange={(next) => {
					setLocale(next);
					router.refresh();
				}}
				options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
			/>
			<MenuSeparator />
			<MenuItem icon={<LogOut />} onSelect={() => void signOut()}>
				{t('signOut')}
			</MenuItem>
		</DropdownMenu>
	);
}
