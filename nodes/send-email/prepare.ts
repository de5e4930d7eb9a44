import { convert } from 'html-to-text';
import mjml2html from 'mjml';
import { UserError } from '@/lib/errors';
import type { PreparedEmail } from './prepared';

/** Elements times rules that `<mj-style inline="inline">` may try: a second's work, and far beyond any email. */
const MOST_INLINED = 1_000_000;

/** MJML to HTML, and to the plain text that goes beside it. @throws UserError naming the `field` and the MJML line. */
export async function prepareEmail(body: string, field = 'body'): Promise<PreparedEmail> {
	if (inlined(body) > MOST_INLINED)
		throw new UserError('has too many rules in mj-style inline="inline" for so many elements: leave inline out', field);
	try {
		// Includes would read the server's files; the default fonts would be loaded from Google by every reader.
		const { html } = await mjml2html(body, {
			validationLevel: 'strict',
			ignoreIncludes: true,
			fonts: {},
			keepComments: false,
		});
		return { html, text: textOf(html) };
	} catch (error) {
		throw new UserError(error instanceof Error ? forMarketers(error.message) : String(error), field);
	}
}

/** “Line 1 of /srv/parcours (mj-text) — …”: the file MJML would have read is this process's folder. */
function forMarketers(message: string): string {
	return message.replace(/^ValidationError:\s*/, '').replaceAll(/^(\s*Line \d+) of .*? \(/gm, '$1 (');
}

/** Each rule of an inlined style is tried on every element. */
function inlined(body: string): number {
	const styles = body
		.toLowerCase()
		.split('<mj-style')
		.slice(1)
		.filter((style) => style.slice(0, style.indexOf('>')).includes('inline'))
		.map((style) => style.split('</mj-style', 1).join());
	const rules = styles.join('').match(/[{,]/g)?.length ?? 0;
	return rules * (body.match(/<\w/g)?.length ?? 0);
}

function textOf(html: string): string {
	return convert(html, {
		wordwrap: false,
		selectors: [
			{ selector: 'img', format: 'skip' },
			{ selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
		],
	});
}
