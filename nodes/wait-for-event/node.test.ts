import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const waitFor = registered(node);
const SAME_BASKET = { property: 'cart_id', equalsTrigger: 'cart_id' };
const ORDERED = { port: 'ordered', event: 'Order Completed', correlation: SAME_BASKET };
const RESTART = { event: 'Product Added', correlation: SAME_BASKET };
const ONE_HOUR = { kind: 'duration', duration: 'PT1H' };
const DATE = { kind: 'date', of: 'trigger', path: 'promised_at', offset: 'P1D' };

test('a wait dropped on the canvas only misses its event', () => {
	expect(waitFor.findings(waitFor.defaults)).toEqual(['error events.0.event']);
	expect(waitFor.portIds(waitFor.defaults)).toEqual(['happened', 'timeout']);
});

test('there is one exit for each event, and one for when nothing happened', () => {
	const left = { port: 'left', event: 'Store Left' };
	expect(waitFor.portIds({ events: [ORDERED, left], timeout: ONE_HOUR })).toEqual(['ordered', 'left', 'timeout']);
	expect(waitFor.portIds({ events: [ORDERED], timeout: { kind: 'never' } })).toEqual(['ordered']);
});

test('the card says for what and how long it waits, in English and French', () => {
	const left = { port: 'left', event: 'Store Left' };
	expect(waitFor.sentences({ events: [ORDERED, left], timeout: ONE_HOUR })).toEqual([
		'Order Completed or Store Left, for 1 hour',
		'Order Completed ou Store Left, pendant 1 heure',
	]);
	expect(waitFor.sentences({ events: [ORDERED], timeout: DATE })).toEqual([
		'Order Completed, until promised_at',
		'Order Completed, jusqu’à promised_at',
	]);
	expect(waitFor.sentences({ events: [ORDERED], timeout: { kind: 'never' } })).toEqual([
		'Order Completed',
		'Order Completed',
	]);
});

describe('what the journey listens to', () => {
	test('the order of this very basket, while the timer starts again with each product', () => {
		const { opcode, awaits } = waitFor.read({ events: [ORDERED], timeout: ONE_HOUR, restartOn: [RESTART] });
		expect(opcode).toEqual({ op: 'await' });
		expect(awaits).toEqual({
			listeners: [ORDERED, { ...RESTART, restart: true }],
			timeout: ONE_HOUR,
			lateness: 'PT1S',
		});
	});

	test('until a date of the trigger event', () => {
		expect(waitFor.read({ events: [ORDERED], timeout: DATE, lateness: 'PT8H' }).awaits).toMatchObject({
			timeout: DATE,
			lateness: 'PT8H',
		});
	});

	test('for ever', () => {
		expect(waitFor.read({ events: [ORDERED], timeout: { kind: 'never' } }).awaits).toMatchObject({ timeout: null });
	});
});

describe('what is wrong is said beside its field', () => {
	const valid = { events: [ORDERED], timeout: ONE_HOUR };
	test.each([
		['no event at all', { events: [] }, 'events'],
		['an event without a name', { events: [{ ...ORDERED, event: '' }] }, 'events.0.event'],
		['an exit with a space in its name', { events: [{ ...ORDERED, port: 'has ordered' }] }, 'events.0.port'],
		['two exits of the same name', { events: [ORDERED, { ...ORDERED, event: 'Cart Viewed' }] }, 'events.1.port'],
		['an exit called like the timeout', { events: [{ ...ORDERED, port: 'timeout' }] }, 'events.0.port'],
		['a time limit in words', { timeout: { kind: 'duration', duration: 'one hour' } }, 'timeout.duration'],
		['a date without a name', { timeout: { kind: 'date', path: '' } }, 'timeout.path'],
		[
			'half of “the same as the trigger”',
			{ restartOn: [{ event: 'Product Added', correlation: { property: '', equalsTrigger: 'cart_id' } }] },
			'restartOn.0.correlation.property',
		],
		['an empty group in a filter', { events: [{ ...ORDERED, where: { type: 'none', rules: [] } }] }, 'events.0.where'],
		[
			'an empty group in what restarts the timer',
			{ restartOn: [{ ...RESTART, where: { type: 'any', rules: [] } }] },
			'restartOn.0.where',
		],
		['a negative grace', { lateness: '-PT1S' }, 'lateness'],
	])('%s', (_what, change, field) => {
		expect(waitFor.findings({ ...valid, ...change })).toEqual([`error ${field}`]);
	});
});
