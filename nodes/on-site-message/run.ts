import { db } from '@/db/client';
import { placeMessage } from '@/db/site-messages';
import { addDuration } from '@/lib/duration';
import { UserError } from '@/lib/errors';
import { isAboutHer, renderTemplate } from '@/lib/template';
import { defineRun } from '../define';
import node from './node';

export default defineRun(node, async ({ config, key, enrollmentId, clock, facts, variables }) => {
	const known = await variables();
	const templates = [config.title, config.body, config.link];
	const [title, body, link] = await Promise.all(
		templates.map(async (text) => (await renderTemplate('plain', text, known)).trim()),
	);
	if (link && !leadsSomewhere(link))
		throw new UserError(
			{ en: 'a link starts with https:// or with /', fr: 'un lien commence par https:// ou par /' },
			'link',
		);
	const { customer } = await facts();
	const until = new Date(addDuration(clock, config.validFor, customer.timeZone ?? 'UTC'));
	await placeMessage(db(), {
		...{ key, enrollmentId, customerId: customer.id, until },
		...{ name: config.name, slot: config.slot, priority: config.priority },
		title: title ?? '',
		body: body ?? '',
		link: link || null,
		maxDisplays: config.maxDisplays || null,
		aboutHer: templates.some(isAboutHer),
	});
	return { port: 'placed', evidence: { slot: config.slot, until: until.toISOString() } };
});

/** A page of the site, or an address of the web: never what a browser would run. */
function leadsSomewhere(link: string): boolean {
	if (/^\/(?![/\\])/.test(link)) return true;
	return URL.canParse(link) && /^https?:$/.test(new URL(link).protocol);
}
