import { withStopMention } from '@/lib/sms';
import { renderTemplate } from '@/lib/template';
import { defineRun } from '../define';
import node from './node';

export default defineRun(node, ({ config, send }) =>
	send('sms', async (variables) => ({
		channel: 'sms',
		body: withStopMention(await renderTemplate('plain', config.body, variables), config.stopMention),
	})),
);
