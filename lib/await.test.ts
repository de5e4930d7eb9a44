import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LATENESS_MS, hears, inWindow, type Listener, type Window } from './await';
import { AFTER_TIMER } from './instant';
import { DAY, event, facts, HOUR, TUESDAY } from './testing/facts';

const T = TUESDAY;
const D = TUESDAY + 3 * DAY;
const WAIT: Window = { from: { at: T, seq: 10 }, until: D, latenessMs: DEFAULT_LATENESS_MS };
const order = (when: number, more: { seq?: number; receivedAt?: number } = {}) =>
	event('Order Completed', {}, { at: when, seq: 11, ...more });

describe('a wait that began at T and ends at D', () => {
	test('hears what happens after T, up to D and at that very instant', () => {
		expect(inWindow(order(T + 1), WAIT)).toBe(true);
		expect(inWindow(order(D), WAIT)).toBe(true);
		expect(inWindow(order(D + 1), WAIT)).toBe(false);
	});
	test('does not hear the event that it began with, nor what was before', () => {
		expect(inWindow(order(T, { seq: 10 }), WAIT)).toBe(false);
		expect(inWindow(order(T, { seq: 9 }), WAIT)).toBe(false);
		expect(inWindow(order(T - 1), WAIT)).toBe(false);
	});
	test('hears an event of the same millisecond that was received after it', () => {
		expect(inWindow(order(T, { seq: 11 }), WAIT)).toBe(true);
	});
	test('that follows a timer does not hear the millisecond of that timer', () => {
		const after: Window = { ...WAIT, from: { at: T, seq: AFTER_TIMER } };
		expect(inWindow(order(T, { seq: 999 }), after)).toBe(false);
		expect(inWindow(order(T + 1, { seq: 1 }), after)).toBe(true);
	});
});

describe('an event that happened in time and arrives late', () => {
	test('is heard when it is received within a second of the end', () => {
		expect(DEFAULT_LATENESS_MS).toBe(1000);
		expect(inWindow(order(D, { receivedAt: D + 1000 }), WAIT)).toBe(true);
		expect(inWindow(order(D, { receivedAt: D + 1001 }), WAIT)).toBe(false);
	});
	test('is heard in the evening, when the wait gives the tills so long', () => {
		const evening: Window = { ...WAIT, latenessMs: 8 * HOUR };
		expect(inWindow(order(D - 1, { receivedAt: D + 8 * HOUR }), evening)).toBe(true);
		expect(inWindow(order(D - 1, { receivedAt: D + 8 * HOUR + 1 }), evening)).toBe(false);
	});
	test('gives nobody more time to act: what happens after the end is not heard, however soon it arrives', () => {
		const evening: Window = { ...WAIT, latenessMs: 8 * HOUR };
		expect(inWindow(order(D + 1, { receivedAt: D + 1 }), evening)).toBe(false);
	});
});

test('a wait without end hears everything after its beginning, whenever it arrives', () => {
	const forEver: Window = { ...WAIT, until: null };
	expect(inWindow(order(T + 1000 * DAY, { receivedAt: T + 2000 * DAY }), forEver)).toBe(true);
	expect(inWindow(order(T - 1), forEver)).toBe(false);
});

test('two waits in a row never hear the same event, and miss none that came in time', () => {
	fc.assert(
		fc.property(fc.integer({ min: -5, max: 15 }), fc.nat(20), fc.nat(9), (offset, seq, middle) => {
			const start = { at: T, seq: 10 };
			const second = { at: T + middle, seq: AFTER_TIMER };
			const e = order(T + offset, { seq });
			const heard = [
				inWindow(e, { from: start, until: T + middle, latenessMs: 1000 }),
				inWindow(e, { from: second, until: T + 10, latenessMs: 1000 }),
			];
			const wanted = inWindow(e, { from: start, until: T + 10, latenessMs: 1000 });
			expect(heard.filter(Boolean)).toHaveLength(wanted ? 1 : 0);
		}),
	);
});

describe('which exit of the wait an event leaves by', () => {
	const bought: Listener = { port: 'bought', event: 'Order Completed' };
	const left = (listeners: Listener[], e = order(T + 1)) =>
		hears(listeners, e, event('Product Added', { cart_id: 'c1' }), facts());

	test('is that of its name, and none when nobody waits for it', () => {
		expect(left([{ port: 'came', event: 'Store Entered' }, bought])).toBe(bought);
		expect(left([{ port: 'came', event: 'Store Entered' }])).toBeUndefined();
		expect(left([])).toBeUndefined();
	});
	test('is the first drawn when several would do', () => {
		const big: Listener = {
			port: 'big',
			event: 'Order Completed',
			where: { type: 'property', of: 'event', path: 'total', op: 'at-least', value: 100 },
		};
		const e = event('Order Completed', { total: 120 });
		expect(left([big, bought], e)).toBe(big);
		expect(left([bought, big], e)).toBe(bought);
		expect(left([big, bought], event('Order Completed', { total: 5 }))).toBe(bought);
	});
	test('is not that of another basket', () => {
		const same: Listener = { ...bought, correlation: { property: 'cart_id', equalsTrigger: 'cart_id' } };
		expect(left([same], event('Order Completed', { cart_id: 'c1' }))).toBe(same);
		expect(left([same], event('Order Completed', { cart_id: 'c2' }))).toBeUndefined();
	});
	test('may depend on the trigger: an order dearer than the basket is one thing, another is not', () => {
		const where = { type: 'property', of: 'trigger', path: 'cart_id', op: 'equals', value: 'c1' } as const;
		expect(left([{ ...bought, where }])).toBeDefined();
		expect(left([{ ...bought, where: { ...where, value: 'c2' } }])).toBeUndefined();
	});
});
