import { describe, expect, test } from 'vitest';
import type { Rule } from './condition';
import { inOrder, isOnCustomersOnly, segmentProblem } from './segment-rule';

const inside = (segmentId: string): Rule => ({ type: 'segment', segmentId, in: true });
const bought: Rule = { type: 'history', event: 'Order Completed', count: { op: 'at-least', n: 1 } };

describe('the rule of a segment', () => {
	test('says who the customer is, not what happens or what is in stock', () => {
		expect(segmentProblem('a', bought, [])).toBeNull();
		expect(segmentProblem('a', { type: 'all', rules: [] }, [])).toBe('empty');
		expect(segmentProblem('a', { type: 'all', rules: [bought, { type: 'any', rules: [] }] }, [])).toBe('empty-group');
		expect(segmentProblem('a', { type: 'property', of: 'event', path: 'total', op: 'is-set' }, [])).toBe('no-event');
		expect(segmentProblem('a', { type: 'store', at: { choose: 'home' }, open: true }, [])).toBe('world');
	});

	test('may look at the events of her history', () => {
		const where: Rule = { type: 'property', of: 'event', path: 'total', op: 'at-least', value: 100 };
		expect(segmentProblem('a', { ...bought, where } as Rule, [])).toBeNull();
	});

	test('may look at other segments, but not in a circle', () => {
		const others = [
			{ id: 'b', rule: inside('c') },
			{ id: 'c', rule: inside('a') },
		];
		expect(segmentProblem('d', inside('b'), others)).toBeNull();
		expect(segmentProblem('a', inside('a'), [])).toBe('circle');
		expect(segmentProblem('a', inside('b'), others)).toBe('circle');
	});

	test('of a stage looks at no segment: stages come first', () => {
		expect(segmentProblem(null, bought, [])).toBeNull();
		expect(segmentProblem(null, inside('a'), [])).toBe('segments');
	});
});

test('those that others look at are reviewed first', () => {
	const segments = [
		{ id: 'b', rule: inside('c') },
		{ id: 'a', rule: inside('b') },
		{ id: 'c', rule: bought },
	];
	expect(inOrder(segments).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

test('customers are counted for a rule that is on them only, and says something', () => {
	const city: Rule = { type: 'property', of: 'customer', path: 'traits.city', op: 'equals', value: 'Paris' };
	const asTriggered: Rule = { ...city, value: { from: 'trigger', path: 'city' } };
	expect(isOnCustomersOnly({ type: 'all', rules: [city, bought, inside('a')] })).toBe(true);
	expect(isOnCustomersOnly({ ...bought, where: { ...city, of: 'event', path: 'city' } })).toBe(true);
	for (const other of [
		{ type: 'all', rules: [] },
		{ type: 'all', rules: [city, { type: 'any', rules: [] }] },
		{ ...city, of: 'event' },
		{ ...city, of: 'trigger' },
		asTriggered,
		{ ...bought, where: { ...asTriggered, of: 'event' } },
		{ type: 'store', at: { choose: 'home' }, open: true },
	] satisfies Rule[])
		expect(isOnCustomersOnly(other)).toBe(false);
});
