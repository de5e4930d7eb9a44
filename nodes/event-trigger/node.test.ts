import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const trigger = registered(node);
const BIG_BASKET = { type: 'property', of: 'event', path: 'total', op: 'at-least', value: 20 };

test('a trigger dropped on the canvas only misses its event', () => {
	expect(trigger.findings(trigger.defaults)).toEqual(['error event']);
	expect(trigger.portIds(trigger.defaults)).toEqual(['started']);
	expect(trigger.sentences(trigger.defaults)).toEqual(['…', '…']);
});

test('the card says who enters and how often, in English and French', () => {
	expect(trigger.sentences({ event: 'Store Entered', reentry: { mode: 'never' } })).toEqual([
		'Store Entered, only once',
		'Store Entered, une seule fois',
	]);
	expect(
		trigger.sentences({
			event: 'Product Added',
			where: BIG_BASKET,
			key: 'cart_id',
			reentry: { mode: 'after', duration: 'P7D' },
		}),
	).toEqual([
		'Product Added, filtered, once per cart_id, again after 7 days',
		'Product Added, avec un filtre, une fois par cart_id, à nouveau après 7 jours',
	]);
});

test('a trigger runs no instruction: it says who enters', () => {
	const { opcode, entry } = trigger.read({ event: 'Product Added', where: BIG_BASKET, key: 'cart_id' });
	expect(opcode).toBeNull();
	expect(entry).toEqual({
		event: 'Product Added',
		where: BIG_BASKET,
		key: 'cart_id',
		reentry: { mode: 'always' },
		maxAge: 'PT1H',
	});
});

describe('an event without a customer', () => {
	const sameStore = {
		type: 'property',
		of: 'customer',
		path: 'homeStoreId',
		op: 'equals',
		value: { from: 'trigger', path: 'store_id' },
	};
	const closed = { event: 'Store Closed', audience: { mode: 'rule', who: sameStore } };

	test('reaches the customers of its audience, and the card says which', () => {
		expect(trigger.read(closed).entry?.audience).toEqual({
			who: sameStore,
			order: { by: 'none' },
			limit: { kind: 'none' },
			perMinute: 6000,
			sameFor: 'P1D',
		});
		expect(trigger.sentences(closed)).toEqual([
			'Store Closed, for who: home store is the event’s store_id',
			'Store Closed, pour qui\u00a0: magasin habituel est store_id de l’événement',
		]);
	});
	test('reaches nobody unless it is said whom', () => {
		expect(trigger.read({ event: 'Store Closed' }).entry).not.toHaveProperty('audience');
		const everybody = { type: 'all', rules: [] };
		expect(trigger.findings({ ...closed, audience: { mode: 'rule', who: everybody } })).toEqual(['error audience.who']);
	});
});

test('a filter that was opened and left empty lets everything through', () => {
	expect(trigger.findings({ event: 'Product Added', where: { type: 'all', rules: [] } })).toEqual([]);
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['no event', { event: '' }, 'event'],
		['an unknown re-entry', { reentry: { mode: 'sometimes' } }, 'reentry.mode'],
		['a re-entry after a duration in words', { reentry: { mode: 'after', duration: 'a week' } }, 'reentry.duration'],
		['an age limit below zero', { maxAge: '-PT1H' }, 'maxAge'],
		['a filter in which nothing is chosen', { where: { type: 'any', rules: [] } }, 'where'],
		[
			'a place for nobody',
			{ audience: { mode: 'rule', who: BIG_BASKET, limit: { kind: 'count', n: 0 } } },
			'audience.limit.n',
		],
		['a filter without a value', { where: { ...BIG_BASKET, value: undefined } }, 'where.value'],
	])('%s', (_what, change, field) => {
		expect(trigger.findings({ event: 'Product Added', ...JSON.parse(JSON.stringify(change)) })).toEqual([
			`error ${field}`,
		]);
	});
});

describe('presets', () => {
	test.each(trigger.presets.map(({ id, label, config }) => [id, label, config] as const))(
		'%s is complete, and named in both languages',
		(_id, label, config) => {
			expect(label).toEqual({ en: expect.any(String), fr: expect.any(String) });
			expect(trigger.findings(config)).toEqual([]);
			expect(trigger.read(config).entry?.audience).toBeDefined();
		},
	);
	test('say whom they reach on the card', () => {
		const closed = trigger.presets.find(({ id }) => id === 'store-closed');
		expect(trigger.sentences(closed?.config ?? {})[0]).toMatch(
			/^Store Closed, for who: .*store_id, once per store_id$/,
		);
	});
});
