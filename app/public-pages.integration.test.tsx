import { createTranslator } from 'next-intl';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { v7 as uuid } from 'uuid';
import { beforeEach, expect, test, vi } from 'vitest';
import { confirmUrl } from '@/channels/confirmation';
import { unsubscribeUrl } from '@/channels/unsubscribe';
import { db } from '@/db/client';
import { loadRequest, requestConfirmation } from '@/db/confirmations';
import { createForm, setFormPublished } from '@/db/forms';
import { referralUrl } from '@/db/referrals';
import { consentRequests } from '@/db/schema';
import { newForm } from '@/lib/form-defaults';
import type { Locale } from '@/lib/text';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { fixtures } from '@/workflows/testing/fixtures';

const words = { en, fr };
vi.mock('next-intl/server', () => ({
	getLocale: async () => 'en',
	getMessages: async ({ locale }: { locale: Locale }) => words[locale],
	getTranslations: async ({ locale, namespace }: { locale: Locale; namespace: 'preferences' }) =>
		createTranslator({ locale, messages: words[locale], namespace }),
}));
vi.mock('next/cache', () => ({ revalidatePath: () => {} }));
const { default: ManagePage } = await import('./u/[token]/manage/page');
const { default: ConfirmPage } = await import('./confirm/[token]/page');
const { default: FormPage } = await import('./f/[slug]/page');
const { default: ReferralPage } = await import('./r/[code]/page');

const h = fixtures();
beforeEach(() => h.configure({ brand: 'Maison Zoé' }));

type Page = (props: {
	params: Promise<{ token: string; slug: string; code: string }>;
	searchParams: Promise<Record<string, string | undefined>>;
}) => Promise<ReactNode>;
/** As the server answers without JavaScript. */
const html = async (page: Page, at: string, query: Record<string, string> = {}) =>
	renderToStaticMarkup(
		await page({ params: Promise.resolve({ token: at, slug: at, code: at }), searchParams: Promise.resolve(query) }),
	);
const tokenOf = (url: string) => new URL(url).pathname.split('/')[2] ?? '';
const boxes = (markup: string) =>
	[...markup.matchAll(/<input[^>]*type="checkbox"[^>]*>/g)].map(([box]) => [
		/value="([^"]*)"/.exec(box)?.[1],
		box.includes('checked=""') ? 'ticked' : box.includes('disabled=""') ? 'disabled' : 'open',
	]);

test('her preferences show every purpose on every channel as it stands, in her language and in its words', async () => {
	const zoe = await h.customer({ phone: null, consents: { email: true } });
	const token = tokenOf(unsubscribeUrl({ customerId: zoe, channel: 'email', purpose: 'marketing', key: 'k' }));
	const english = await html(ManagePage, token);
	expect(boxes(english)).toEqual([
		['email:marketing', 'ticked'],
		['sms:marketing', 'disabled'],
	]);
	expect(english).toContain('offers and news from Maison Zoé by email');
	expect(english).toContain('Stop these emails');
	expect(await html(ManagePage, token, { lang: 'fr' })).toContain('Enregistrer mes choix');
	expect(await html(ManagePage, 'x.y')).toContain(en.preferences.unknownTitle);
});

test('the link of a confirmation, opened by a scanner, shows a button and confirms nothing', async () => {
	const email = `${uuid()}@example.test`;
	const zoe = await h.customer({ email, consents: {} });
	await db().transaction((tx) =>
		requestConfirmation(tx, {
			...{ customerId: zoe, channel: 'email', address: email, locale: 'fr', proof: {}, at: new Date() },
			asks: [{ purpose: 'marketing', wording: 'Oui à tout <b>' }],
		}),
	);
	const [request] = await db().select().from(consentRequests);
	const token = tokenOf(confirmUrl(request?.id ?? ''));
	const page = await html(ConfirmPage, token);
	expect(page).toContain('Je confirme');
	expect(page).toContain('Oui à tout &lt;b&gt;');
	expect(page).not.toContain(email);
	expect((await loadRequest(db(), request?.id ?? ''))?.confirmedAt).toBeNull();
	await db()
		.update(consentRequests)
		.set({ expiresAt: new Date(0) });
	expect(await html(ConfirmPage, token)).toContain(fr.confirm.expiredTitle);
	await db().update(consentRequests).set({ confirmedAt: new Date() });
	expect(await html(ConfirmPage, token)).toContain(fr.confirm.doneTitle);
	expect(await html(ConfirmPage, 'x.y')).toContain(en.confirm.unknownTitle);
});

test('a form is there once it is published, with no box ticked and the visitor’s anonymous id in it', async () => {
	const slug = `f-${uuid()}`;
	const id = await createForm(db(), { slug, definition: newForm('game', 'Autumn') }, 'system');
	await expect(html(FormPage, slug)).rejects.toThrow(/404/);
	await setFormPublished(db(), id, true, 'system');
	const page = await html(FormPage, slug, { lang: 'fr', anonymousId: '"><b>' });
	expect(boxes(page)).toEqual([['email:marketing', 'open']]);
	expect(page).toContain('Je participe');
	expect(page).toContain('name="anonymousId" value="&quot;&gt;&lt;b&gt;"');
	expect(page).toContain('Maison Zoé');
	expect(await html(FormPage, slug, { embed: '1' })).not.toContain('<header');
});

test('a referral link shows the friend the code where the shop has no site, and whose it is to nobody', async () => {
	const zoe = await h.customer({ traits: { first_name: 'Zoé' } });
	const code = new URL(await referralUrl(db(), zoe)).pathname.split('/')[2] ?? '';
	const shown = await html(ReferralPage, code.toLowerCase());
	expect(shown).toContain(code);
	expect(shown).toContain('A friend recommends Maison Zoé to you');
	expect(shown).not.toContain(zoe);
	expect(shown).not.toContain('example.test');
	expect(await html(ReferralPage, code, { lang: 'fr' })).toContain('On vous recommande Maison Zoé');
	for (const invented of ['ABCDEFGHJKMN', 'x.y', '%25']) {
		const unknown = await html(ReferralPage, invented);
		expect(unknown).toContain(en.referral.unknownTitle);
		expect(unknown).not.toContain('Your code');
	}
});

test('a form hands the code of the friend on, from its address', async () => {
	const slug = `f-${uuid()}`;
	const id = await createForm(db(), { slug, definition: newForm('newsletter', 'News') }, 'system');
	await setFormPublished(db(), id, true, 'system');
	const shown = await html(FormPage, slug, { ref: '23ABCDEFGHJK' });
	expect(shown).toContain('name="referral" value="23ABCDEFGHJK"');
	expect(shown).toContain('ref=23ABCDEFGHJK&amp;lang=fr');
});
