import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { readConfirmToken } from '@/channels/confirmation';
import { PublicPage } from '@/components/public/public-page';
import { Button } from '@/components/ui/button';
import { db } from '@/db/client';
import { loadRequest } from '@/db/confirmations';
import { getWorkspaceSettings } from '@/db/workspace';
import { isLocale } from '@/i18n/locale';
import { CONFIRM_WITHIN_DAYS } from '@/lib/confirmation';
import { masked } from '@/lib/masked';
import { asked } from '@/lib/query';
import { confirm } from './actions';

export async function generateMetadata(): Promise<Metadata> {
	const { brand } = await getWorkspaceSettings(db());
	return { title: { absolute: brand }, robots: { index: false } };
}

type Props = {
	params: Promise<{ token: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Where the link of a double opt-in leads. Mail scanners open every link: opening it confirms nothing, the button does. */
export default async function ConfirmPage({ params, searchParams }: Props) {
	const token = decodeURIComponent((await params).token);
	const id = readConfirmToken(token);
	const request = id && (await loadRequest(db(), id));
	const wanted = asked((await searchParams).lang);
	const locale = isLocale(wanted) ? wanted : request ? request.locale : await getLocale();
	const [t, words, { brand }] = await Promise.all([
		getTranslations({ locale, namespace: 'confirm' }),
		getTranslations({ locale, namespace: 'preferences' }),
		getWorkspaceSettings(db()),
	]);
	const state = !request
		? 'unknown'
		: request.confirmedAt
			? 'done'
			: request.expiresAt < new Date()
				? 'expired'
				: 'open';
	return (
		<PublicPage
			brand={brand}
			locale={locale}
			languages={words('language')}
			hrefFor={(lang) => `/confirm/${encodeURIComponent(token)}?lang=${lang}`}
		>
			{state === 'open' && request ? (
				<>
					<h1 className="font-semibold text-2xl text-ink">{t('title')}</h1>
					<p className="mt-3 text-ink-2">{t('intro', { brand, address: masked(request.address) })}</p>
					<ul lang={request.locale} className="mt-4 flex flex-col gap-3">
						{request.asks.map(({ purpose, wording }) => (
							<li key={purpose} className="rounded-xl border border-line bg-surface p-4 text-ink text-sm">
								{wording}
							</li>
						))}
					</ul>
					<form action={confirm} className="mt-6">
						<input type="hidden" name="token" value={token} />
						<Button type="submit" variant="primary" size="lg">
							{t('button')}
						</Button>
					</form>
					<p className="mt-4 text-ink-3 text-sm">{t('hint')}</p>
				</>
			) : (
				<div role="status">
					<h1 className="font-semibold text-2xl text-ink">
						{t(state === 'done' ? 'doneTitle' : state === 'expired' ? 'expiredTitle' : 'unknownTitle')}
					</h1>
					<p className="mt-3 text-ink-2">
						{state === 'done'
							? t('done')
							: state === 'expired'
								? t('expired', { days: CONFIRM_WITHIN_DAYS })
								: t('unknown')}
					</p>
				</div>
			)}
		</PublicPage>
	);
}
