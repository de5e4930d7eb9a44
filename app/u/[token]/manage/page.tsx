import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { signShown } from '@/channels/shown';
import { readUnsubscribeToken } from '@/channels/unsubscribe';
import { PublicPage } from '@/components/public/public-page';
import { Tick } from '@/components/public/tick';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { db } from '@/db/client';
import { loadProfile } from '@/db/profiles';
import { getWorkspaceSettings } from '@/db/workspace';
import { isLocale } from '@/i18n/locale';
import { CHANNELS } from '@/lib/channel';
import { consentTo, sayWording, spokenLocale } from '@/lib/consent';
import { askName } from '@/lib/form';
import { masked } from '@/lib/masked';
import { asked } from '@/lib/query';
import { decide } from './actions';

export async function generateMetadata(): Promise<Metadata> {
	const { brand } = await getWorkspaceSettings(db());
	return { title: { absolute: brand }, robots: { index: false } };
}

type Props = {
	params: Promise<{ token: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/**
 * A customer's preferences: every purpose on every channel, as it stands, in the words she agrees to. Where
 * “unsubscribe” leads. Opening it changes nothing, and it works without JavaScript.
 */
export default async function ManagePage({ params, searchParams }: Props) {
	const token = decodeURIComponent((await params).token);
	const query = await searchParams;
	const of = readUnsubscribeToken(token);
	const { brand, purposes } = await getWorkspaceSettings(db());
	const profile = of && (await loadProfile(db(), of.customerId));
	const wanted = asked(query.lang);
	const locale = isLocale(wanted) ? wanted : spokenLocale(profile?.facts.locale, await getLocale());
	const t = await getTranslations({ locale, namespace: 'preferences' });
	const page = {
		...{ brand, locale, languages: t('language') },
		hrefFor: (lang: string) => `/u/${encodeURIComponent(token)}/manage?lang=${lang}`,
	};
	if (!of || !profile)
		return (
			<PublicPage {...page}>
				<h1 className="mb-3 font-semibold text-2xl text-ink">{t('unknownTitle')}</h1>
				<p className="text-ink-2">{t('unknown')}</p>
			</PublicPage>
		);
	// Links are forwarded with their message, and outlive the address it went to.
	const addressOf = { email: masked(profile.facts.email ?? ''), sms: masked(profile.facts.phone ?? '') };
	const asks = purposes.flatMap((purpose) =>
		CHANNELS.map((channel) => ({
			...{ channel, purpose: purpose.id },
			wording: sayWording(purpose, { channel, brand, locale }),
		})),
	);
	const shown = signShown({ of: 'preferences', version: 1, locale, at: Date.now(), asks });
	const purposeOfMessage = purposes.find(({ id }) => id === of.purpose)?.label[locale] ?? of.purpose;
	const receiving = consentTo(profile.consentsTo, of.channel, of.purpose);
	const hidden = (
		<>
			<input type="hidden" name="token" value={token} />
			<input type="hidden" name="shown" value={shown} />
		</>
	);
	return (
		<PublicPage {...page}>
			<h1 className="font-semibold text-2xl text-ink">{t('title')}</h1>
			<p className="mt-2 text-ink-2">{t('intro', { brand })}</p>
			<div role="status" className="mt-4 empty:hidden">
				{query.saved === 'yes' && <Notice tone="success">{t('saved')}</Notice>}
				{query.saved === 'no' && <Notice tone="warning">{t('notSaved')}</Notice>}
			</div>
			<section aria-labelledby="message" className="mt-6 rounded-xl border border-line bg-surface p-5">
				<h2 id="message" className="font-medium text-ink">
					{t('about')}
				</h2>
				<p className="mt-1 text-ink-2 text-sm">
					{t('aboutText', { address: addressOf[of.channel] || '…', purpose: purposeOfMessage })}
				</p>
				{receiving ? (
					<form action={decide} className="mt-4">
						{hidden}
						<Button type="submit" name="decision" value="stop" size="lg" variant="secondary">
							{t('stop', { channel: of.channel })}
						</Button>
					</form>
				) : (
					<p className="mt-3 font-medium text-ink text-sm">{t('stopped', { channel: of.channel })}</p>
				)}
			</section>
			<form action={decide} className="mt-6 flex flex-col gap-5">
				{hidden}
				{purposes.map((purpose) => (
					<fieldset key={purpose.id} className="rounded-xl border border-line bg-surface px-5 pt-2 pb-5">
						<legend className="px-1 font-medium text-ink">{purpose.label[locale]}</legend>
						<div className="mt-2 flex flex-col gap-4">
							{CHANNELS.map((channel) => (
								<Tick
									// The state is in the key: what was saved is what is ticked, whatever the browser remembers.
									key={`${channel} ${consentTo(profile.consentsTo, channel, purpose.id)}`}
									name="consent"
									value={askName({ channel, purpose: purpose.id })}
									defaultChecked={consentTo(profile.consentsTo, channel, purpose.id)}
									disabled={addressOf[channel] === ''}
									label={
										<>
											<span className="font-medium">{t('to', { channel })}</span>
											{addressOf[channel] && <span className="text-ink-3"> · {addressOf[channel]}</span>}
										</>
									}
								>
									{addressOf[channel] === ''
										? t('noAddress', { channel })
										: sayWording(purpose, { channel, brand, locale })}
								</Tick>
							))}
						</div>
					</fieldset>
				))}
				<div className="flex flex-wrap items-center gap-3">
					<Button type="submit" name="decision" value="save" size="lg" variant="primary">
						{t('save')}
					</Button>
					<Button type="submit" name="decision" value="none" size="lg" variant="ghost">
						{t('none')}
					</Button>
				</div>
				<p className="text-ink-3 text-xs">{t('noneHint')}</p>
			</form>
		</PublicPage>
	);
}
