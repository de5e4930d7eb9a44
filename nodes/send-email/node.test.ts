import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const email = registered(node);
const mjml = (text: string) =>
	`<mjml><mj-body><mj-section><mj-column>${text}</mj-column></mj-section></mj-body></mjml>`;
const valid = { subject: 'Votre panier', body: mjml('<mj-text>Bonjour</mj-text>') };

test('an email dropped on the canvas only misses its subject', async () => {
	expect(email.findings(email.defaults)).toEqual(['error subject']);
	expect(email.portIds(email.defaults)).toEqual(['sent', 'skipped', 'failed']);
	await expect(email.read({ ...email.defaults, subject: 'Hello' }).prepare?.()).resolves.toBeDefined();
});

test('the card shows the subject', () => {
	expect(email.sentences(valid)).toEqual(['Votre panier', 'Votre panier']);
});

test('an email that is not filled in at all is drawn without words', () => {
	expect(email.sentences({})).toEqual(['', '']);
});

test('an email is sent by the worker', () => {
	expect(email.read(valid).opcode).toEqual({ op: 'act', type: 'send-email', local: true });
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['a subject of spaces', { subject: '  ' }, 'error subject'],
		['a subject that no inbox shows', { subject: 'x'.repeat(251) }, 'error subject'],
		['a subject with half a variable', { subject: 'Hello {{ customer.first_name' }, 'error subject'],
		['a filter that does not exist', { subject: '{{ event.total | euros }}' }, 'error subject'],
		['no message', { body: '' }, 'error body'],
		['a message with a tag that is never closed', { body: mjml('{% if customer.vip %}') }, 'error body'],
		['a variable that is not known', { subject: 'Hello {{ client.prenom }}' }, 'warning subject'],
	])('%s', (_what, change, finding) => {
		expect(email.findings({ ...valid, ...change })).toEqual([finding]);
	});
});

describe('publishing an email', () => {
	const publish = async (body: string) => email.read({ ...valid, body }).prepare?.();

	test('turns its MJML into HTML and into plain text, variables and all', async () => {
		const body = mjml(
			'<mj-text>Bonjour {{ customer.first_name }}</mj-text><mj-button href="{{ voucher.url }}">Mon bon</mj-button>',
		);
		expect(await publish(body)).toEqual({
			html: expect.stringMatching(
				/^<!doctype html>[\s\S]*Bonjour {{ customer.first_name }}[\s\S]*href="{{ voucher.url }}"/i,
			),
			text: expect.stringContaining('Mon bon [{{ voucher.url }}]'),
		});
	});

	test('refuses MJML that is wrong, naming the field, the tag and the line', async () => {
		await expect(publish(mjml('<mj-txt>Bonjour</mj-txt>'))).rejects.toMatchObject({
			name: 'UserError',
			field: 'body',
			message: expect.stringMatching(/line 1.*mj-txt/i),
		});
	});

	test('never reads a file of the server', async () => {
		const published = JSON.stringify(
			await publish(mjml('<mj-text>A</mj-text><mj-include path="./package.json" />')).catch(String),
		);
		expect(published).not.toContain('@temporalio');
	});

	test('asks no other server for fonts', async () => {
		expect(JSON.stringify(await publish(mjml('<mj-text font-family="Roboto">A</mj-text>')))).not.toContain(
			'googleapis',
		);
	});
});
