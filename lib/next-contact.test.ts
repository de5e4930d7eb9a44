import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gate } from './gate';
import { type ContactFacts, nextContact } from './next-contact';

const noon = Date.UTC(2026, 2, 3, 11);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const free: ContactFacts = {
	...{ now: noon, channel: 'sms', address: '+33639980001', consent: true, consentFor: 'marketing' },
	...{ quietHours: null, zone: 'Europe/Paris', caps: { channel: null, all: null }, sent: [] },
};
const nights = { from: '20:00', to: '08:30', days: [7], bankHolidays: 'FR' as const };

describe('when a customer may next be written to', () => {
	test('now, when nothing stands against it', () => {
		expect(nextContact(free)).toEqual({ at: noon, why: 'now' });
	});
	test('never without an address or her consent', () => {
		expect(nextContact({ ...free, address: null })).toEqual({ at: null, why: 'no-address' });
		expect(nextContact({ ...free, consent: false })).toEqual({ at: null, why: 'no-consent' });
	});
	test('in the morning, when it is night', () => {
		const night = Date.UTC(2026, 2, 3, 21);
		expect(nextContact({ ...free, now: night, quietHours: nights })).toEqual({
			at: Date.UTC(2026, 2, 4, 7, 30),
			why: 'quiet-hours',
		});
	});
	test('when the oldest of too many messages is a week old', () => {
		const sent = [noon - DAY, noon - 3 * DAY].map((at) => ({ channel: 'sms' as const, at }));
		const caps = { channel: { max: 2, per: 'P7D' }, all: null };
		expect(nextContact({ ...free, caps, sent })).toEqual({ at: noon + 4 * DAY, why: 'frequency-cap' });
	});
	test('never, where no message is allowed at all', () => {
		expect(nextContact({ ...free, caps: { channel: { max: 0, per: 'P7D' }, all: null } })).toEqual({
			at: null,
			why: 'frequency-cap',
		});
	});
	test('is when the gates let a message pass, and not a minute before', () => {
		const cap = fc.option(
			fc.record({ max: fc.integer({ min: 1, max: 3 }), per: fc.constantFrom('P1D', 'P7D', 'PT6H') }),
		);
		const sent = fc.array(
			fc.record({
				channel: fc.constantFrom('sms' as const, 'email' as const),
				at: fc.integer({ min: noon - 10 * DAY, max: noon }),
			}),
			{ maxLength: 6 },
		);
		fc.assert(
			fc.property(cap, cap, sent, fc.boolean(), fc.nat({ max: 47 }), (channel, all, was, quiet, hours) => {
				const now = noon + hours * HOUR;
				const facts = { ...free, now, caps: { channel, all }, sent: was, quietHours: quiet ? nights : null };
				const { at } = nextContact(facts);
				if (at === null) throw new Error('never');
				const verdict = (instant: number) =>
					gate({
						...{ ...facts, now: instant, clock: instant, kind: 'relational', journey: 'live', leave: null },
						...{ promise: null, arbitration: null, maxLateness: 'PT1H' },
					}).do;
				expect(verdict(at)).toBe('send');
				for (let before = at - 60_000, n = 0; before > now && n < 50; before -= 17 * 60_000, n++)
					expect(verdict(before)).not.toBe('send');
			}),
		);
	});
});
