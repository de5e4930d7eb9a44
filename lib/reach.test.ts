import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChannelFacts, REACH_ORDERS, type ReachOrder, rankChannels } from './reach';

const plain = { address: true, consent: true, begun: false, preferred: false, sent: 0, answered: 0 };
const email = (more: Partial<ChannelFacts> = {}): ChannelFacts => ({
	channel: 'email',
	costMinor: 0,
	...plain,
	...more,
});
const sms = (more: Partial<ChannelFacts> = {}): ChannelFacts => ({ channel: 'sms', costMinor: 5, ...plain, ...more });
const ranked = (order: ReachOrder, ...facts: ChannelFacts[]) =>
	rankChannels(order, facts).map(({ channel, why }) => `${channel} ${why}`);

describe('the best channel is', () => {
	test('the one she prefers, whatever it costs', () => {
		expect(ranked('best', email(), sms({ preferred: true }))).toEqual(['sms preferred', 'email first']);
	});
	test('else the one on which she answers more of what she gets', () => {
		expect(ranked('best', email({ sent: 20, answered: 1 }), sms({ sent: 2, answered: 1 }))[0]).toBe('sms answers-more');
		expect(ranked('best', email({ sent: 2, answered: 1 }), sms({ sent: 20, answered: 1 }))[0]).toBe(
			'email answers-more',
		);
	});
	test('else the cheaper one: that she never answered says nothing', () => {
		expect(ranked('best', email({ sent: 20 }), sms())[0]).toBe('email cheaper');
		expect(ranked('best', email({ costMinor: 9 }), sms())[0]).toBe('sms cheaper');
	});
});

describe('the marketer may say otherwise', () => {
	test('the cheapest first', () => {
		expect(ranked('cheapest', email(), sms({ preferred: true }))[0]).toBe('email cheaper');
		expect(ranked('cheapest', email({ costMinor: 5 }), sms({ preferred: true }))[0]).toBe('sms preferred');
	});
	test('always one before the other', () => {
		expect(ranked('sms', email({ preferred: true }), sms())).toEqual(['sms first', 'email first']);
		expect(ranked('email', email(), sms({ preferred: true }))[0]).toBe('email first');
	});
});

describe('a channel that cannot reach her comes last, and says why', () => {
	test('without an address, or without consent', () => {
		expect(ranked('email', email({ consent: false }), sms())).toEqual(['sms first', 'email no-consent']);
		expect(ranked('sms', email(), sms({ address: false, preferred: true }))).toEqual(['email first', 'sms no-address']);
	});
	test('unless the message was begun on it: it may have it already', () => {
		expect(ranked('email', email(), sms({ begun: true, consent: false }))[0]).toBe('sms begun');
	});
});

test('every channel is tried once, and the order does not depend on how the facts came', () => {
	const facts = (make: typeof email) =>
		fc
			.record({
				...{ address: fc.boolean(), consent: fc.boolean(), begun: fc.boolean(), preferred: fc.boolean() },
				...{ sent: fc.nat(5), answered: fc.nat(5), costMinor: fc.nat(3) },
			})
			.map(make);
	fc.assert(
		fc.property(fc.constantFrom(...REACH_ORDERS), facts(email), facts(sms), (order, a, b) => {
			const result = rankChannels(order, [a, b]);
			expect(result).toEqual(rankChannels(order, [b, a]));
			expect(result.map(({ channel }) => channel).sort()).toEqual(['email', 'sms']);
			const reachable = [a, b].filter((f) => f.begun || (f.address && f.consent)).map(({ channel }) => channel);
			if (reachable.length > 0) expect(reachable).toContain(result[0]?.channel);
		}),
	);
});
