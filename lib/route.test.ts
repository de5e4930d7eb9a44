import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventFact, JsonObject } from './event';
import { AFTER_TIMER } from './instant';
import {
	decideEntry,
	type EntrySpec,
	entryKey,
	exitBy,
	firstWake,
	type Listening,
	type Previous,
	triggers,
	wakeBy,
} from './route';
import { at, DAY, event, facts, HOUR, MINUTE, TUESDAY } from './testing/facts';

const T = TUESDAY;
const D = T + 3 * DAY;
const BASKET = event('Product Added', { cart_id: 'c1' }, { at: T, seq: 10 });
const SAME_BASKET = { property: 'cart_id', equalsTrigger: 'cart_id' };
/** “Remind of the basket after 3 days, unless it is ordered; stop when the customer refuses.” */
const reminder: Listening = {
	entry: { at: T, seq: 10 },
	trigger: BASKET,
	exits: [{ event: 'Order Completed', correlation: SAME_BASKET, outcome: 'converted' }],
	await: {
		spec: {
			listeners: [
				{ port: 'came', event: 'Store Entered' },
				{ event: 'Product Added', restart: true, correlation: SAME_BASKET },
			],
			timeout: { kind: 'duration', duration: 'P3D' },
		},
		window: { from: { at: T, seq: 10 }, until: D, latenessMs: 1000 },
	},
};
const asleep: Listening = { ...reminder, await: null };
const later = (name: string, properties: JsonObject, when: number, more: Partial<EventFact> = {}) =>
	event(name, properties, { at: when, seq: 11, ...more });
const wakes = (e: EventFact, listening = reminder) => wakeBy(e, listening, facts());
const ordered = (when: number, more: Partial<EventFact> = {}, cart = 'c1') =>
	later('Order Completed', { cart_id: cart }, when, more);

describe('an exit of the journey', () => {
	test('stops the reminder as soon as the basket is ordered, at the instant of the order', () => {
		expect(wakes(ordered(T + HOUR))).toEqual({ by: 'exit', outcome: 'converted', clock: { at: T + HOUR, seq: 11 } });
	});
	test('is not pulled by an order of another basket', () => {
		expect(wakes(ordered(T + HOUR, {}, 'c2'))).toBeNull();
	});
	test('is heard while the customer sleeps, is deferred or is held, as well as while she is waited for', () => {
		expect(wakes(ordered(T + HOUR), asleep)).toMatchObject({ by: 'exit' });
	});
	test('hears a till that syncs days late: it still stops the chasing', () => {
		expect(wakes(ordered(T + 1, { receivedAt: T + 30 * DAY }))).toMatchObject({ by: 'exit', clock: { at: T + 1 } });
		expect(wakes(ordered(D + DAY, { receivedAt: D + 9 * DAY }))).toMatchObject({ by: 'exit' });
	});
	test('does not hear what happened before the customer entered, nor the event she entered with', () => {
		expect(wakes(ordered(T - 1, { receivedAt: T + DAY }))).toBeNull();
		expect(wakes(ordered(T, { seq: 10 }))).toBeNull();
		expect(wakes(ordered(T, { seq: 11 }))).toMatchObject({ by: 'exit' });
	});
	test('comes before whatever the wait would have made of the same event', () => {
		const both: Listening = {
			...reminder,
			await: reminder.await && {
				...reminder.await,
				spec: { ...reminder.await.spec, listeners: [{ port: 'bought', event: 'Order Completed' }] },
			},
		};
		expect(wakes(ordered(T + HOUR), both)).toMatchObject({ by: 'exit' });
		expect(wakes(ordered(T + HOUR, {}, 'c2'), both)).toMatchObject({ by: 'event', port: 'bought' });
	});
	test('may have a filter: only orders from 50 € on', () => {
		const where = { type: 'property', of: 'event', path: 'total', op: 'at-least', value: 50 } as const;
		const exits = [
			{ event: 'Order Completed', where, outcome: 'big' },
			{ event: 'Order Completed', outcome: 'small' },
		];
		const pulled = (total: number) =>
			exitBy(later('Order Completed', { total }, T + 1), { ...asleep, exits }, facts())?.outcome;
		expect([pulled(49), pulled(50)]).toEqual(['small', 'big']);
	});
});

describe('a wait for an event', () => {
	test('leaves by the exit of the event, at its instant', () => {
		expect(wakes(later('Store Entered', {}, T + HOUR))).toEqual({
			by: 'event',
			port: 'came',
			clock: { at: T + HOUR, seq: 11 },
		});
	});
	test('starts its timer again when the basket changes', () => {
		expect(wakes(later('Product Added', { cart_id: 'c1' }, T + HOUR))).toEqual({
			by: 'restart',
			clock: { at: T + HOUR, seq: 11 },
		});
		expect(wakes(later('Product Added', { cart_id: 'c2' }, T + HOUR))).toBeNull();
	});
	test('at the very instant of its end still hears the event; a moment later the timer has won', () => {
		expect(wakes(later('Store Entered', {}, D))).toMatchObject({ by: 'event' });
		expect(wakes(later('Store Entered', {}, D + 1))).toBeNull();
	});
	test('is not changed by an event that came too late: the past is not rewritten', () => {
		expect(wakes(later('Store Entered', {}, D - HOUR, { receivedAt: D + MINUTE }))).toBeNull();
	});
	test('is over when the customer does not stand at it', () => {
		expect(wakes(later('Store Entered', {}, T + HOUR), asleep)).toBeNull();
	});
});

describe('looking back', () => {
	const back = (...events: EventFact[]) => firstWake(events, reminder, () => facts());
	test('finds the first event by receipt, not by what it says of its own time', () => {
		const found = back(
			later('Store Entered', {}, T + 1, { seq: 13 }),
			later('Store Entered', {}, T + HOUR, { seq: 12 }),
		);
		expect(found?.event.seq).toBe(12);
	});
	test('passes over what does not concern the enrollment', () => {
		expect(back(ordered(T + 1, { seq: 12 }, 'c2'), ordered(T + HOUR, { seq: 13 }))?.event.seq).toBe(13);
		expect(back(ordered(T + 1, {}, 'c2'))).toBeNull();
		expect(back()).toBeNull();
	});
	test('finds the same, in whatever order the events were read', () => {
		const anEvent = fc.record({
			name: fc.constantFrom('Store Entered', 'Order Completed', 'Product Added'),
			cart: fc.constantFrom('c1', 'c2'),
			offset: fc.integer({ min: -9, max: 9 }),
		});
		fc.assert(
			fc.property(fc.array(anEvent, { maxLength: 8 }), (drawn) => {
				const events = drawn.map((e, i) => later(e.name, { cart_id: e.cart }, T + e.offset, { seq: i }));
				const found = back(...events);
				expect(back(...[...events].reverse())).toEqual(found);
				const heard = events.filter((e) => wakes(e) !== null);
				expect(found?.event).toEqual(heard[0]);
			}),
		);
	});
});

describe('entering', () => {
	const spec: EntrySpec = { event: 'Product Added', reentry: { mode: 'always' }, maxAge: 'PT1H' };
	const entry = (e: EventFact, more: Partial<EntrySpec> = {}, settings = {}) =>
		triggers(e, { ...spec, ...more }, settings, facts());

	test('is started by the trigger and nothing else', () => {
		expect(entry(BASKET)).toEqual({ key: '' });
		expect(entry(ordered(T))).toMatchObject({ why: 'other-event' });
	});
	test('is not started by an event older than an hour when it arrives', () => {
		expect(entry({ ...BASKET, receivedAt: T + HOUR })).toEqual({ key: '' });
		expect(entry({ ...BASKET, receivedAt: T + HOUR + 1 })).toMatchObject({ why: 'too-old' });
	});
	test('is open between the journey’s first and last instant', () => {
		const dates = { startsAt: '2026-11-24T10:00:00+01:00', endsAt: '2026-11-25T00:00:00Z' };
		const on = (when: string) => entry({ ...BASKET, at: at(when), receivedAt: at(when) }, {}, dates);
		expect(on('2026-11-24T08:59:59Z')).toMatchObject({ why: 'outside-dates' });
		expect(on('2026-11-24T09:00:00Z')).toEqual({ key: '' });
		expect(on('2026-11-24T23:59:59Z')).toEqual({ key: '' });
		expect(on('2026-11-25T00:00:00Z')).toMatchObject({ why: 'outside-dates' });
	});
	test('may ask for more of the event and of the customer', () => {
		const where = { type: 'property', of: 'trigger', path: 'cart_id', op: 'equals', value: 'c1' } as const;
		expect(entry(BASKET, { where })).toEqual({ key: '' });
		expect(entry(BASKET, { where: { ...where, of: 'event', value: 'c9' } })).toMatchObject({ why: 'filtered' });
	});
	test('with a key is once per basket; an event without one enters nothing', () => {
		const keyed = { ...spec, key: 'cart_id' };
		expect(entryKey(keyed, BASKET)).toBe('c1');
		expect(entryKey(keyed, event('Product Added', { cart_id: 42 }))).toBe('42');
		for (const cart_id of [null, '', true, { id: 1 }, ['c1']])
			expect(entry(event('Product Added', { cart_id }), keyed)).toMatchObject({ why: 'no-key' });
		expect(entry(event('Product Added'), keyed)).toMatchObject({ why: 'no-key' });
		expect(entry(event('Product Added'), { key: 'constructor' })).toMatchObject({ why: 'no-key' });
	});
});

describe('entering again', () => {
	const always: EntrySpec['reentry'] = { mode: 'always' };
	const ended: Previous = {
		entry: { at: T, seq: 10 },
		clock: { at: T + DAY, seq: AFTER_TIMER },
		open: false,
		heard: false,
	};
	const open: Previous = { ...ended, clock: { at: T, seq: 10 }, open: true, parkedUntil: T + DAY };
	const again = (previous: Previous | null, when: number, reentry: EntrySpec['reentry'] = always, seq = 20) =>
		decideEntry(event('Product Added', {}, { at: when, seq }), 'k', reentry, previous);

	test('whoever was never in the journey enters', () => {
		for (const reentry of [always, { mode: 'never' }, { mode: 'after', duration: 'P30D' }] as const)
			expect(again(null, T, reentry)).toEqual({ enter: true, key: 'k' });
	});
	test('always, once it has ended', () => {
		expect(again(ended, T + DAY + 1)).toEqual({ enter: true, key: 'k' });
	});
	test('never', () => {
		expect(again(ended, T + 999 * DAY, { mode: 'never' })).toEqual({ enter: false, why: 'reentry' });
	});
	test('after 30 days, counted from the last time she entered and not from the end', () => {
		const after = { mode: 'after', duration: 'P30D' } as const;
		expect(again(ended, T + 30 * DAY - 1, after)).toEqual({ enter: false, why: 'reentry' });
		expect(again(ended, T + 30 * DAY, after)).toEqual({ enter: true, key: 'k' });
	});
	test('is never twice at once for the same key, whatever the rule', () => {
		for (const reentry of [always, { mode: 'never' }, { mode: 'after', duration: 'PT1M' }] as const)
			expect(again(open, T + HOUR, reentry)).toEqual({ enter: false, why: 'already-open' });
		expect(again({ ...open, parkedUntil: null }, T + 999 * DAY)).toEqual({ enter: false, why: 'already-open' });
	});
	test('cannot be said while she is on her way, or when her wait will be over by then', () => {
		expect(again({ ...open, parkedUntil: undefined }, T + HOUR)).toEqual({ enter: 'later' });
		expect(again(open, T + DAY)).toEqual({ enter: 'later' });
		expect(again(open, T + DAY - 1)).toEqual({ enter: false, why: 'already-open' });
	});
	test('is not for a trigger that came before the previous time was over, by its own clock', () => {
		expect(again(ended, T + HOUR)).toEqual({ enter: false, why: 'already-open' });
		expect(again(ended, T + DAY)).toEqual({ enter: false, why: 'already-open' });
	});
	test('is not by the event that woke or ended the previous time', () => {
		for (const previous of [ended, open])
			expect(again({ ...previous, heard: true }, T + 9 * DAY)).toEqual({ enter: false, why: 'heard' });
	});
	test('is not by the trigger she is in with already, however often it is delivered', () => {
		for (const previous of [ended, open, { ...open, parkedUntil: undefined }])
			expect(again(previous, T, always, 10)).toEqual({ enter: false, why: 'already-open' });
	});
	test('a decision put off comes out the same once the previous time has parked or ended', () => {
		fc.assert(
			fc.property(fc.nat(100), fc.nat(100), fc.boolean(), (trigger, end, parks) => {
				const now = again({ ...open, parkedUntil: T + end }, T + trigger);
				// The timer at `end` fires; she waits on for a day, or the journey is over.
				const clock = { at: T + end, seq: AFTER_TIMER };
				const then = again(parks ? { ...open, clock, parkedUntil: T + end + DAY } : { ...ended, clock }, T + trigger);
				expect(then.enter).not.toBe('later');
				if (now.enter !== 'later') expect(then).toEqual(now);
				expect(then.enter).toBe(!parks && trigger > end);
			}),
		);
	});
});
