import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { readUnsubscribeToken } from '@/channels/unsubscribe';
import { Button } from '@/components/ui/button';
import { db } from '@/db/client';
import { loadProfile } from '@/db/profiles';
import { getWorkspaceSettings } from '@/db/workspace';
import { consentTo } from '@/lib/consent';
import { masked } from '@/lib/masked';
import { decide } from './actions';

export const metadata: Metadata = { robots: { index: false } };

/** Where “unsubscribe” leads: says what one receives, and changes it with one button. Opening it changes nothing. */
export default async function ManagePage({ params }: { params: Promise<{ token: string }> }) {
	const { token } = await params;
	const of = readUnsubscribeToken(decodeURIComponent(token));
	const t = await getTranslations('unsubscribe');
	const { brand } = await getWorkspaceSettings(db());
	if (!of)
		return (
			<Card title={t('unknownTitle')}>
				<p>{t('unknown')}</p>
			</Card>
		);
	const profile = await loadProfile(db(), of.customerId);
	const granted = consentTo(profile.consentsTo, of.channel, of.purpose);
	// Links are forwarded with their message, and outlive the address it went to.
	const address = masked((of.channel === 'email' ? profile.facts.email : profile.facts.phone) ?? '');
	return (
		<Card
			title={granted ? t('receiving', { brand, channel: of.channel }) : t('stopped', { brand, channel: of.channel })}
		>
			<p className="text-ink-2">
				{granted ? t('receivingHint', { address, channel: of.channel }) : t('stoppedHint', { address })}
			</p>
			<form action={decide} className="mt-6">
				<input type="hidden" name="token" value={decodeURIComponent(token)} />
				<input type="hidden" name="decision" value={granted ? 'stop' : 'start'} />
				<Button type="submit" variant={granted ? 'primary' : 'secondary'}>
					{granted ? t('stop', { channel: of.channel }) : t('start')}
				</Button>
			</form>
		</Card>
	);
}

function Card({ title, children }: { title: string; children: React.ReactNode }) {
	return (
		<main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-6 py-12">
			<h1 className="mb-3 font-semibold text-xl">{title}</h1>
			{children}
		</main>
	);
}
