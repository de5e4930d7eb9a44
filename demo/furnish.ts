import { capture } from '@/db/capture';
import type { Db } from '@/db/client';
import { createForm, loadForm, setFormPublished } from '@/db/forms';
import { saveOffer } from '@/db/offers';
import { saveOperation } from '@/db/operations';
import { saveTrend } from '@/db/trends';
import { getWorkspaceSettings } from '@/db/workspace';
import { type ConsentPurpose, DEFAULT_PURPOSES } from '@/lib/consent';
import { formAsks, formDefinition } from '@/lib/form';
import { offerDraft } from '@/lib/offer';
import { operationDraft } from '@/lib/operation';
import { trendDefinition } from '@/lib/trend';

const DAY_MS = 86_400_000;
export const THANKS = 'merci-fidelite';

/** What the customers of the demo may agree to, and the tiers that its points lead to. */
export const PURPOSES: ConsentPurpose[] = [
	...DEFAULT_PURPOSES,
	{
		id: 'ateliers',
		label: { en: 'Workshops in the stores', fr: 'Ateliers en magasin' },
		wording: {
			en: 'I would like to be invited by {channel} to the workshops of {brand}.',
			fr: 'Je souhaite être invité par {channel} aux ateliers de {brand}.',
		},
	},
];
export const TIERS = [
	{ name: 'Bronze', from: 0 },
	{ name: 'Argent', from: 200 },
	{ name: 'Or', from: 500 },
];

/** An offer, an operation that carries it, a trend and a form with an answer: a page has something to show before anybody made it. */
export async function furnish(db: Db, now: number): Promise<void> {
	await saveOffer(
		db,
		{
			id: THANKS,
			...offerDraft.parse({
				name: 'Merci aux fidèles',
				title: '15 € pour votre prochaine visite',
				terms: 'Dès 60 € d’achat, en magasin et en ligne. Non cumulable.',
				discount: { kind: 'amount', value: 1500, currency: 'EUR' },
				limit_per_customer: 2,
			}),
		},
		'system',
	);
	await saveOperation(
		db,
		{
			id: 'semaine-du-linge',
			...operationDraft.parse({
				name: 'Semaine du linge',
				description: 'Le linge de maison mis en avant dans toutes les vitrines.',
				starts_at: new Date(now + 5 * DAY_MS).toISOString(),
				ends_at: new Date(now + 12 * DAY_MS).toISOString(),
				categories: ['Linge de maison'],
				offers: [THANKS],
			}),
		},
		'system',
	);
	await saveTrend(
		db,
		{
			revision: 0,
			name: 'Produits dont on parle',
			definition: trendDefinition.parse({
				event: 'Product Viewed',
				measure: { of: 'customers' },
				by: 'product',
				window: 'P7D',
				threshold: { than: 'usual', op: 'at-least', times: 2, of: 'windows', least: 10 },
				pause: 'P7D',
			}),
		},
		'system',
	);
	await fillForm(db, now);
}

/** A newsletter's form, and somebody who has just asked for it: her address is to be confirmed. */
async function fillForm(db: Db, now: number): Promise<void> {
	const definition = formDefinition.parse({
		name: 'Lettre et ateliers',
		kind: 'newsletter',
		title: { en: 'News from the house', fr: 'Les nouvelles de la maison' },
		intro: {
			en: 'Once a month: what is new, and what happens in your store.',
			fr: 'Une fois par mois\u00a0: les nouveautés, et ce qui se passe dans votre magasin.',
		},
		button: { en: 'Sign up', fr: 'Je m’inscris' },
		thanks: {
			en: 'Thank you. A link to confirm your address is on its way.',
			fr: 'Merci. Un lien pour confirmer votre adresse vient de partir.',
		},
		notice: {
			en: 'Maison Auber keeps your address for as long as you wish to hear from us.',
			fr: 'Maison Auber conserve votre adresse aussi longtemps que vous souhaitez nous lire.',
		},
		fields: [
			{ field: 'email', required: true },
			{ field: 'first_name', required: false },
		],
		asks: PURPOSES.map(({ id }) => ({ channel: 'email', purpose: id })),
		doubleOptIn: true,
	});
	const id = await createForm(db, { slug: 'lettre', definition }, 'system');
	await setFormPublished(db, id, true, 'system');
	const form = await loadForm(db, id);
	const { purposes, brand } = await getWorkspaceSettings(db);
	const asks = formAsks(definition, { purposes, brand, locale: 'fr' });
	await capture(db, {
		form,
		shown: { of: id, version: form.version, locale: 'fr', at: now - 60_000, asks },
		ticked: asks,
		traits: { email: 'solene.guillou@example.test', first_name: 'Solène' },
		...{ anonymousId: 'demo-browser-solene', referral: null },
		at: new Date(now),
	});
}
