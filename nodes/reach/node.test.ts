import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const reach = registered(node);
const BODY = '<mjml><mj-body></mj-body></mjml>';
const message = { email: { subject: 'Hello', body: BODY }, sms: { body: 'Hello by SMS' } };

test('dropped on the canvas, it only misses what it says on each channel', () => {
	expect(reach.findings(reach.defaults)).toEqual(['error email.subject', 'error sms.body']);
	expect(reach.portIds(reach.defaults)).toEqual(['sent', 'skipped', 'failed']);
});

test('the card shows the message', () => {
	expect(reach.sentences(message)).toEqual(['Hello by SMS', 'Hello by SMS']);
});

test('it is sent by the worker, on one channel or the other', () => {
	expect(reach.read(message)).toMatchObject({
		opcode: { op: 'act', type: 'reach', local: true },
		channels: ['email', 'sms'],
	});
});

describe('what is wrong is said beside its field', () => {
	test.each([
		[
			'a subject with half a variable',
			{ ...message, email: { subject: '{{ customer', body: BODY } },
			'error email.subject',
		],
		[
			'an email with an unknown variable',
			{ ...message, email: { subject: '{{ shop.x }}', body: BODY } },
			'warning email.subject',
		],
		['an SMS with half a variable', { ...message, sms: { body: '{{ customer' } }, 'error sms.body'],
		['an SMS that costs as four', { ...message, sms: { body: 'x'.repeat(460), stopMention: '' } }, 'warning sms.body'],
		['an order that nobody knows', { ...message, order: 'pigeon' }, 'error order'],
	])('%s', (_what, config, finding) => {
		expect(reach.findings(config)).toEqual([finding]);
	});
	test('a mistake in the MJML is one of the email’s', async () => {
		const config = node.config.parse({ ...message, email: { subject: 'Hello', body: '<mj-nonsense>' } });
		await expect(node.prepare?.(config)).rejects.toMatchObject({ name: 'UserError', field: 'email.body' });
	});
});
