import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GateFacts, gate, SUPPRESSIONS } from './gate';
import { JOURNEY_KINDS } from './pressure';
import { at, DAY, HOUR, MINUTE, PARIS, TUESDAY } from './testing/facts';

const NIGHT = { from: '20:00', to: '08:30', days: [], bankHolidays: null };
const AT_NIGHT = at('2026-11-24T22:00:00Z');
const MORNING = at('2026-11-25T07:30:00Z');
const clear: GateFacts = {
	now: TUESDAY,
	clock: TUESDAY,
	journey: 'live',
	leave: null,
	channel: 'email',
	kind: 'promotional',
	address: 'zoe@example.test',
	consent: true,
	consentFor: 'marketing',
	quietHours: NIGHT,
	zone: PARIS,
	caps: { channel: { max: 2, per: 'P7D' }, all: null },
	sent: [],
	promise: null,
	arbitration: null,
	maxLateness: 'PT6H',
};
const answer = (more: Partial<GateFacts>) => gate({ ...clear, ...more });
const SEND = { do: 'send', ahead: [] };
const emails = (...at: number[]) => at.map((one) => ({ channel: 'email' as const, at: one }));
const suppressed = (reason: string) => expect.objectContaining({ do: 'suppress', reason });

test('a message that nothing stands against leaves', () => {
	expect(gate(clear)).toEqual(SEND);
});

describe('consent', () => {
	test('is needed for marketing', () => {
		expect(answer({ consent: false })).toEqual(suppressed('no-consent'));
	});
	test('is not needed for a message about what the customer ordered', () => {
		expect(answer({ consent: false, kind: 'service' })).toEqual(SEND);
	});
	test('does not help where there is no address', () => {
		expect(answer({ address: null })).toEqual(suppressed('no-address'));
		expect(answer({ address: null, kind: 'service' })).toEqual(suppressed('no-address'));
	});
});

describe('quiet hours', () => {
	test('defer a message to the morning, and do not drop it', () => {
		expect(answer({ now: AT_NIGHT, clock: AT_NIGHT })).toEqual({
			do: 'defer',
			until: MORNING,
			why: 'quiet-hours',
			evidence: { at: '2026-11-24T22:00:00.000Z' },
		});
	});
	test('hold for service messages too', () => {
		expect(answer({ now: AT_NIGHT, clock: AT_NIGHT, kind: 'service' })).toMatchObject({ do: 'defer' });
	});
	test('are told by the actual instant, not by the logical time of the step', () => {
		expect(answer({ now: AT_NIGHT, clock: AT_NIGHT - 5 * HOUR })).toMatchObject({ do: 'defer' });
		expect(answer({ now: MORNING, clock: MORNING - 5 * HOUR })).toEqual(SEND);
	});
	test('when they end, all gates look again: a consent taken back at night is respected', () => {
		expect(answer({ now: MORNING, clock: MORNING, consent: false })).toEqual(suppressed('no-consent'));
	});
	test('that do not exist keep nobody waiting', () => {
		expect(answer({ now: AT_NIGHT, clock: AT_NIGHT, quietHours: null })).toEqual(SEND);
	});
	test('are never skipped because the time zone is unknown', () => {
		expect(() => answer({ now: AT_NIGHT, clock: AT_NIGHT, zone: 'Europe/Lutetia' })).toThrow();
	});
});

describe('a cap of 2 messages in 7 days', () => {
	test('lets the second pass and not the third', () => {
		expect(answer({ sent: emails(TUESDAY - DAY) })).toEqual(SEND);
		expect(answer({ sent: emails(TUESDAY - DAY, TUESDAY - 2 * DAY) })).toEqual(suppressed('frequency-cap'));
	});
	test('counts the last 7 days up to the millisecond, not the calendar week', () => {
		const weekAgo = TUESDAY - 7 * DAY;
		expect(answer({ sent: emails(TUESDAY - DAY, weekAgo) })).toEqual(SEND);
		expect(answer({ sent: emails(TUESDAY - DAY, weekAgo + 1) })).toEqual(suppressed('frequency-cap'));
	});
	test('counts from the actual instant, not from the logical time of the step', () => {
		const sent = emails(TUESDAY - DAY, TUESDAY - 7 * DAY - HOUR);
		expect(answer({ sent, clock: TUESDAY - 2 * HOUR })).toEqual(SEND);
	});
	test('does not hold back what the customer ordered', () => {
		expect(answer({ sent: emails(TUESDAY, TUESDAY), kind: 'service' })).toEqual(SEND);
	});
	test('of 0 is silence, and no cap is none', () => {
		expect(answer({ caps: { channel: { max: 0, per: 'P7D' }, all: null } })).toEqual(suppressed('frequency-cap'));
		expect(answer({ caps: { channel: null, all: null }, sent: emails(...Array(100).fill(TUESDAY)) })).toEqual(SEND);
	});
	test('says how it counted', () => {
		expect(answer({ sent: emails(TUESDAY, TUESDAY - DAY, TUESDAY - 9 * DAY) })).toMatchObject({
			evidence: { sent: 2, max: 2, per: 'P7D', at: '2026-11-24T09:00:00.000Z' },
		});
	});
	test('is never exceeded in any 7 days, whenever messages are tried', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (hours) => {
				const sent: number[] = [];
				for (const hour of hours.sort((a, b) => a - b)) {
					const now = TUESDAY + hour * HOUR;
					if (answer({ now, clock: now, quietHours: null, sent: emails(...sent) }).do === 'send') sent.push(now);
				}
				for (const end of sent) expect(sent.filter((s) => s > end - 7 * DAY && s <= end).length).toBeLessThanOrEqual(2);
			}),
		);
	});
});

describe('a cap over all channels', () => {
	const all = { max: 2, per: 'P7D' };
	test('counts what she got anywhere, and says so', () => {
		const sent = [...emails(TUESDAY - DAY), { channel: 'sms' as const, at: TUESDAY - HOUR }];
		expect(answer({ sent })).toEqual(SEND);
		expect(answer({ sent, caps: { channel: null, all } })).toMatchObject({
			reason: 'frequency-cap',
			evidence: { sent: 2, max: 2, per: 'P7D', over: 'all' },
		});
	});
	test('does not loosen the channel’s own', () => {
		const caps = { channel: { max: 1, per: 'P1D' }, all: { max: 10, per: 'P7D' } };
		expect(answer({ sent: emails(TUESDAY - HOUR), caps })).toMatchObject({ evidence: { over: 'email' } });
	});
	test('holds back who keeps in touch, and not what she ordered', () => {
		const sent = emails(TUESDAY - DAY, TUESDAY - HOUR);
		const caps = { channel: null, all };
		expect(answer({ sent, caps, kind: 'relational' })).toEqual(suppressed('frequency-cap'));
		expect(answer({ sent, caps, kind: 'service' })).toEqual(SEND);
	});
});

describe('what would be wrong', () => {
	const facts = { now: TUESDAY, orders: [], storeId: null, stock: [], leased: [] };
	const ended = {
		promised: { voucher: { minValidity: 'P0D' }, products: null },
		facts: { ...facts, voucher: { state: 'issued', expiresAt: TUESDAY - HOUR } },
	};
	test('does not leave, not even about what she ordered', () => {
		for (const kind of JOURNEY_KINDS) expect(answer({ promise: ended, kind })).toEqual(suppressed('offer-ended'));
	});
	test('is looked at when the message leaves, not when the night begins', () => {
		expect(answer({ promise: ended, now: AT_NIGHT, clock: AT_NIGHT })).toMatchObject({ do: 'defer' });
	});
});

test('only a message that nothing else stands against makes others wait or waits for them', () => {
	const own = { id: 'a', priority: 50, wantedAt: TUESDAY, journeyId: 'a', journey: 'A' };
	const last = { id: 'b', priority: 90, wantedAt: TUESDAY, journeyId: 'b', journey: 'B', at: TUESDAY - HOUR };
	const arbitration = {
		...{ now: TUESDAY, windowMs: 2 * HOUR, own, outranked: 'hold' as const, heldSince: null, maxHoldMs: 6 * HOUR },
		...{ last, rivals: [] },
	};
	expect(answer({ arbitration })).toMatchObject({ do: 'defer', until: TUESDAY + HOUR, why: 'arbitration' });
	expect(answer({ arbitration, consent: false })).toEqual(suppressed('no-consent'));
	expect(answer({ arbitration, caps: { channel: null, all: { max: 0, per: 'P1D' } } })).toEqual(
		suppressed('frequency-cap'),
	);
});

describe('a message that would leave long after its logical time', () => {
	test('is skipped when that is more than 6 hours, and not flooded out after an outage', () => {
		expect(answer({ clock: TUESDAY - 6 * HOUR })).toEqual(SEND);
		expect(answer({ clock: TUESDAY - 6 * HOUR - 1 })).toEqual(suppressed('too-late'));
	});
	test('is skipped earlier or later, as the journey says', () => {
		expect(answer({ clock: TUESDAY - 31 * MINUTE, maxLateness: 'PT30M' })).toEqual(suppressed('too-late'));
		expect(answer({ clock: TUESDAY - 2 * DAY, maxLateness: 'P3D' })).toEqual(SEND);
	});
	test('is not deferred first, to be dropped in the morning', () => {
		expect(answer({ now: AT_NIGHT, clock: AT_NIGHT - 7 * HOUR })).toEqual(suppressed('too-late'));
	});
	test('is not late because quiet hours held it: its clock moved to their end', () => {
		expect(answer({ now: MORNING + MINUTE, clock: MORNING })).toEqual(SEND);
	});
});

describe('the journey itself', () => {
	test('when it is paused, sends nothing and suppresses nothing: the message is held', () => {
		for (const more of [{}, { consent: false }, { address: null }, { clock: TUESDAY - DAY }])
			expect(answer({ journey: 'paused', ...more })).toEqual({ do: 'hold' });
	});
	test('when it is stopped, everybody leaves', () => {
		expect(answer({ journey: 'stopped' })).toMatchObject({
			do: 'leave',
			leave: { status: 'stopped', outcome: 'stopped', clock: { at: TUESDAY } },
		});
	});
	test('lets go at once of a customer whose exit event was received already', () => {
		const leave = { status: 'ended' as const, outcome: 'converted', clock: { at: TUESDAY, seq: 7 } };
		for (const journey of ['live', 'paused', 'stopped'] as const)
			expect(answer({ journey, leave })).toEqual({ do: 'leave', leave });
	});
});

test('whatever the circumstances, only a message that may leave leaves', () => {
	const cap = fc.constantFrom(null, { max: 1, per: 'P1D' });
	const anything: fc.Arbitrary<GateFacts> = fc.record({
		now: fc.integer({ min: TUESDAY, max: TUESDAY + 2 * DAY }),
		clock: fc.integer({ min: TUESDAY - DAY, max: TUESDAY + 2 * DAY }),
		journey: fc.constantFrom('live' as const, 'paused' as const, 'stopped' as const),
		leave: fc.constantFrom(null, { status: 'ended' as const, outcome: 'x', clock: { at: TUESDAY, seq: 1 } }),
		channel: fc.constantFrom('email' as const, 'sms' as const),
		consentFor: fc.constantFrom('marketing', 'newsletter'),
		kind: fc.constantFrom(...JOURNEY_KINDS),
		address: fc.constantFrom(null, '+33639980001'),
		consent: fc.boolean(),
		quietHours: fc.constantFrom(null, NIGHT),
		zone: fc.constantFrom(PARIS, 'America/Martinique', 'Pacific/Auckland'),
		caps: fc.record({ channel: cap, all: cap }),
		sent: fc.array(
			fc.record({
				channel: fc.constantFrom('email' as const, 'sms' as const),
				at: fc.integer({ min: TUESDAY - DAY, max: TUESDAY }),
			}),
			{ maxLength: 3 },
		),
		promise: fc.constant(null),
		arbitration: fc.constant(null),
		maxLateness: fc.constantFrom('PT6H', 'P2D'),
	});
	fc.assert(
		fc.property(anything, (facts) => {
			const verdict = gate(facts);
			if (verdict.do === 'defer') {
				expect(verdict.until).toBeGreaterThan(facts.now);
				expect(gate({ ...facts, now: verdict.until, clock: verdict.until }).do).not.toBe('defer');
			}
			if (verdict.do === 'suppress') expect(SUPPRESSIONS).toContain(verdict.reason);
			if (verdict.do !== 'send') return;
			expect(facts).toMatchObject({ journey: 'live', leave: null, address: expect.any(String) });
			if (facts.kind !== 'service') expect(facts.consent).toBe(true);
			expect(gate({ ...facts, caps: { channel: null, all: { max: 0, per: 'P1D' } } }).do).toBe(
				facts.kind === 'service' ? 'send' : 'suppress',
			);
		}),
		{ numRuns: 500 },
	);
});
