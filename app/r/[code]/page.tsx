import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { PublicPage } from '@/components/public/public-page';
import { db } from '@/db/client';
import { isReferralCode } from '@/db/referrals';
import { getWorkspaceSettings } from '@/db/workspace';
import { isLocale } from '@/i18n/locale';
import { asked } from '@/lib/query';
import { readCode, siteWithCode } from '@/lib/referral';

export const metadata: Metadata = { robots: { index: false, follow: false }, referrer: 'no-referrer' };

type Props = {
	params: Promise<{ code: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/**
 * Where a customer's referral link leads her friend: on to the retailer's site, which learns the code; where the settings
 * name no site, here, with the code to say when ordering. It tells nobody whose code it is.
 */
export default async function ReferralPage({ params, searchParams }: Props) {
	const written = decodeURIComponent((await params).code);
	const code = readCode(written);
	const known = code !== null && (await isReferralCode(db(), code));
	const { brand, referral } = await getWorkspaceSettings(db());
	if (known && referral.siteUrl) redirect(siteWithCode(referral.siteUrl, code));
	const wanted = asked((await searchParams).lang);
	const locale = isLocale(wanted) ? wanted : await getLocale();
	const t = await getTranslations({ locale, namespace: 'referral' });
	return (
		<PublicPage
			{...{ brand, locale, languages: t('language') }}
			hrefFor={(lang) => `/r/${encodeURIComponent(written)}?lang=${lang}`}
		>
			<h1 className="font-semibold text-2xl text-ink">{known ? t('title', { brand }) : t('unknownTitle')}</h1>
			<p className="mt-3 text-ink-2">{known ? t('text') : t('unknown')}</p>
			{known && (
				<p className="mt-6 rounded-xl border border-line bg-surface p-5">
					<span className="block text-ink-3 text-sm">{t('code')}</span>
					<span className="mt-1 block break-all font-mono text-2xl text-ink tracking-[0.1em]">{code}</span>
				</p>
			)}
			{!known && referral.siteUrl && (
				<p className="mt-6">
					<a href={referral.siteUrl} className="font-medium text-accent-ink hover:underline">
						{t('site', { brand })}
					</a>
				</p>
			)}
		</PublicPage>
	);
}
