import type { Metadata } from 'next';
import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { readHerPageToken } from '@/channels/her-page';
import { unsubscribeUrl } from '@/channels/unsubscribe';
import { PublicPage } from '@/components/public/public-page';
import { Badge } from '@/components/ui/badge';
import { db } from '@/db/client';
import { type CustomerPicture, customerPicture } from '@/db/customer-picture';
import { referralUrl } from '@/db/referrals';
import { getWorkspaceSettings } from '@/db/workspace';
import { isLocale } from '@/i18n/locale';
import { DEFAULT_PURPOSE, spokenLocale } from '@/lib/consent';
import { NotFoundError } from '@/lib/errors';
import { sayMoney } from '@/lib/money';
import { asked } from '@/lib/query';
import type { Locale } from '@/lib/text';

export const metadata: Metadata = { robots: { index: false, follow: false }, referrer: 'no-referrer' };

type Props = {
	params: Promise<{ token: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/**
 * A customer's own page, opened by a link that only her messages carry: what she bought, her vouchers and her points, and
 * where her preferences are. Links are forwarded: it shows no name, address or number.
 */
export default async function HerPage({ params, searchParams }: Props) {
	const token = decodeURIComponent((await params).token);
	const { brand, currency } = await getWorkspaceSettings(db());
	const picture = await pictureFor(token);
	const wanted = asked((await searchParams).lang);
	const locale = isLocale(wanted) ? wanted : spokenLocale(picture?.profile.locale, await getLocale());
	const t = await getTranslations({ locale, namespace: 'me' });
	const page = {
		...{ brand, locale, languages: t('language') },
		hrefFor: (lang: string) => `/me/${encodeURIComponent(token)}?lang=${lang}`,
	};
	if (!picture)
		return (
			<PublicPage {...page}>
				<h1 className="mb-3 font-semibold text-2xl text-ink">{t('unknownTitle')}</h1>
				<p className="text-ink-2">{t('unknown')}</p>
			</PublicPage>
		);
	const { id, points, orders, referral } = picture;
	const friends = await referralUrl(db(), id);
	const usable = picture.vouchers.filter(({ state }) => state === 'issued');
	const preferences = unsubscribeUrl({ customerId: id, channel: 'email', key: 'her-page', purpose: DEFAULT_PURPOSE });
	return (
		<PublicPage {...page}>
			<h1 className="font-semibold text-2xl text-ink">{t('title')}</h1>
			<div className="mt-6 flex flex-col gap-8">
				{points && (
					<section aria-labelledby="points" className="rounded-xl border border-line bg-surface p-5">
						<h2 id="points" className="text-ink-3 text-sm">
							{t('points')}
						</h2>
						<p className="mt-1 flex items-baseline gap-3 font-semibold text-3xl text-ink tabular-nums">
							{new Intl.NumberFormat(locale).format(points.points)}
							{points.tier && <Badge tone="accent">{points.tier}</Badge>}
						</p>
					</section>
				)}
				<Part id="vouchers" title={t('vouchers')} empty={usable.length === 0 ? t('noVouchers') : null}>
					{usable.map((voucher) => (
						<li key={voucher.code}>
							<a
								href={`/v/${voucher.code}`}
								className="block rounded-xl border border-line bg-surface p-4 hover:bg-hover focus-visible:outline-2"
							>
								<span className="block font-medium text-ink">{voucher.title}</span>
								<span className="mt-1 block text-ink-2 text-sm">
									{voucher.store && `${t('validAt', { store: voucher.store.name })} · `}
									<Day at={voucher.expiresAt} locale={locale} before={t('until')} />
								</span>
							</a>
						</li>
					))}
				</Part>
				<Part id="orders" title={t('orders')} empty={orders.length === 0 ? t('noOrders') : null}>
					{orders.map((order) => (
						<li key={order.id} className="rounded-xl border border-line bg-surface p-4">
							<p className="flex flex-wrap items-baseline justify-between gap-x-4">
								<span className="font-medium text-ink">
									<Day at={order.at} locale={locale} />
								</span>
								<span className="text-ink tabular-nums">
									{sayMoney(order.totalMinor - order.refundedMinor, order.currency ?? currency, locale)}
								</span>
							</p>
							<p className="mt-1 text-ink-2 text-sm">
								{order.store ? order.store.name : t('online')}
								{order.undone && ` · ${t('undone')}`}
								{!order.undone && order.refundedMinor > 0 && ` · ${t('refunded')}`}
							</p>
							{linesOf(order).length > 0 && <p className="mt-1 text-ink-3 text-sm">{linesOf(order).join(', ')}</p>}
						</li>
					))}
				</Part>
				<section aria-labelledby="friends">
					<h2 id="friends" className="mb-2 font-medium text-ink text-lg">
						{t('friends')}
					</h2>
					<p className="text-ink-2 text-sm">{t('friendsHint', { brand })}</p>
					<a
						href={friends}
						className="mt-3 block break-all rounded-xl border border-line bg-surface p-4 font-mono text-accent-ink text-sm hover:bg-hover focus-visible:outline-2"
					>
						{friends}
					</a>
					{referral.came > 0 && (
						<p className="mt-2 text-ink-2 text-sm">
							{t('friendsCame', { came: referral.came, rewarded: referral.rewarded })}
						</p>
					)}
				</section>
				<p className="border-line border-t pt-6">
					<a href={preferences} className="font-medium text-accent-ink hover:underline">
						{t('preferences')}
					</a>
					<span className="mt-1 block text-ink-2 text-sm">{t('preferencesHint', { brand })}</span>
				</p>
			</div>
		</PublicPage>
	);
}

async function pictureFor(token: string): Promise<CustomerPicture | null> {
	const id = readHerPageToken(token);
	if (id === null) return null;
	try {
		return await customerPicture(db(), id, Date.now());
	} catch (error) {
		if (error instanceof NotFoundError) return null;
		throw error;
	}
}

function linesOf({ lines }: CustomerPicture['orders'][number]): string[] {
	return lines.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

function Part({
	id,
	title,
	empty,
	children,
}: {
	id: string;
	title: string;
	empty: string | null;
	children: ReactNode;
}) {
	return (
		<section aria-labelledby={id}>
			<h2 id={id} className="mb-2 font-medium text-ink text-lg">
				{title}
			</h2>
			{empty ? <p className="text-ink-2 text-sm">{empty}</p> : <ul className="flex flex-col gap-2">{children}</ul>}
		</section>
	);
}

async function Day({ at, locale, before }: { at: Date | number; locale: Locale; before?: string }) {
	const format = await getFormatter({ locale });
	return (
		<>
			{before && `${before} `}
			<time dateTime={new Date(at).toISOString()}>{format.dateTime(new Date(at), { dateStyle: 'long' })}</time>
		</>
	);
}
