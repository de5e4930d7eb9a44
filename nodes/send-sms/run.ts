import { promisedBy } from '@/lib/promise';
import { withStopMention } from '@/lib/sms';
import { renderTemplate } from '@/lib/template';
import { defineRun } from '../define';
import node from './node';

export default defineRun(node, ({ config, trigger, send }) =>
	send(
		'sms',
		async (variables) => ({
			channel: 'sms',
			// Before it is filled in: a customer called “STOP” must not keep the mention out.
			body: await renderTemplate('plain', withStopMention(config.body, config.stopMention), variables),
		}),
		{ purpose: config.purpose, promised: promisedBy(config.promises, [config.body], trigger.properties) },
	),
);
