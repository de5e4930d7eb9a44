import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Rule } from '@/lib/condition';
import { judge } from '@/lib/evaluate';
import type { State } from '@/lib/machine';
import { needs } from '@/lib/rule-needs';
import { event } from '@/lib/testing/facts';
import { db } from './client';
import { factsInStep } from './facts';
import { loadProfile } from './profiles';
import { customers, enrollments, identities, products, stockLeases, stores } from './schema';
import { setStock } from './stock';

const NOW = Date.UTC(2026, 10, 24, 9);
const ZOE = '0190a0a0-0000-7000-8000-000000000001';
const store = (id: string, latitude: number, more = {}) => ({
	...{ id, name: id, address: '1', postalCode: '69001', city: 'Lyon', country: 'FR', timeZone: 'Europe/Paris' },
	...{ latitude, longitude: 4.83, openingHours: { '2': [['09:00', '19:00']] satisfies [string, string][] } },
	...more,
});

beforeAll(async () => {
	const address = { latitude: 45.76, longitude: 4.83 };
	await db().insert(customers).values({ id: ZOE, homeStoreId: 'lyon', traits: { address } });
	await db()
		.insert(identities)
		.values({ kind: 'loyalty_card', value: '4711', customerId: ZOE, source: 'till', verified: true });
	await db()
		.insert(stores)
		.values([
			store('lyon', 45.8),
			store('shut', 45.761, { openingHours: {} }),
			store('near', 45.77),
			store('depot', 45.76, { kind: 'warehouse' }),
		]);
	await db().insert(products).values({ id: 'vase', name: 'Vase', category: 'Home', priceMinor: 3500, currency: 'EUR' });
	const figure = (storeId: string, quantity: number, hoursAgo: number) => ({
		...{ productId: 'vase', sku: '', storeId, quantity },
		asOf: new Date(NOW - hoursAgo * 3_600_000),
	});
	// The journey that the trigger started keeps something near; another one keeps something else, since.
	const hers = { nodeId: 'l', visit: 1, customerId: ZOE, productId: 'vase', until: new Date(Date.now() + 3_600_000) };
	const enrollmentId = uuid();
	await db()
		.insert(enrollments)
		.values({
			...{ id: enrollmentId, journeyId: uuid(), versionId: uuid(), customerId: ZOE, entryKey: '', status: 'waiting' },
			...{ trigger, enteredAt: new Date(NOW), state: {} as State },
		});
	await db()
		.insert(stockLeases)
		.values([
			{ ...hers, id: uuid(), enrollmentId, storeId: 'near', leasedAt: new Date(NOW - 60_000) },
			{ ...hers, id: uuid(), enrollmentId: uuid(), storeId: 'shut', leasedAt: new Date(NOW) },
		]);
	await setStock(db(), [figure('lyon', 2, 1), figure('near', 4, 30), figure('depot', 9, 0)]);
});

const trigger = event('Product Added', { product_id: 'vase', store_id: 'shut' }, { at: NOW - 60_000 });
const says = async (rule: Rule) => {
	const at = { trigger, now: NOW, knownBy: NOW };
	return judge(rule, await factsInStep(db(), await loadProfile(db(), ZOE), at, needs(rule)));
};

describe('a step is decided by what is in the shops', () => {
	const stock = (at: Extract<Rule, { type: 'stock' }>['at'], maxAge = 'PT2H'): Rule => ({
		...{ type: 'stock', product: { from: 'trigger', path: 'product_id' }, at, maxAge, op: 'at-least', n: 2 },
	});
	test.each<[string, Rule, boolean | 'unknown']>([
		['at her own store', stock({ choose: 'home' }), true],
		['at the nearest that is open, if the figure is fresh', stock({ choose: 'nearest-open' }), 'unknown'],
		['or old figures are allowed', stock({ choose: 'nearest-open' }, 'P7D'), true],
		['at the store where something is kept for her', stock({ choose: 'kept' }, 'P7D'), true],
		['or whether it is open', { type: 'store', at: { choose: 'kept' }, open: true }, true],
		['how far it is there', { type: 'distance', to: { choose: 'kept' }, op: 'at-most', metres: 1500 }, true],
		['at a warehouse she is not sent to', stock({ choose: 'given', storeId: 'depot' }), 'unknown'],
		[
			'of the store that the event names: its hours',
			{ type: 'store', at: { choose: 'event', from: 'trigger', path: 'store_id' }, open: true },
			false,
		],
		[
			'how far it is to the nearest with stock',
			{
				type: 'distance',
				withStock: { product: { id: 'vase' }, maxAge: 'PT2H' },
				op: 'at-least',
				metres: 4000,
			},
			true,
		],
		['a price she never paid', { type: 'price', product: { id: 'vase' }, op: 'at-most', percentOfPaid: 90 }, 'unknown'],
		['the card she has', { type: 'identity', kind: 'loyalty_card', known: true, verified: true }, true],
	])('%s', async (_what, rule, verdict) => {
		expect(await says(rule)).toBe(verdict);
	});
	test('nothing of it is read for a rule that does not ask', async () => {
		const at = { trigger, now: NOW, knownBy: NOW };
		const rule: Rule = { type: 'lifecycle', stages: ['suspect'] };
		const facts = await factsInStep(db(), await loadProfile(db(), ZOE), at, needs(rule));
		expect(facts).not.toHaveProperty('stores');
	});
});
