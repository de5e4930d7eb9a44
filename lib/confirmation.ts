import type { Locale } from './text';

/** How long a link to confirm a consent works. */
export const CONFIRM_WITHIN_DAYS = 7;

const WORDS = {
	en: {
		subject: (brand: string) => `Please confirm: messages from ${brand}`,
		intro: (brand: string) => `Somebody, probably you, left this address with ${brand}, and agreed to this:`,
		button: 'Confirm',
		outro: `The link works for ${CONFIRM_WITHIN_DAYS} days. If it was not you, do nothing: without it nothing is sent to you.`,
		sms: (brand: string, url: string) => `${brand}: please confirm that you want our SMS: ${url}`,
	},
	fr: {
		subject: (brand: string) => `À confirmer : les messages de ${brand}`,
		intro: (brand: string) => `Quelqu’un, sans doute vous, a laissé cette adresse à ${brand} et accepté ceci :`,
		button: 'Confirmer',
		outro: `Le lien fonctionne ${CONFIRM_WITHIN_DAYS} jours. Si ce n’était pas vous, ne faites rien : sans lui, rien ne vous sera envoyé.`,
		sms: (brand: string, url: string) => `${brand}: confirmez que vous acceptez nos SMS : ${url}`,
	},
} as const satisfies Record<Locale, unknown>;

export type Confirmation = {
	brand: string;
	locale: Locale;
	/** What she agreed to, in the words that were shown. */
	wordings: string[];
	url: string;
};

/** The message that asks to confirm a consent by email. A service message: it offers nothing, and is sent once. */
export function confirmationEmail({ brand, locale, wordings, url }: Confirmation) {
	const words = WORDS[locale];
	const items = wordings.map((wording) => `<li style="margin:0 0 8px">${escaped(wording)}</li>`).join('');
	const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;background:#f5f5f4;font-family:Helvetica,Arial,sans-serif;color:#1f2328">
<div style="max-width:560px;margin:0 auto;padding:32px 16px"><div style="background:#ffffff;border-radius:8px;padding:32px">
<p style="margin:0 0 16px;font-size:16px;line-height:1.5">${escaped(words.intro(brand))}</p>
<ul style="margin:0 0 24px;padding:0 0 0 20px;font-size:16px;line-height:1.5">${items}</ul>
<p style="margin:0 0 24px"><a href="${escaped(url)}" style="display:inline-block;background:#1f2328;color:#ffffff;text-decoration:none;border-radius:6px;padding:12px 24px;font-size:16px">${escaped(words.button)}</a></p>
<p style="margin:0;font-size:14px;line-height:1.5;color:#59636e">${escaped(words.outro)}</p>
</div></div></body></html>`;
	const text = [words.intro(brand), ...wordings.map((wording) => `- ${wording}`), url, words.outro].join('\n\n');
	return { channel: 'email' as const, subject: words.subject(brand).replace(/\s+/g, ' '), html, text };
}

/** The same by SMS, where there is no room for the words: they are on the page that the link opens. */
export function confirmationSms({ brand, locale, url }: Confirmation) {
	return { channel: 'sms' as const, body: WORDS[locale].sms(brand, url) };
}

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
