import { describe, expect, test } from 'vitest';
import { coming, type Place } from './coming';
import type { Program } from './program';
import { HOUR, TUESDAY } from './testing/facts';

/** sleep → voucher → email; wait for an order (else an SMS, after a split) → email again later. */
const program: Program = {
	ir: 1,
	start: 'rest',
	code: [
		{ op: 'sleep', node: 'rest', next: { done: 'voucher' } },
		{ op: 'act', node: 'voucher', type: 'web-to-store', next: { issued: 'mail', skipped: 'bye' } },
		{ op: 'act', node: 'mail', type: 'send-email', next: { sent: 'order', skipped: 'bye' } },
		{ op: 'await', node: 'order', next: { ordered: 'bye', timeout: 'half' } },
		{ op: 'split', node: 'half', weights: [['a', 1]], next: { a: 'text', b: 'bye' } },
		{ op: 'act', node: 'text', type: 'send-sms', next: { sent: 'bye' } },
		{ op: 'end', node: 'bye', outcome: 'bye' },
	],
};
const messages = new Set(['mail', 'text']);
const parked: Place = {
	status: 'waiting',
	parkedFor: 'sleep',
	node: 'rest',
	wakeAt: TUESDAY + HOUR,
	latenessMs: 1000,
	wake: null,
	state: { waitFrom: { at: TUESDAY, seq: 1 }, waitSeq: 1 },
	enteredAt: TUESDAY,
};
const at = (more: Partial<Place>) => coming(program, messages, { ...parked, ...more });

describe('a message is expected', () => {
	test('at the end of the pause right before it, whatever lies between without a wait', () => {
		expect(at({})).toEqual({ expectedAt: TUESDAY + HOUR, wantedAt: TUESDAY + HOUR });
	});
	test('when the wait for an order runs out, and that has the time to arrive', () => {
		expect(at({ node: 'order', parkedFor: 'await' })).toEqual({
			expectedAt: TUESDAY + HOUR + 1000,
			wantedAt: TUESDAY + HOUR,
		});
	});
	test('when it was put off: at the instant it comes back, wanted since it first was', () => {
		expect(at({ node: 'mail', parkedFor: 'defer' })).toEqual({ expectedAt: TUESDAY + HOUR, wantedAt: TUESDAY });
	});
	test('any moment, once its pause is over and the worker has not come to it', () => {
		const wake = { by: 'timer' as const, at: TUESDAY };
		expect(at({ status: 'running', wake })).toEqual({ expectedAt: TUESDAY, wantedAt: TUESDAY });
		expect(at({ status: 'running', wake, node: 'mail', parkedFor: 'defer' })).toMatchObject({ wantedAt: TUESDAY });
	});
	test('of a customer who has just come in, when nothing makes her wait before it', () => {
		const straight = { ...program, start: 'voucher' };
		const state = { ...parked.state, waitSeq: 0 };
		const entered = { ...parked, status: 'starting' as const, parkedFor: null, node: null, wakeAt: null, state };
		expect(coming(straight, messages, entered)).toEqual({ expectedAt: TUESDAY, wantedAt: TUESDAY });
		expect(coming(program, messages, entered)).toBeNull();
	});
});

describe('no message is expected', () => {
	test('after an event that leads elsewhere', () => {
		const wake = { by: 'event' as const, port: 'ordered', clock: { at: TUESDAY, seq: 2 } };
		expect(at({ status: 'running', node: 'order', parkedFor: 'await', wake })).toBeNull();
	});
	test('of somebody who leaves', () => {
		const wake = { by: 'exit' as const, outcome: 'converted', clock: { at: TUESDAY, seq: 2 } };
		expect(at({ status: 'running', wake })).toBeNull();
		expect(at({ status: 'running', wake, node: 'mail', parkedFor: 'defer' })).toBeNull();
	});
	test('when the wait has no end', () => {
		expect(at({ node: 'order', parkedFor: 'await', wakeAt: null })).toBeNull();
	});
	test('beyond the next wait', () => {
		expect(coming(program, new Set(['text']), parked)).toBeNull();
	});
	test('from a step that the journey no longer knows', () => {
		expect(at({ node: 'gone' })).toBeNull();
	});
});
