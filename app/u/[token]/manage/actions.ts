'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { readShown } from '@/channels/shown';
import { readUnsubscribeToken } from '@/channels/unsubscribe';
import { db } from '@/db/client';
import { decideByCustomer, withdrawEverything } from '@/db/consents';
import { loadProfile } from '@/db/profiles';
import { getWorkspaceSettings } from '@/db/workspace';
import { consentTo } from '@/lib/consent';
import { askName, type Shown, wasRead } from '@/lib/form';

const form = z.object({
	token: z.string().max(1000),
	shown: z.string().max(20_000),
	decision: z.enum(['save', 'stop', 'none']),
	consent: z.array(z.string().max(100)).max(100),
});

/** Open to whoever has the link: its signature is the authorisation. Without JavaScript too. */
export async function decide(data: FormData): Promise<void> {
	const { token, shown, decision, consent } = form.parse({
		...Object.fromEntries(data),
		consent: data.getAll('consent'),
	});
	const of = readUnsubscribeToken(token);
	const read = readShown(shown);
	if (!of || read?.of !== 'preferences') return;
	const { customerId } = of;
	const her = { customerId, source: 'preference-centre', id: of.key } as const;
	// To stop is never too late; what is agreed to must be today's words.
	const stale = decision === 'save' && wasRead(read, Date.now()) === 'too-late';
	if (decision === 'stop')
		await decideByCustomer(db(), {
			...her,
			decided: [{ channel: of.channel, purpose: of.purpose, granted: false }],
		});
	else if (decision === 'none')
		await withdrawEverything(
			db(),
			her,
			(await getWorkspaceSettings(db())).purposes.map(({ id }) => id),
		);
	else if (!stale) await decideByCustomer(db(), { ...her, decided: await changes(customerId, read, consent) });
	redirect(`/u/${encodeURIComponent(token)}/manage?lang=${read.locale}&saved=${stale ? 'no' : 'yes'}`);
}

/** Only what she changed: a box that was ticked already, and left so, is no new consent (GDPR recital 32). */
async function changes(customerId: string, read: Shown, consent: string[]) {
	const { consentsTo } = await loadProfile(db(), customerId);
	const proof = { page: read.of, locale: read.locale, shownAt: new Date(read.at).toISOString() };
	return read.asks.flatMap(({ channel, purpose, wording }) => {
		const granted = consent.includes(askName({ channel, purpose }));
		if (granted === consentTo(consentsTo, channel, purpose)) return [];
		return [{ channel, purpose, granted, ...(granted ? { wording, proof } : {}) }];
	});
}
