import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PASSWORD_MIN } from '@/auth/password';
import { requireMember } from '@/auth/session';
import { LanguageSwitch } from '@/components/shell/language-switch';
import { ThemeSwitch } from '@/components/shell/theme-switch';
import { Card } from '@/components/ui/card';
import { NameForm } from './name-form';
import { PasswordForm } from './password-form';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('settings'))('account.title') };
}

export default async function AccountPage() {
	const [member, t, shell] = await Promise.all([
		requireMember(null),
		getTranslations('settings.account'),
		getTranslations('shell'),
	]);
	return (
		<div className="flex flex-col gap-5">
			<Card
				title={t('profile')}
				description={t('signedInAs', { email: member.email, role: shell(`roles.${member.role}`) })}
			>
				<NameForm name={member.name} />
			</Card>
			<Card title={t('display')} description={t('displayHelp')}>
				<dl className="flex flex-col gap-4">
					<div className="flex flex-wrap items-center justify-between gap-2">
						<dt className="font-medium text-sm">{shell('language')}</dt>
						<dd>
							<LanguageSwitch />
						</dd>
					</div>
					<div className="flex flex-wrap items-center justify-between gap-2">
						<dt className="font-medium text-sm">{shell('theme')}</dt>
						<dd>
							<ThemeSwitch />
						</dd>
					</div>
				</dl>
			</Card>
			<Card title={t('password')} description={t('passwordHelp', { min: PASSWORD_MIN })}>
				<PasswordForm min={PASSWORD_MIN} />
			</Card>
		</div>
	);
}
