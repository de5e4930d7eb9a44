import { promisedBy } from '@/lib/promise';
import { defineRun } from '../define';
import { renderSms } from '../render-message';
import node from './node';

export default defineRun(node, ({ config, trigger, send }) =>
	send('sms', (variables) => renderSms(config, variables), {
		purpose: config.purpose,
		promised: promisedBy(config.promises, [config.body], trigger.properties),
	}),
);
