import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { SettingsNav } from './settings-nav';

/** A page that is written over the whole window (`data-whole-window`) has a heading and a way back of its own. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
	const [{ role }, t] = await Promise.all([requireMember(null), getTranslations('settings')]);
	return (
		<Page className="group/settings has-[[data-whole-window]]:max-w-none">
			<div className="group-has-[[data-whole-window]]/settings:hidden">
				<PageHeader title={t('title')} />
			</div>
			<div className="flex flex-col gap-6 lg:flex-row lg:gap-10">
				<div className="contents group-has-[[data-whole-window]]/settings:hidden">
					<SettingsNav
						workspace={can(role, 'settings.edit')}
						members={can(role, 'member.manage')}
						sources={can(role, 'customer.operate')}
					/>
				</div>
				<div className="min-w-0 max-w-3xl flex-1 group-has-[[data-whole-window]]/settings:max-w-none">{children}</div>
			</div>
		</Page>
	);
}
