import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { SettingsNav } from './settings-nav';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
	const [{ role }, t] = await Promise.all([requireMember(null), getTranslations('settings')]);
	return (
		<Page>
			<PageHeader title={t('title')} />
			<div className="flex flex-col gap-6 lg:flex-row lg:gap-10">
				<SettingsNav workspace={can(role, 'settings.edit')} members={can(role, 'member.manage')} />
				<div className="min-w-0 max-w-3xl flex-1">{children}</div>
			</div>
		</Page>
	);
}
