import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const sms = registered(node);

test('an SMS dropped on the canvas only misses its message', () => {
	expect(sms.findings(sms.defaults)).toEqual(['error body']);
	expect(sms.portIds(sms.defaults)).toEqual(['sent', 'skipped', 'failed']);
});

test('the card shows the message', () => {
	expect(sms.sentences({ body: 'Votre bon vous attend' })).toEqual(['Votre bon vous attend', 'Votre bon vous attend']);
});

test('an SMS is sent by the worker', () => {
	expect(sms.read({ body: 'Hello' }).opcode).toEqual({ op: 'act', type: 'send-sms', local: true });
});

test('the mention of how to stop is there unless the marketer says otherwise', () => {
	expect(node.config.parse({ body: 'Hello' })).toMatchObject({ stopMention: 'STOP: repondez STOP' });
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['a message of spaces', { body: '  ' }, 'error body'],
		['a message of a whole page', { body: 'x'.repeat(1201) }, 'error body'],
		['half a variable', { body: 'Hello {{ customer.first_name' }, 'error body'],
		['a variable that is not known', { body: 'Hello {{ client.prenom }}' }, 'warning body'],
		['a mention that is longer than a message', { body: 'Hello', stopMention: 'x'.repeat(61) }, 'error stopMention'],
		['a mention with half a variable', { body: 'Hello', stopMention: '{{ brand.name' }, 'error stopMention'],
	])('%s', (_what, config, finding) => {
		expect(sms.findings(config)).toEqual([finding]);
	});
});

describe('a message that costs more than it seems is shown', () => {
	const warned = (body: string) => sms.findings({ body, stopMention: '' }).length > 0;

	test.each([
		['three parts in the cheap alphabet are fine', 'x'.repeat(459), false],
		['a fourth part is not', 'x'.repeat(460), true],
		['one ê makes every part shorter', `ê${'x'.repeat(201)}`, true],
		['an é does not', `é${'x'.repeat(201)}`, false],
	])('%s', (_what, body, expected) => {
		expect(warned(body)).toBe(expected);
	});

	test('counting the mention of how to stop', () => {
		expect(sms.findings({ body: 'x'.repeat(450), stopMention: 'STOP: repondez STOP' })).toEqual(['warning body']);
		expect(sms.problems({ body: 'x'.repeat(450), stopMention: 'STOP: repondez STOP' })[0]?.message).toEqual({
			en: 'This is charged as 4 messages.',
			fr: 'Ce message est facturé comme 4 SMS.',
		});
	});
});
