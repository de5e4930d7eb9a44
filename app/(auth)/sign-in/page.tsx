import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { hasMembers } from '@/auth/members';
import { homeOf } from '@/auth/permissions';
import { currentMember } from '@/auth/session';
import { Notice } from '@/components/ui/notice';
import { db } from '@/db/client';
import { SignInForm } from './sign-in-form';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('auth'))('title') };
}

export default async function SignInPage() {
	const member = await currentMember();
	if (member) redirect(homeOf(member));
	const [t, ready] = await Promise.all([getTranslations('auth'), hasMembers(db())]);
	return (
		<>
			<h1 className="font-semibold text-2xl tracking-tight">{t('title')}</h1>
			<p className="mt-1 mb-7 text-ink-2">{t('intro')}</p>
			{!ready && (
				<Notice className="mb-5">
					{t.rich('noMembers', { code: (chunks) => <code className="font-mono text-xs">{chunks}</code> })}
				</Notice>
			)}
			<SignInForm />
			<p className="mt-6 text-ink-3 text-xs">{t('forgotten')}</p>
		</>
	);
}
