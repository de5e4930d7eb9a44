import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GateFacts, gate, SUPPRESSIONS } from './gate';
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
	purpose: 'marketing',
	address: 'zoe@example.test',
	consent: true,
	consentFor: 'marketing',
	quietHours: NIGHT,
	zone: PARIS,
	cap: { max: 2, per: 'P7D' },
	sentAt: [],
	maxLateness: 'PT6H',
};
const answer = (more: Partial<GateFacts>) => gate({ ...clear, ...more });
const suppressed = (reason: string) => expect.objectContaining({ do: 'suppress', reason });

test('a message that nothing stands against leaves', () => {
	expect(gate(clear)).toEqual({ do: 'send' });
});

describe('consent', () => {
	test('is needed for marketing', () => {
		expect(answer({ consent: false })).toEqual(suppressed('no-consent'));
	});
	test('is not needed for a message about what the customer ordered', () => {
		expect(answer({ consent: false, purpose: 'service' })).toEqual({ do: 'send' });
	});
	test('does not help where there is no address', () => {
		expect(answer({ address: null })).toEqual(suppressed('no-address'));
		expect(answer({ address: null, purpose: 'service' })).toEqual(suppressed('no-address'));
	});
});

describe('quiet hours', () => {
	test('defer a message to the morning, and do not drop it', () => {
		expect(answer({ now: AT_NIGHT, clock: AT_NIGHT })).toEqual({ do: 'defer', until: MORNING, why: 'quiet-hours' });
	});
	test('hold for service messages too', () => {
		expect(answer({ now: AT_NIGHT, clock: AT_NIGHT, purpose: 'service' })).toMatchObject({ do: 'defer' });
	});
	test('are told by the actual instant, not by the logical time of the step', () => {
		expect(answer({ now: AT_NIGHT, clock: AT_NIGHT - 5 * HOUR })).toMatchObject({ do: 'defer' });
		expect(answer({ now: MORNING, clock: MORNING - 5 * HOUR })).toEqual({ do: 'send' });
	});
	test('when they end, all gates look again: a consent taken back at night is respected', () => {
		expect(answer({ now: MORNING, clock: MORNING, consent: false })).toEqual(suppressed('no-consent'));
	});
	test('that do not exist keep nobody waiting', () => {
		expect(answer({ now: AT_NIGHT, clock: AT_NIGHT, quietHours: null })).toEqual({ do: 'send' });
	});
	test('are never skipped because the time zone is unknown', () => {
		expect(() => answer({ now: AT_NIGHT, clock: AT_NIGHT, zone: 'Europe/Lutetia' })).toThrow();
	});
});

describe('a cap of 2 messages in 7 days', () => {
	test('lets the second pass and not the third', () => {
		expect(answer({ sentAt: [TUESDAY - DAY] })).toEqual({ do: 'send' });
		expect(answer({ sentAt: [TUESDAY - DAY, TUESDAY - 2 * DAY] })).toEqual(suppressed('frequency-cap'));
	});
	test('counts the last 7 days up to the millisecond, not the calendar week', () => {
		const weekAgo = TUESDAY - 7 * DAY;
		expect(answer({ sentAt: [TUESDAY - DAY, weekAgo] })).toEqual({ do: 'send' });
		expect(answer({ sentAt: [TUESDAY - DAY, weekAgo + 1] })).toEqual(suppressed('frequency-cap'));
	});
	test('counts from the actual instant, not from the logical time of the step', () => {
		const sentAt = [TUESDAY - DAY, TUESDAY - 7 * DAY - HOUR];
		expect(answer({ sentAt, clock: TUESDAY - 2 * HOUR })).toEqual({ do: 'send' });
	});
	test('does not hold back what the customer ordered', () => {
		expect(answer({ sentAt: [TUESDAY, TUESDAY], purpose: 'service' })).toEqual({ do: 'send' });
	});
	test('of 0 is silence, and no cap is none', () => {
		expect(answer({ cap: { max: 0, per: 'P7D' } })).toEqual(suppressed('frequency-cap'));
		expect(answer({ cap: null, sentAt: Array(100).fill(TUESDAY) })).toEqual({ do: 'send' });
	});
	test('says how it counted', () => {
		expect(answer({ sentAt: [TUESDAY, TUESDAY - DAY, TUESDAY - 9 * DAY] })).toMatchObject({
			evidence: { sent: 2, max: 2, per: 'P7D', at: '2026-11-24T09:00:00.000Z' },
		});
	});
	test('is never exceeded in any 7 days, whenever messages are tried', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (hours) => {
				const sent: number[] = [];
				for (const hour of hours.sort((a, b) => a - b)) {
					const now = TUESDAY + hour * HOUR;
					if (answer({ now, clock: now, quietHours: null, sentAt: sent }).do === 'send') sent.push(now);
				}
				for (const end of sent) expect(sent.filter((s) => s > end - 7 * DAY && s <= end).length).toBeLessThanOrEqual(2);
			}),
		);
	});
});

describe('a message that would leave long after its logical time', () => {
	test('is skipped when that is more than 6 hours, and not flooded out after an outage', () => {
		expect(answer({ clock: TUESDAY - 6 * HOUR })).toEqual({ do: 'send' });
		expect(answer({ clock: TUESDAY - 6 * HOUR - 1 })).toEqual(suppressed('too-late'));
	});
	test('is skipped earlier or later, as the journey says', () => {
		expect(answer({ clock: TUESDAY - 31 * MINUTE, maxLateness: 'PT30M' })).toEqual(suppressed('too-late'));
		expect(answer({ clock: TUESDAY - 2 * DAY, maxLateness: 'P3D' })).toEqual({ do: 'send' });
	});
	test('is not deferred first, to be dropped in the morning', () => {
		expect(answer({ now: AT_NIGHT, clock: AT_NIGHT - 7 * HOUR })).toEqual(suppressed('too-late'));
	});
	test('is not late because quiet hours held it: its clock moved to their end', () => {
		expect(answer({ now: MORNING + MINUTE, clock: MORNING })).toEqual({ do: 'send' });
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
	const anything: fc.Arbitrary<GateFacts> = fc.record({
		now: fc.integer({ min: TUESDAY, max: TUESDAY + 2 * DAY }),
		clock: fc.integer({ min: TUESDAY - DAY, max: TUESDAY + 2 * DAY }),
		journey: fc.constantFrom('live' as const, 'paused' as const, 'stopped' as const),
		leave: fc.constantFrom(null, { status: 'ended' as const, outcome: 'x', clock: { at: TUESDAY, seq: 1 } }),
		channel: fc.constantFrom('email' as const, 'sms' as const),
		consentFor: fc.constantFrom('marketing', 'newsletter'),
		purpose: fc.constantFrom('marketing' as const, 'service' as const),
		address: fc.constantFrom(null, '+33639980001'),
		consent: fc.boolean(),
		quietHours: fc.constantFrom(null, NIGHT),
		zone: fc.constantFrom(PARIS, 'America/Martinique', 'Pacific/Auckland'),
		cap: fc.constantFrom(null, { max: 1, per: 'P1D' }),
		sentAt: fc.array(fc.integer({ min: TUESDAY - DAY, max: TUESDAY }), { maxLength: 3 }),
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
			if (facts.purpose === 'marketing') expect(facts.consent).toBe(true);
			expect(gate({ ...facts, cap: { max: 0, per: 'P1D' } }).do).toBe(
				facts.purpose === 'service' ? 'send' : 'suppress',
			);
		}),
		{ numRuns: 500 },
	);
});
