import { convert } from 'html-to-text';
import mjml2html from 'mjml';
import { UserError } from '@/lib/errors';
import type { PreparedEmail } from './prepared';

/** MJML to HTML, and to the plain text that goes beside it. @throws UserError naming the field and the MJML line. */
export async function prepareEmail(body: string): Promise<PreparedEmail> {
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
		throw new UserError(
			error instanceof Error ? error.message.replace(/^ValidationError:\s*/, '') : String(error),
			'body',
		);
	}
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
