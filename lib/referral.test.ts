import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventFact } from './event';
import { referralCodeIn, referred, siteWithCode, type Tie } from './referral';
import { DAY, event, TUESDAY } from './testing/facts';

const tie = (more: Partial<Tie> = {}): Tie => ({ id: 't', by: 'ana', at: TUESDAY, ...more });
const order = (id: string, day: number) =>
	event('Order Completed', { order_id: id, total: 40, currency: 'EUR' }, { at: TUESDAY + day * DAY });
const refund = (id: string, day: number, total?: number) =>
	event('Order Refunded', { order_id: id, ...(total ? { total } : {}) }, { at: TUESDAY + day * DAY });
const cancel = (id: string, day: number) => event('Order Cancelled', { order_id: id }, { at: TUESDAY + day * DAY });
const on = (day: number, history: EventFact[], ties = [tie()]) =>
	referred(ties, { friend: 'bea', history, keptFor: 'P14D', now: TUESDAY + day * DAY });

describe('a friend is won', () => {
	test('when her order was kept for fourteen days, and not a moment before', () => {
		expect(on(1, [])).toEqual({ is: 'waiting', tie: tie(), next: null });
		expect(on(15.9, [order('o1', 2)])).toEqual({ is: 'waiting', tie: tie(), next: TUESDAY + 16 * DAY });
		expect(on(16, [order('o1', 2)])).toEqual({ is: 'kept', tie: tie(), orderId: 'o1' });
	});
	test('not by an order that was cancelled or paid back', () => {
		expect(on(30, [order('o1', 2), refund('o1', 9)])).toMatchObject({ is: 'waiting', next: null });
		expect(on(30, [order('o1', 2), cancel('o1', 3)])).toMatchObject({ is: 'waiting', next: null });
	});
	test('by an order of which she sent one article back', () => {
		expect(on(30, [order('o1', 2), refund('o1', 9, 10)])).toMatchObject({ is: 'kept', orderId: 'o1' });
	});
	test('by the next order when the first was the wrong size', () => {
		const again = [order('o1', 2), refund('o1', 9), order('o2', 10)];
		expect(on(23, again)).toMatchObject({ is: 'waiting', next: TUESDAY + 24 * DAY });
		expect(on(24, again)).toMatchObject({ is: 'kept', orderId: 'o2' });
	});
	test('by an order that names the code itself', () => {
		expect(on(14, [order('o1', 0)])).toMatchObject({ is: 'kept' });
	});
});

describe('nobody is won', () => {
	test('by her own link', () => {
		expect(on(30, [order('o1', 2)], [tie({ by: 'bea' })])).toEqual({ is: 'refused', why: 'no-friend' });
	});
	test('who was a customer before', () => {
		expect(on(30, [order('o0', -1), order('o1', 2)])).toEqual({ is: 'refused', why: 'customer-before' });
	});
	test('twice: the first code counts, but for her own', () => {
		const ties = [tie({ id: 'c', by: 'cleo', at: TUESDAY + 1 }), tie({ id: 'own', by: 'bea', at: TUESDAY - 1 }), tie()];
		expect(on(30, [order('o1', 2)], ties)).toMatchObject({ is: 'kept', tie: { by: 'ana' } });
	});
});

test('what was said to be next is when it is kept, whatever the order of the codes', () => {
	const code = fc.record({
		id: fc.uuid(),
		by: fc.constantFrom('ana', 'bea', 'cleo'),
		at: fc.integer({ min: TUESDAY, max: TUESDAY + DAY }),
	});
	const placed = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 });
	fc.assert(
		fc.property(fc.array(code), placed, fc.integer({ min: 0, max: 90 }), (ties, days, day) => {
			const history = days.map((each, index) => order(`o${index}`, each));
			const told = on(day, history, ties);
			expect(on(day, history, ties.toReversed())).toEqual(told);
			if (told.is !== 'waiting' || told.next === null) return;
			const facts = { friend: 'bea', history, keptFor: 'P14D' };
			expect(referred(ties, { ...facts, now: told.next - 1 })).toEqual(told);
			expect(referred(ties, { ...facts, now: told.next })).toMatchObject({ is: 'kept', tie: told.tie });
		}),
	);
});

describe('a code is handed back', () => {
	const CODE = '23ABCDEFGHJK';
	test.each([
		['as a trait or a property', { properties: { referral_code: '23ab-cdef-ghjk' }, context: {} }],
		['in the context', { properties: {}, context: { referral: CODE } }],
		[
			'by the address of the page she landed on',
			{ properties: {}, context: { page: { search: `?utm=x&ref=${CODE}` } } },
		],
	])('%s', (_, call) => {
		expect(referralCodeIn(call)).toBe(CODE);
	});
	test('and what cannot be one is none', () => {
		expect(
			referralCodeIn({ properties: { referral_code: 'hello' }, context: { page: { search: '?ref=homepage' } } }),
		).toBeNull();
		expect(referralCodeIn({ properties: {}, context: { page: null } })).toBeNull();
	});
	test('to the site, whose address keeps what it had', () => {
		expect(siteWithCode('https://shop.test/fr?c=1', CODE)).toBe(`https://shop.test/fr?c=1&ref=${CODE}`);
	});
});
