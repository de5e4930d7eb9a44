import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const voucher = registered(node);
const valid = { title: '10 € offerts', terms: 'Dès 50 €', store: { choose: 'home' }, validFor: 'P14D' };

test('a voucher dropped on the canvas only misses its offer', () => {
	expect(voucher.findings(voucher.defaults)).toEqual(['error title']);
	expect(voucher.portIds(voucher.defaults)).toEqual(['issued', 'failed']);
});

test('a voucher of an offer needs no words of its own, and may find none left', () => {
	const ofOffer = { ...valid, title: '', offer: 'autumn-10' };
	expect(voucher.findings(ofOffer)).toEqual([]);
	expect(voucher.portIds(ofOffer)).toEqual(['issued', 'none-left', 'failed']);
	expect(voucher.sentences(ofOffer)).toEqual(['autumn-10 · 14 days', 'autumn-10 · 14 jours']);
});

test('the card says the offer and how long it is valid, in English and French', () => {
	expect(voucher.sentences(valid)).toEqual(['10 € offerts · 14 days', '10 € offerts · 14 jours']);
});

test('the card of a voucher without an offer yet only says how long it is valid', () => {
	expect(voucher.sentences({ ...valid, title: '' })).toEqual(['14 days', '14 jours']);
});

test('the card says when the offer ends, since a voucher ends with it', () => {
	const names = {
		offers: { bf: 'Black Friday' },
		offersEnd: { at: { bf: '2026-11-29T23:00:00Z' }, zone: 'Europe/Paris' },
	};
	const said = (locale: 'en' | 'fr') =>
		node.registered.draw({ ...valid, title: '', offer: 'bf' }, locale, names).summary;
	expect(said('en')).toBe('Black Friday · 14 days, until Nov 29 at the latest');
	expect(said('fr')).toBe('Black Friday · 14 jours, au plus tard le 29 nov.');
});

test('a voucher is issued in Postgres, by the worker', () => {
	expect(voucher.read(valid).opcode).toEqual({ op: 'act', type: 'web-to-store', local: true });
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['an offer of spaces', { title: ' ' }, 'error title'],
		['an offer with half a variable', { title: '{{ event.total' }, 'error title'],
		['conditions with half a variable', { terms: '{{ event.total' }, 'error terms'],
		['a variable that is not known', { terms: '{{ client.prenom }}' }, 'warning terms'],
		['one store for all, but which?', { store: { choose: 'given', storeId: '' } }, 'error store.storeId'],
		['a store chosen in a way that does not exist', { store: { choose: 'biggest' } }, 'error store.choose'],
		['a validity in words', { validFor: 'two weeks' }, 'error validFor'],
	])('%s', (_what, change, finding) => {
		expect(voucher.findings({ ...valid, ...change })).toEqual([finding]);
	});
});
