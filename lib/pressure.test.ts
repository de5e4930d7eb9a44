import { describe, expect, test } from 'vitest';
import { journeySettings } from './graph';
import { pressureOf } from './pressure';

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
