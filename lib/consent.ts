import { z } from 'zod';
import type { Channel } from './channel';
import { LOCALES, type Locale } from './text';

/** What a consent is for when nobody says: offers and news. Every retailer has it. */
export const DEFAULT_PURPOSE = 'marketing';

export const purposeId = z
	.string()
	.max(40)
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use small letters, digits and hyphens, such as partner-offers');

const inEveryLanguage = (max: number) =>
	z.object({ en: z.string().trim().min(1).max(max), fr: z.string().trim().min(1).max(max) });

/**
 * One thing a customer may agree to, or not, by itself: GDPR recital 43 wants a separate consent for each purpose.
 * `wording`: the sentence she agrees to; `{brand}` and `{channel}` are filled in.
 */
export const consentPurpose = z.object({ id: purposeId, label: inEveryLanguage(60), wording: inEveryLanguage(600) });
export type ConsentPurpose = z.infer<typeof consentPurpose>;

/** The purposes a retailer begins with. */
export const DEFAULT_PURPOSES: ConsentPurpose[] = [
	{
		id: DEFAULT_PURPOSE,
		label: { en: 'Offers and news', fr: 'Offres et nouveautés' },
		wording: {
			en: 'I would like to receive offers and news from {brand} by {channel}. I can change my mind at any time with the link in each message.',
			fr: 'Je souhaite recevoir les offres et nouveautés de {brand} par {channel}. Je peux changer d’avis à tout moment grâce au lien présent dans chaque message.',
		},
	},
];

/** At least offers and news, and no two of the same name. */
export const purposes = z
	.array(consentPurpose)
	.min(1)
	.max(12)
	.refine((all) => all.some(({ id }) => id === DEFAULT_PURPOSE), `“${DEFAULT_PURPOSE}” has to stay`)
	.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'two purposes have the same name');

export const CHANNEL_WORDS = {
	email: { en: 'email', fr: 'e-mail' },
	sms: { en: 'SMS', fr: 'SMS' },
} as const satisfies Record<Channel, Record<Locale, string>>;

/** The sentence a customer agrees to, as she reads it. */
export function sayWording(
	{ wording }: Pick<ConsentPurpose, 'wording'>,
	{ channel, brand, locale }: { channel: Channel; brand: string; locale: Locale },
): string {
	return wording[locale].replaceAll('{channel}', CHANNEL_WORDS[channel][locale]).replaceAll('{brand}', () => brand);
}

/** Hers, of the languages we speak, by a BCP 47 tag; else `otherwise`. */
export function spokenLocale(tag: string | null | undefined, otherwise: Locale): Locale {
	const language = tag?.toLowerCase().split(/[-_]/)[0];
	return LOCALES.find((locale) => locale === language) ?? otherwise;
}

/** How a decision reached us when the customer took it herself, with us: by a link only she was sent, or words she sent. */
export const OWN_SOURCES = [
	'preference-centre',
	'unsubscribe-page',
	'one-click',
	'sms-stop',
	'sms-start',
	'email-stop',
	'form',
	'double-opt-in',
] as const;
export type OwnSource = (typeof OWN_SOURCES)[number];

/** A customer's decision, or what somebody reported as hers. `at`: UTC epoch ms; `id` (UUID v7) tells two of one instant apart. */
export type Decision = {
	channel: Channel;
	purpose: string;
	granted: boolean;
	/** She took it herself (`OWN_SOURCES`); otherwise a site, a till or an import says so. */
	own: boolean;
	at: number;
	id: string;
};

/** By channel, then purpose; what was never decided is absent, and counts as no. */
export type Consents = Partial<Record<Channel, Record<string, boolean>>>;

/**
 * What holds now. The latest decision does, but an opt-out of her own is undone by nobody else: a site that still says
 * “yes” knows less than she does. She may object at any time (GDPR art. 21(2–3), ePrivacy directive art. 13(2), CPCE
 * L34-5), withdrawing is as easy as agreeing, and that she agreed is for the retailer to show (GDPR art. 7(1), 7(3)).
 */
export function standingConsents(decisions: readonly Decision[]): Consents {
	const latest = new Map<string, { all: Decision; own: Decision | null }>();
	for (const decision of decisions) {
		const key = `${decision.channel} ${decision.purpose}`;
		const before = latest.get(key);
		latest.set(key, {
			all: before && isLater(before.all, decision) ? before.all : decision,
			own: !decision.own || (before?.own && isLater(before.own, decision)) ? (before?.own ?? null) : decision,
		});
	}
	const standing: Consents = {};
	for (const { all, own } of latest.values()) {
		const byPurpose = standing[all.channel] ?? {};
		standing[all.channel] = byPurpose;
		byPurpose[all.purpose] = own?.granted === false ? false : all.granted;
	}
	return standing;
}

function isLater(a: Decision, b: Decision): boolean {
	return a.at === b.at ? a.id > b.id : a.at > b.at;
}

/** Is this what her last word about it was, said herself, and does it hold? Then saying it again decides nothing. */
export function standsByHerself(
	decisions: readonly Decision[],
	{ channel, purpose, granted }: Pick<Decision, 'channel' | 'purpose' | 'granted'>,
): boolean {
	const about = decisions.filter((each) => each.channel === channel && each.purpose === purpose);
	const own = about.filter((each) => each.own).reduce<Decision | null>((a, b) => (a && isLater(a, b) ? a : b), null);
	return own?.granted === granted && consentTo(standingConsents(about), channel, purpose) === granted;
}

/** Did she agree to messages of this purpose on this channel? */
export function consentTo(consents: Consents, channel: Channel, purpose: string): boolean {
	return consents[channel]?.[purpose] ?? false;
}
