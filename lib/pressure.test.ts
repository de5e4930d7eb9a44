import { describe, expect, test } from 'vitest';
import { journeySettings } from './graph';
import { kindOfStep, pressureOf } from './pressure';

describe('a journey that was drawn before there were kinds', () => {
	test.each([
		['marketing', 'relational'],
		['service', 'service'],
	] as const)('and said %s is %s: it means what it meant', (purpose, kind) => {
		expect(pressureOf({ purpose })).toEqual({ kind, priority: 50, outranked: 'hold' });
		expect(pressureOf(journeySettings.parse({ purpose }))).toMatchObject({ kind });
	});
});

test('a journey is a promotion only when it says so', () => {
	expect(pressureOf(journeySettings.parse({})).kind).toBe('relational');
	expect(pressureOf(journeySettings.parse({ kind: 'promotional', priority: 80, outranked: 'drop' }))).toEqual({
		kind: 'promotional',
		priority: 80,
		outranked: 'drop',
	});
});

describe('a message', () => {
	const promotional = journeySettings.parse({ kind: 'promotional' });
	test('is what its journey is, unless its step says something else', () => {
		expect(kindOfStep(promotional, {})).toBe('promotional');
		expect(kindOfStep(promotional, { kind: 'journey' })).toBe('promotional');
		expect(kindOfStep(promotional, { kind: 'relational' })).toBe('relational');
		expect(kindOfStep(journeySettings.parse({}), { kind: 'promotional' })).toBe('promotional');
		expect(kindOfStep({ purpose: 'service' }, {})).toBe('service');
	});
	test('of a step that says something unknown is what its journey is', () => {
		expect(kindOfStep(promotional, { kind: 'urgent' })).toBe('promotional');
	});
});
