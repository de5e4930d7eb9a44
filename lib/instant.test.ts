import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AFTER_TIMER, compareInstants, isAfter, laterOf } from './instant';

// A small range, so that events of one millisecond are common.
const instant = fc.record({ at: fc.integer({ min: 0, max: 5 }), seq: fc.integer({ min: 0, max: 5 }) });

test('the earlier instant comes first, and within a millisecond the event that was received first', () => {
	expect(isAfter({ at: 2, seq: 1 }, { at: 1, seq: 9 })).toBe(true);
	expect(isAfter({ at: 1, seq: 2 }, { at: 1, seq: 1 })).toBe(true);
	expect(isAfter({ at: 1, seq: 1 }, { at: 1, seq: 1 })).toBe(false);
});

test('after a timer, every event of that very millisecond lies in the past', () => {
	fc.assert(
		fc.property(fc.integer(), fc.nat({ max: AFTER_TIMER - 1 }), (at, seq) => {
			expect(isAfter({ at, seq }, { at, seq: AFTER_TIMER })).toBe(false);
			expect(isAfter({ at: at + 1, seq: 0 }, { at, seq: AFTER_TIMER })).toBe(true);
		}),
	);
});

test('the mark of a timer survives being saved as JSON', () => {
	expect(JSON.parse(JSON.stringify({ at: 1, seq: AFTER_TIMER }))).toEqual({ at: 1, seq: AFTER_TIMER });
});

test('instants have one order: of any two one is later, or they are the same', () => {
	fc.assert(
		fc.property(instant, instant, instant, (a, b, c) => {
			expect(Math.sign(compareInstants(a, b))).toBe(0 - Math.sign(compareInstants(b, a)));
			if (compareInstants(a, b) === 0) expect(a).toEqual(b);
			if (!isAfter(a, b) && !isAfter(b, c)) expect(isAfter(a, c)).toBe(false);
		}),
	);
});

test('the later of two instants is one of them, and never before either', () => {
	fc.assert(
		fc.property(instant, instant, (a, b) => {
			const later = laterOf(a, b);
			expect([a, b]).toContainEqual(later);
			expect(later).toEqual(laterOf(b, a));
			expect(isAfter(a, later) || isAfter(b, later)).toBe(false);
		}),
	);
});
