import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hears, type Listener } from './await';
import type { Rule } from './condition';
import type { JsonObject } from './event';
import { RETAIL_EVENTS } from './retail-events';
import { event, facts } from './testing/facts';
import { tieProblems } from './tie-problems';
import { hearsWithoutCustomer, keysIn, keysOf, samplesOf, tiesOf } from './without-customer';

const nobody = (name: string, properties: JsonObject) => event(name, properties, { nobody: true });
const told = (listener: Omit<Listener, 'port'>, name: string, says: JsonObject, trigger: JsonObject = {}) =>
	hears([{ port: 'p', ...listener }], nobody(name, says), event('Product Added', trigger), facts()) !== undefined;
const sameProduct = { property: 'product_id', equalsTrigger: 'product_id' };

describe('an event without a customer', () => {
	test('is heard by everybody when it is about nobody: a stock, a launch, an operation', () => {
		expect(told({ event: 'Stock Changed' }, 'Stock Changed', {})).toBe(true);
		expect(
			told(
				{ event: 'Stock Changed', correlation: sameProduct },
				'Stock Changed',
				{ product_id: 7 },
				{ product_id: '7' },
			),
		).toBe(true);
		expect(
			told(
				{ event: 'Stock Changed', correlation: sameProduct },
				'Stock Changed',
				{ product_id: 8 },
				{ product_id: '7' },
			),
		).toBe(false);
	});
	test('is heard by nobody when it is somebody’s: an anonymous sale takes nobody out', () => {
		expect(told({ event: 'Order Completed' }, 'Order Completed', {})).toBe(false);
		const sameCart = { property: 'cart_id', equalsTrigger: 'cart_id' };
		const order = { cart_id: 'c' };
		expect(told({ event: 'Order Completed', correlation: sameCart }, 'Order Completed', order, order)).toBe(false);
	});
	test('that Parcours does not know is heard where it is tied to the trigger', () => {
		expect(told({ event: 'Storm Warning' }, 'Storm Warning', {})).toBe(false);
		const correlation = { property: 'city', equalsTrigger: 'city' };
		expect(told({ event: 'Storm Warning', correlation }, 'Storm Warning', { city: 'Lyon' }, { city: 'Lyon' })).toBe(
			true,
		);
	});
	test('that would end for everybody whatever it is about is warned of', () => {
		const isLamp = { type: 'property', of: 'event', path: 'product_id', op: 'equals', value: 'lamp' } as const;
		expect(tieProblems({ event: 'Stock Changed' })).toMatchObject([{ severity: 'warning' }]);
		expect(tieProblems({ event: 'Stock Changed', correlation: sameProduct })).toEqual([]);
		expect(tieProblems({ event: 'Stock Changed', where: isLamp })).toEqual([]);
		expect(tieProblems({ event: 'Order Completed' })).toEqual([]);
	});
	test('says in the vocabulary that it has none', () => {
		for (const [name, { what, nobody: none }] of Object.entries(RETAIL_EVENTS))
			expect([name, none === true]).toEqual([name, what.includes('(no customer')]);
	});
});

const id = fc.constantFrom<string | number | boolean>('7', 7, 'a', true, 'true', '');
const path = fc.constantFrom('product_id', 'store_id', 'products[].product_id', 'product.id');
const says = fc.record(
	{
		product_id: id,
		store_id: id,
		products: fc.array(fc.record({ product_id: id }), { maxLength: 2 }),
		product: fc.record({ id }),
	},
	{ requiredKeys: [] },
);
const name = fc.constantFrom('Stock Changed', 'Price Changed', 'Order Completed', 'Storm Warning');
const equality = fc.record({
	...{ type: fc.constant('property' as const), of: fc.constantFrom('event' as const, 'trigger' as const) },
	...{ path, op: fc.constantFrom('equals' as const, 'not-equals' as const) },
	value: fc.oneof(
		id,
		path.map((p) => ({ from: 'trigger' as const, path: p })),
	),
});
const where: fc.Arbitrary<Rule> = fc.oneof(
	equality,
	fc.record({ type: fc.constantFrom('all' as const, 'any' as const), rules: fc.array(equality, { maxLength: 3 }) }),
);
const listener: fc.Arbitrary<Listener> = fc.record(
	{
		port: fc.constant('p'),
		event: name,
		where,
		correlation: fc.record({ property: path, equalsTrigger: path }),
	},
	{ requiredKeys: ['port', 'event'] },
);

test('who hears an event is found by what it says: the keys narrow, they lose nobody', () => {
	fc.assert(
		fc.property(
			fc.array(listener, { minLength: 1, maxLength: 3 }),
			name,
			says,
			says,
			(listeners, called, said, began) => {
				const trigger = event('Product Added', began);
				const heard = hears(listeners, nobody(called, said), trigger, facts());
				fc.pre(heard !== undefined);
				const found = keysOf(tiesOf(listeners, trigger));
				expect(keysIn({ name: called, properties: said }).some((key) => found.includes(key))).toBe(true);
				// And so does looking back.
				const [tie] = heard ? tiesOf([heard], trigger) : [];
				if (tie?.path != null) expect(samplesOf(tie).some((sample) => contains(said, sample))).toBe(true);
			},
		),
		{ numRuns: 2000 },
	);
});

/** As `@>` of Postgres: objects by their keys, lists by any of their items. */
function contains(whole: unknown, part: unknown): boolean {
	if (Array.isArray(part))
		return Array.isArray(whole) && part.every((item) => whole.some((one) => contains(one, item)));
	if (typeof part === 'object' && part !== null && typeof whole === 'object' && whole !== null)
		return Object.entries(part).every(([key, value]) => contains(new Map(Object.entries(whole)).get(key), value));
	return whole === part;
}

test('a listener that is tied to nothing in particular is found by the name of the event', () => {
	expect(hearsWithoutCustomer({ event: 'Product Launched' })).toBe(true);
	expect(keysOf(tiesOf([{ event: 'Product Launched' }], event('X')))).toEqual(['Product Launched']);
});
