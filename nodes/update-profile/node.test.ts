import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const update = registered(node);
const trait = (name: string, value: { type: string; [key: string]: string | boolean }) => ({
	traits: [{ name, value }],
});
const valid = trait('vip', { type: 'boolean', boolean: true });

test('an update dropped on the canvas misses what it writes down', () => {
	expect(update.findings(update.defaults)).toEqual(['error traits']);
	expect(update.portIds(update.defaults)).toEqual(['done', 'failed']);
});

test('the card names what is written down, in English and French', () => {
	expect(update.sentences({ ...valid, homeStore: 'lyon', locale: 'fr-FR' })).toEqual([
		'vip, usual store, language',
		'vip, magasin habituel, langue',
	]);
	expect(update.findings(valid)).toEqual([]);
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['a consent', trait('consents', { type: 'boolean', boolean: true }), 'error traits.0.name'],
		['an address', trait('email', { type: 'text', text: 'x@example.test' }), 'error traits.0.name'],
		['a card', trait('loyalty_card', { type: 'text', text: '1' }), 'error traits.0.name'],
		['points', trait('points', { type: 'number', number: '1000' }), 'error traits.0.name'],
		['half a variable', trait('size', { type: 'text', text: '{{ event.size' }), 'error traits.0.value.text'],
		['no number', trait('size', { type: 'number', number: ' ' }), 'error traits.0.value.number'],
	])('%s', (_what, config, finding) => {
		expect(update.findings(config)).toEqual([finding]);
	});
});
