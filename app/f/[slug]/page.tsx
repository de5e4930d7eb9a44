import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import { signShown } from '@/channels/shown';
import { CaptureForm } from '@/components/forms/capture-form';
import { PublicPage } from '@/components/public/public-page';
import { db } from '@/db/client';
import { publishedForm } from '@/db/forms';
import { getWorkspaceSettings } from '@/db/workspace';
import { isLocale } from '@/i18n/locale';
import { formAsks } from '@/lib/form';
import { asked } from '@/lib/query';
import { CODE_PARAMETER } from '@/lib/referral';

type Props = {
	params: Promise<{ slug: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
	const form = await publishedForm(db(), (await params).slug);
	const wanted = asked((await searchParams).lang);
	return form ? { title: { absolute: form.definition.title[isLocale(wanted) ? wanted : await getLocale()] } } : {};
}

/** A form, for anybody: a page of its own, or with `?embed=1` in a frame of the retailer's site. */
export default async function FormPage({ params, searchParams }: Props) {
	const { slug } = await params;
	const query = await searchParams;
	const [form, { brand, purposes }] = await Promise.all([publishedForm(db(), slug), getWorkspaceSettings(db())]);
	if (!form) notFound();
	const wanted = asked(query.lang);
	const locale = isLocale(wanted) ? wanted : await getLocale();
	const asks = formAsks(form.definition, { purposes, brand, locale });
	const anonymousId = (asked(query.anonymousId) ?? '').slice(0, 200);
	const [messages, t] = await Promise.all([
		getMessages({ locale }),
		getTranslations({ locale, namespace: 'preferences' }),
	]);
	const referral = (asked(query[CODE_PARAMETER]) ?? '').slice(0, 40);
	const content = (
		<NextIntlClientProvider locale={locale} messages={{ capture: messages.capture, common: messages.common }}>
			<CaptureForm
				{...{ slug, locale, asks, anonymousId, referral }}
				definition={form.definition}
				token={signShown({ of: form.id, version: form.version, locale, at: Date.now(), asks })}
			/>
		</NextIntlClientProvider>
	);
	if (query.embed === '1')
		return (
			<main lang={locale} className="p-4">
				{content}
			</main>
		);
	const others = new URLSearchParams({
		...(anonymousId ? { anonymousId } : {}),
		...(referral ? { [CODE_PARAMETER]: referral } : {}),
	});
	return (
		<PublicPage
			brand={brand}
			locale={locale}
			languages={t('language')}
			hrefFor={(lang) => `/f/${slug}?${new URLSearchParams([...others, ['lang', lang]])}`}
		>
			{content}
		</PublicPage>
	);
}
