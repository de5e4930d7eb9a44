import { promisedBy } from '@/lib/promise';
import { defineRun } from '../define';
import { renderEmail } from '../render-message';
import node from './node';
import { preparedEmail } from './prepared';

export default defineRun(node, ({ config, prepared, trigger, send }) =>
	send('email', (variables) => renderEmail(config, preparedEmail.parse(prepared), variables), {
		purpose: config.purpose,
		promised: promisedBy(config.promises, [config.subject, config.body], trigger.properties),
	}),
);
