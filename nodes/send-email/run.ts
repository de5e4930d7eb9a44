import { promisedBy } from '@/lib/promise';
import { renderTemplate } from '@/lib/template';
import { defineRun } from '../define';
import node from './node';
import { preparedEmail } from './prepared';

export default defineRun(node, ({ config, prepared, trigger, send }) =>
	send(
		'email',
		async (variables) => {
			const { html, text } = preparedEmail.parse(prepared);
			return {
				channel: 'email',
				// A line break in a subject would start another header.
				subject: (await renderTemplate('plain', config.subject, variables)).replace(/\s+/g, ' ').trim(),
				html: await renderTemplate('html', html, variables),
				text: await renderTemplate('plain', text, variables),
			};
		},
		{
			purpose: config.purpose,
			promised: promisedBy(config.promises, [config.subject, config.body], trigger.properties),
		},
	),
);
