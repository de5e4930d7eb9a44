import { expect, test } from 'vitest';
import type { JsonObject } from '@/lib/event';
import { fakeContext, type World } from '../testing/fake-context';
import node from './node';
import run from './run';

async function send(config: { body: string; stopMention?: string }, variables: JsonObject, world: World = {}) {
	const { context, messages } = fakeContext(node.config.parse(config), { variables, ...world });
	return { result: await run(context), messages };
}

test('the message is filled in for the customer and says how to stop', async () => {
	const variables = { customer: { first_name: 'Zoé' }, voucher: { url: 'https://example.test/v/ABC' } };
	const { result, messages } = await send({ body: '{{ customer.first_name }} : {{ voucher.url }}' }, variables);
	expect(messages).toEqual([{ channel: 'sms', body: 'Zoé : https://example.test/v/ABC STOP: repondez STOP' }]);
	expect(result).toEqual({ port: 'sent' });
});

test('a text that says STOP itself gets no second mention', async () => {
	const { messages } = await send({ body: 'Votre bon. STOP au 36200' }, {});
	expect(messages).toEqual([{ channel: 'sms', body: 'Votre bon. STOP au 36200' }]);
});

test('a customer called STOP does not keep the mention out', async () => {
	const { messages } = await send({ body: 'Bonjour {{ customer.first_name }}' }, { customer: { first_name: 'STOP' } });
	expect(messages).toEqual([{ channel: 'sms', body: 'Bonjour STOP STOP: repondez STOP' }]);
});

test('a message about an order may go without the mention', async () => {
	const { messages } = await send({ body: 'Votre commande est prete', stopMention: '' }, {});
	expect(messages).toEqual([{ channel: 'sms', body: 'Votre commande est prete' }]);
});

test('an SMS is plain text: nothing is escaped, and what is not known stays empty', async () => {
	const { messages } = await send(
		{ body: '{{ customer.first_name }}{{ store.name }} <3', stopMention: '' },
		{ customer: { first_name: 'Zoé & Tom' } },
	);
	expect(messages).toEqual([{ channel: 'sms', body: 'Zoé & Tom <3' }]);
});

test('the step leaves by the port that the ledger answers with', async () => {
	const answer = { port: 'skipped', why: 'no-phone' };
	expect((await send({ body: 'Hello' }, {}, { answer })).result).toEqual(answer);
});
