import { expect, test } from 'vitest';
import type { JsonObject } from '@/lib/event';
import { fakeContext, type World } from '../testing/fake-context';
import node from './node';
import run from './run';

const BODY = `<mjml><mj-body><mj-section><mj-column>
	<mj-text>Bonjour {{ customer.first_name }}, {{ event.total | money }}</mj-text>
	<mj-button href="{{ voucher.url }}">Mon bon</mj-button>
</mj-column></mj-section></mj-body></mjml>`;

/** Publishes an email and sends it to a customer, as the worker does. */
async function send(subject: string, variables: JsonObject, world: World = {}) {
	const config = node.config.parse({ subject, body: BODY });
	const prepared = (await node.prepare?.(config)) ?? null;
	const { context, messages } = fakeContext(config, { prepared, variables, ...world });
	const result = await run(context);
	const [message] = messages;
	if (message?.channel !== 'email') throw new Error('no email was sent');
	return { result, ...message };
}

const ZOE = {
	customer: { first_name: 'Zoé' },
	event: { total: 39.9 },
	voucher: { url: 'https://example.test/v/ABC?a=1&b=2' },
	locale: 'fr-FR',
	currency: 'EUR',
};

test('the subject, the message and its plain text are filled in for the customer', async () => {
	const { result, subject, html, text } = await send('{{ customer.first_name }}, votre panier', ZOE);
	expect(result).toEqual({ port: 'sent' });
	expect(subject).toBe('Zoé, votre panier');
	expect(html).toMatch(/Bonjour Zoé, 39,90\s€/);
	expect(html).toContain('href="https://example.test/v/ABC?a=1&amp;b=2"');
	expect(text).toMatch(/Bonjour Zoé, 39,90\s€/);
	expect(text).toContain('https://example.test/v/ABC?a=1&b=2');
});

test('what a customer typed can never become HTML of ours', async () => {
	const hostile = { ...ZOE, customer: { first_name: '<img src=x onerror="alert(1)">' } };
	const { html, text } = await send('Hello', hostile);
	expect(html).not.toContain('<img src=x');
	expect(html).toContain('&lt;img src=x onerror=&#34;alert(1)&#34;&gt;');
	expect(text).toContain('<img src=x');
});

test('what a customer typed is never read as a template', async () => {
	const { subject, html } = await send('{{ customer.first_name }}', {
		...ZOE,
		customer: { first_name: '{{ voucher.url }}' },
	});
	expect(subject).toBe('{{ voucher.url }}');
	expect(html).toContain('Bonjour {{ voucher.url }}');
});

test('a line break in a name cannot add a header to the email', async () => {
	const { subject } = await send('Bonjour {{ customer.first_name }}', {
		...ZOE,
		customer: { first_name: 'Zoé\r\nBcc: everybody@example.test\n\nHello\u2028' },
	});
	expect(subject).toBe('Bonjour Zoé Bcc: everybody@example.test Hello');
	expect(subject).not.toMatch(/[\r\n\u2028]/);
});

test('what is not known stays empty', async () => {
	const { subject, html, text } = await send('Bonjour {{ customer.first_name }}', {});
	expect(subject).toBe('Bonjour');
	expect(html).toMatch(/Bonjour\s*,/);
	expect(html + text).not.toMatch(/{{|undefined|null/);
});

test('the step leaves by the port that the ledger answers with', async () => {
	const answer = { port: 'skipped', why: 'no-consent' };
	expect((await send('Hello', ZOE, { answer })).result).toEqual(answer);
	const later = { deferUntil: 1_800_000_000_000, why: 'quiet-hours' };
	expect((await send('Hello', ZOE, { answer: later })).result).toEqual(later);
});

test('an email that was never prepared is a bug, not an empty message', async () => {
	const { context, messages } = fakeContext(node.config.parse({ subject: 'Hello', body: BODY }));
	await expect(run(context)).rejects.toThrow();
	expect(messages).toEqual([]);
});
