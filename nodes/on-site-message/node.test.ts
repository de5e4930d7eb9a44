import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const show = registered(node);
const valid = { name: 'welcome-back', slot: 'home-banner', title: 'Welcome back', validFor: 'P7D' };

test('a message dropped on the canvas misses its name, its place and its title', () => {
	expect(show.findings(show.defaults)).toEqual(['error name', 'error slot', 'error title']);
	expect(show.portIds(show.defaults)).toEqual(['placed', 'failed']);
});

test('the card says where it is shown and what it says', () => {
	expect(show.sentences(valid)).toEqual(['home-banner · Welcome back', 'home-banner · Welcome back']);
	expect(show.findings(valid)).toEqual([]);
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['a place in words', { slot: 'Home banner' }, 'error slot'],
		['half a variable', { body: '{{ event.name' }, 'error body'],
		[
			'her name, which only the shop’s servers may ask for',
			{ title: 'Hello {{ customer.first_name }}' },
			'warning title',
		],
		['her voucher', { link: '{{ voucher.url }}' }, 'warning link'],
		['her name by another word', { body: '{% assign c = customer %}{{ c.first_name }}' }, 'warning body'],
		['a time in words', { validFor: 'a week' }, 'error validFor'],
	])('%s', (_what, change, finding) => {
		expect(show.findings({ ...valid, ...change })).toEqual([finding]);
	});
});
