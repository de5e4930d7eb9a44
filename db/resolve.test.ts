import { describe, expect, test } from 'vitest';
import { readCall } from '@/lib/segment';
import { type Decisions, type Known, masterOf, mentionsOf, noDecisions, resolve, type Teller } from './resolve';

const receivedAt = Date.parse('2026-03-02T10:00:00Z');

/** A little world in memory: every call says who somebody is, and we ask who it was taken for. */
function world() {
	const known: Known = { owner: new Map(), marks: new Map(), born: new Map(), apart: new Map() };
	const decisions: Decisions = noDecisions();
	const say = (raw: Record<string, unknown>, teller?: Teller) => {
		const call = readCall({ type: 'track', event: 'Product Viewed', ...raw }, { receivedAt });
		const id = resolve(mentionsOf(call, 'FR', teller), call.at, known, decisions);
		if (id === null) throw new Error('nobody');
		return () => masterOf(id, decisions);
	};
	const identify = (raw: Record<string, unknown>, teller?: Teller) => say({ type: 'identify', ...raw }, teller);
	return { say, identify, decisions, known };
}

describe('who a visitor is', () => {
	test('she keeps what she did before she signed in', () => {
		const { say, identify } = world();
		const before = say({ anonymousId: 'browser' });
		const after = identify({ anonymousId: 'browser', userId: 'ada' });
		expect(before()).toBe(after());
	});
	test('an event that names both her browser and her account links them too', () => {
		const { say } = world();
		const visitor = say({ anonymousId: 'phone' });
		const ada = say({ userId: 'ada' });
		const both = say({ anonymousId: 'phone', userId: 'ada' });
		expect([visitor(), both()]).toEqual([ada(), ada()]);
	});
	test('an address that she gives leads to the customer who has it', () => {
		const { say, identify } = world();
		const ada = identify({ userId: 'ada', traits: { email: 'ada@example.test' } });
		const visitor = say({ anonymousId: 'new laptop' });
		identify({ anonymousId: 'new laptop', traits: { email: ' ADA@example.test' } });
		expect(visitor()).toBe(ada());
	});
});

describe('two known customers stay two', () => {
	test('on a shared tablet, whose later events follow the latest login', () => {
		const { say, identify } = world();
		const mother = identify({ userId: 'mother', anonymousId: 'tablet' });
		const son = identify({ userId: 'son', anonymousId: 'tablet' });
		expect(son()).not.toBe(mother());
		expect(say({ anonymousId: 'tablet' })()).toBe(son());
		say({ userId: 'mother', anonymousId: 'tablet' });
		expect(say({ anonymousId: 'tablet' })()).toBe(mother());
	});
	test('when a till tells of one loyalty card after another', () => {
		const { identify } = world();
		const first = identify({ anonymousId: 'kiosk', traits: { loyalty_card: '1' } });
		const second = identify({ anonymousId: 'kiosk', traits: { loyalty_card: '2' } });
		expect(first()).not.toBe(second());
	});
	test('and a visitor who turns out to be the second of them does not join the first', () => {
		const { say, identify } = world();
		const mother = identify({ userId: 'mother', anonymousId: 'tablet' });
		const visitor = identify({ anonymousId: 'laptop', traits: { email: 'son@example.test' } });
		const son = identify({ userId: 'son', anonymousId: 'tablet', traits: { email: 'son@example.test' } });
		expect(visitor()).toBe(son());
		expect(son()).not.toBe(mother());
		expect(say({ userId: 'mother' })()).toBe(mother());
	});
	test('with one email address, which stays with who had it first', () => {
		const { identify, decisions } = world();
		const first = identify({ userId: 'u1', traits: { email: 'shared@example.test' } });
		const second = identify({ userId: 'u2', traits: { email: 'shared@example.test' } });
		expect(first()).not.toBe(second());
		expect(decisions.claimed.get('email\nshared@example.test')?.customerId).toBe(first());
	});
	test('unless an alias of the shop’s servers, not of a page, says that two accounts are one', () => {
		const { say } = world();
		const old = say({ userId: 'old account' });
		const now = say({ userId: 'new account' });
		const alias = { type: 'alias', userId: 'new account', previousId: 'old account' };
		say(alias, 'page');
		expect(old()).not.toBe(now());
		say(alias, 'server');
		expect(old()).toBe(now());
	});
});

describe('a purchase in a store finds its customer', () => {
	const sold = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
		event: 'Order Completed',
		properties: { order_id: 'o1', store_id: 'lyon', ...properties },
		...more,
	});
	test('by the card that the till read', () => {
		const { say, identify } = world();
		const ada = identify({ userId: 'ada', traits: { loyalty_card: '42' } });
		expect(say(sold({ loyalty_card: 42 }))()).toBe(ada());
		expect(say(sold({}, { context: { traits: { loyalty_card: '42' } } }))()).toBe(ada());
	});
	test('by the address that she gave at the till', () => {
		const { say, identify } = world();
		const ada = identify({ userId: 'ada', traits: { email: 'ada@example.test' } });
		expect(say(sold({ email: 'ADA@example.test' }))()).toBe(ada());
	});
	test('and a later event that has only the receipt finds her too', () => {
		const { say } = world();
		const ada = say(sold({ loyalty_card: '42', receipt_id: 'R-1' }));
		expect(say({ event: 'Order Refunded', properties: { order_id: 'o1', receipt_id: 'R-1' } })()).toBe(ada());
	});
	test('but a receipt alone makes nobody up, and whoever holds it does not become the buyer', () => {
		const { say } = world();
		expect(() => say(sold({ receipt_id: 'R-2' }))).toThrow('nobody');
		const buyer = say(sold({ email: 'buyer@example.test', receipt_id: 'R-3' }));
		const finder = say({ anonymousId: 'phone', event: 'Receipt Scanned', properties: { receipt_id: 'R-3' } });
		expect(finder()).not.toBe(buyer());
	});
	test('while an address in any other event may be somebody else’s', () => {
		const { say, identify } = world();
		const friend = identify({ anonymousId: 'f', traits: { email: 'friend@example.test' } });
		const ada = say({ userId: 'ada', event: 'Friend Invited', properties: { email: 'friend@example.test' } });
		expect(ada()).not.toBe(friend());
	});
});

describe('who stays when two become one', () => {
	const at = (day: number) => ({ timestamp: `2026-02-0${day}T00:00:00Z` });
	test('of two visitors the older one', () => {
		const { identify } = world();
		const young = identify({ anonymousId: 'b', traits: { email: 'x@example.test' }, ...at(2) })();
		const old = identify({ anonymousId: 'a', traits: { phone: '+33639980001' }, ...at(1) })();
		const both = identify({ anonymousId: 'b', traits: { phone: '+33639980001' }, ...at(3) });
		expect([both(), young]).toEqual([old, expect.not.stringMatching(old)]);
	});
	test('of a visitor and a customer the customer, though the visitor was there before', () => {
		const { say } = world();
		say({ anonymousId: 'a', ...at(1) });
		const ada = say({ userId: 'ada', ...at(2) })();
		expect(say({ userId: 'ada', anonymousId: 'a', ...at(3) })()).toBe(ada);
	});
});

test('a shop’s tablet, one device in many hands, joins nobody', () => {
	const { say, identify } = world();
	const context = { device: { id: 'tablet-7' } };
	const first = identify({ anonymousId: 's1', context, traits: { email: 'one@example.test' } });
	const second = identify({ anonymousId: 's2', context, traits: { email: 'two@example.test' } });
	expect(first()).not.toBe(second());
	expect(say({ context })()).toBe(second());
});
test('whom ops told apart no event joins again', () => {
	const { say, known } = world();
	const [visitor, ada] = [say({ anonymousId: 'a' }), say({ userId: 'ada' })];
	known.apart.set(ada(), new Set([visitor()]));
	say({ userId: 'ada', anonymousId: 'a' });
	expect(visitor()).not.toBe(ada());
	expect(say({ anonymousId: 'a' })()).toBe(ada());
});
test('an account is hers because she signed in; an address when the shop’s servers say so', () => {
	const { identify, decisions } = world();
	const said = { email: 'a@example.test', email_verified: true, phone: '+33639980001' };
	const verified = () => [...decisions.claimed.values()].filter((c) => c.verified).map((c) => c.identity.kind);
	identify({ userId: 'ada', anonymousId: 'x', traits: said }, 'page');
	expect(verified()).toEqual(['user_id']);
	identify({ userId: 'ada', anonymousId: 'x', traits: said }, 'server');
	expect(verified()).toEqual(['user_id', 'email']);
});

test('a loyalty card and an account become one when she says both', () => {
	const { identify } = world();
	const card = identify({ traits: { loyalty_card: '42' }, anonymousId: 'till' });
	const account = identify({ userId: 'ada' });
	identify({ userId: 'ada', traits: { loyalty_card: '42' } });
	expect(card()).toBe(account());
});
test('a login of long ago, imported late, does not take a device away', () => {
	const { say, identify } = world();
	identify({ userId: 'now', anonymousId: 'tablet', timestamp: '2026-03-01T00:00:00Z' });
	identify({ userId: 'then', anonymousId: 'tablet', timestamp: '2024-03-01T00:00:00Z' });
	expect(say({ anonymousId: 'tablet' })()).toBe(say({ userId: 'now' })());
});
test('merges of merges lead to the last master', () => {
	const { say } = world();
	const [a, b, c] = [say({ anonymousId: 'a' }), say({ anonymousId: 'b' }), say({ anonymousId: 'c' })];
	say({ userId: 'ada', anonymousId: 'a' });
	say({ userId: 'ada', anonymousId: 'b' });
	say({ userId: 'ada', anonymousId: 'c' });
	expect(new Set([a(), b(), c()]).size).toBe(1);
});

describe('phone numbers are kept in E.164', () => {
	const phones = (traits: Record<string, unknown>, country = 'FR') =>
		mentionsOf(readCall({ type: 'identify', userId: 'u', traits }, { receivedAt }), country)
			.filter(({ kind }) => kind === 'phone')
			.map(({ value }) => value);
	test.each([
		['as said in her country', { phone: '06 39 98 00 01' }, 'FR', ['+33639980001']],
		['by the country that comes with it', { phone: '0470 12 34 56', country: 'be' }, 'FR', ['+32470123456']],
		['by the country of her address', { phone: '020 7946 0000', address: { country: 'GB' } }, 'FR', ['+442079460000']],
		['with any prefix', { phone: '+351 912 345 678' }, 'FR', ['+351912345678']],
		['or not at all', { phone: 'call me' }, 'FR', []],
		['in no country', { phone: '06 39 98 00 01' }, 'ZZ', []],
	])('%s', (_how, traits, country, expected) => {
		expect(phones(traits, country)).toEqual(expected);
	});
});
