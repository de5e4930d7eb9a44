import fc from 'fast-check';
import { OPERATORS, type Scalar } from '../compare';
import { HISTORY_VALUES, type Past, type Rule } from '../condition';
import type { Json, JsonObject } from '../event';
import { STAGES } from '../lifecycle';
import { iso, TUESDAY } from './facts';

/** What rules and histories are drawn from: few words, so that they meet. */
const EVENTS = ['Order Completed', 'Order Refunded', 'Product Viewed'] as const;
export const SEGMENTS = ['0190a0a0-0000-7000-8000-00000000000a', '0190a0a0-0000-7000-8000-00000000000b'] as const;
const PURPOSES = ['marketing', 'partners'] as const;
const KINDS = ['user_id', 'email', 'phone', 'loyalty_card'] as const;
export const STORES = ['lyon', 'Lille'] as const;

const WORDS = [
	'',
	'a',
	'A',
	'vase',
	'Blue VASE',
	'été',
	'ÉTÉ',
	'ΣΑΣ',
	'σας',
	'İ',
	'straße',
	'42',
	'true',
	'%',
	'\\',
	'𝄞',
];
const DATES = [
	...['2026-11-24', '2026-11-24T09:00', '2026-11-24T09:00:00Z', '2026-11-24T10:00:00+01:00', '2026-02-30'],
	...['2026-11-24T08:59:59.9999', '2026-11-24T09:00:00.0001234-14:59', '2024-02-29', '0001-01-01', '2026-1-1'],
	...['2026-11-24T24:00', '9999-12-31T23:59:59.999Z', '2023-02-29T00:00Z', '2026-11-24 09:00', 'Nov 24, 2026'],
];
const NUMBERS = [0, -0, 1, 42, 0.1, 0.2, 0.3, 19.99, 59.97, -5, 1e21, 1e-7, 100];

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
	fc.constantFrom(...WORDS),
	fc.constantFrom(...DATES),
	fc.constantFrom(...NUMBERS),
	fc.boolean(),
);
const leaf: fc.Arbitrary<Json> = fc.oneof(
	{ weight: 6, arbitrary: scalar },
	{ weight: 1, arbitrary: fc.constant(null) },
	{ weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
	{ weight: 1, arbitrary: fc.constant<Json>({ id: 'a' }) },
	{ weight: 1, arbitrary: fc.constant<Json>([['a'], { id: 'a' }]) },
);
const orderId = fc.constantFrom<Json>('o1', 'o2', '42', 42, true, '', null, { id: 'a' });
const absent = { requiredKeys: [] };

/** What an event or a profile says. */
export const properties: fc.Arbitrary<JsonObject> = fc
	.record(
		{
			order_id: orderId,
			total: fc.oneof(fc.constantFrom<Json>(...NUMBERS), leaf),
			colour: leaf,
			on: fc.constantFrom<Json>(...DATES),
			tags: fc.oneof(fc.array(scalar, { maxLength: 3 }), leaf),
			products: fc.oneof(
				fc.array(
					fc.oneof(
						fc.record({ product_id: fc.constantFrom<Json>('vase', 'mug', 42), price: leaf, tags: leaf }, absent),
						leaf,
					),
					{ maxLength: 3 },
				),
				leaf,
			),
			address: fc.oneof(fc.record({ city: leaf }, absent), leaf),
		},
		absent,
	)
	// Without fast-check's null prototypes.
	.map((drawn): JsonObject => JSON.parse(JSON.stringify(drawn)));

const PATHS = [
	...['total', 'colour', 'on', 'tags', 'tags[]', 'order_id', 'products', 'products[].product_id', 'products[].price'],
	...['products[].tags[]', 'address.city', 'address', 'products.price', 'gone', 'address[].city', 'constructor'],
];
const CUSTOMER_PATHS = [
	...['id', 'email', 'phone', 'locale', 'country', 'timeZone', 'homeStoreId', 'lifecycle', 'segments', 'segments[]'],
	...['points', 'tier', 'scores.recency', 'email.x', 'email[]', 'points[]', 'gone', 'traits', 'traits[]'],
	...PATHS.map((path) => `traits.${path}`),
];

const compared = fc
	.record({
		op: fc.constantFrom(...OPERATORS),
		one: scalar,
		list: fc.array(scalar, { maxLength: 3 }),
		odd: fc.integer({ min: 0, max: 9 }),
	})
	// Now and then a list where one value is expected, and the other way round.
	.map(({ op, one, list, odd }) => ({ op, value: (op === 'one-of') === odd > 0 ? list : one }));

/** Of an event: every kind of path, and facts of its customer. */
function property(of: 'customer' | 'event' | 'trigger'): fc.Arbitrary<Rule> {
	const known = fc.constantFrom<Scalar>(
		'a@example.test',
		'FR',
		'fr-FR',
		...STORES,
		'loyal',
		'gold',
		...SEGMENTS,
		100,
		5,
	);
	return fc
		.tuple(
			fc.constantFrom(...(of === 'customer' ? CUSTOMER_PATHS : PATHS)),
			compared,
			fc.option(known),
			fc.integer({ min: 0, max: 9 }),
		)
		.map(([path, { op, value }, fact, odd]): Rule => {
			if (odd === 0)
				return { type: 'property', of, path, op, value: { from: 'trigger', path: 'products[].product_id' } };
			return { type: 'property', of, path, op, value: fact !== null && !Array.isArray(value) ? fact : value };
		});
}

const plain: fc.Arbitrary<Rule> = fc.oneof(
	fc.record({
		type: fc.constant('consent'),
		channel: fc.constantFrom('email', 'sms'),
		granted: fc.boolean(),
		purpose: fc.constantFrom(undefined, ...PURPOSES),
	}),
	fc.record({
		type: fc.constant('identity'),
		kind: fc.constantFrom(...KINDS),
		known: fc.boolean(),
		verified: fc.constantFrom(undefined, true, false),
	}),
	fc.record({ type: fc.constant('lifecycle'), stages: fc.subarray([...STAGES], { minLength: 1 }) }),
	fc.record({ type: fc.constant('segment'), segmentId: fc.constantFrom(...SEGMENTS), in: fc.boolean() }),
);

const { tree } = fc.letrec<{ tree: Rule; inHistory: Rule; history: Rule; past: Past }>((tie) => ({
	tree: fc.oneof(
		{ maxDepth: 3, depthSize: 'medium' },
		{ weight: 3, arbitrary: property('customer') },
		{ weight: 1, arbitrary: property('trigger') },
		{ weight: 1, arbitrary: property('event') },
		{ weight: 3, arbitrary: plain },
		{ weight: 6, arbitrary: tie('history') },
		{ weight: 3, arbitrary: grouped(tie('tree')) },
	),
	inHistory: fc.oneof(
		{ maxDepth: 2, depthSize: 'medium' },
		{ weight: 6, arbitrary: property('event') },
		{ weight: 1, arbitrary: property('customer') },
		{ weight: 1, arbitrary: plain },
		{ weight: 1, arbitrary: tie('history') },
		{ weight: 2, arbitrary: grouped(tie('inHistory')) },
	),
	past: fc.record({
		event: fc.constantFrom(...EVENTS),
		within: fc.constantFrom(undefined, undefined, 'PT1H', 'P7D', 'P30D'),
		where: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: tie('inHistory') }),
		without: fc.oneof(
			{ weight: 2, arbitrary: fc.constant(undefined) },
			{
				weight: 1,
				arbitrary: fc.array(
					fc.record({
						event: fc.constantFrom(...EVENTS),
						same: fc.constantFrom('order_id', 'products[].product_id', 'total', 'gone'),
						where: fc.oneof(
							{ weight: 2, arbitrary: fc.constant(undefined) },
							{ weight: 1, arbitrary: tie('inHistory') },
						),
					}),
					{ maxLength: 2 },
				),
			},
		),
	}),
	history: fc.oneof(
		fc
			.tuple(tie('past'), fc.constantFrom('at-least', 'at-most', 'exactly'), fc.integer({ min: 0, max: 3 }))
			.map(([past, op, n]): Rule => ({ type: 'history', ...past, count: { op, n } })),
		fc
			.tuple(tie('past'), fc.constantFrom(...HISTORY_VALUES), fc.constantFrom(...PATHS, 'total', 'total'), compared)
			.map(([past, take, path, { op, value }]): Rule => ({ type: 'history-value', ...past, take, path, op, value })),
	),
}));

function grouped(rules: fc.Arbitrary<Rule>): fc.Arbitrary<Rule> {
	return fc.record({ type: fc.constantFrom('all', 'any', 'none'), rules: fc.array(rules, { maxLength: 3 }) });
}

/** Rules about customers: everything but stock, stores and prices. */
export const customerRule: fc.Arbitrary<Rule> = tree;

/** What somebody did, as it is recorded: from 40 days before to a little after the instant that rules are asked at. */
export const happened = fc.record({
	name: fc.constantFrom(...EVENTS),
	properties,
	at: fc
		.oneof(
			fc.constantFrom(0, 1, -1, 3_600_000, 7 * 86_400_000, 30 * 86_400_000),
			fc.integer({ min: -3_600_000, max: 40 * 86_400_000 }),
		)
		.map((ago) => iso(TUESDAY - ago)),
});

/** Somebody, as her row and what belongs to it. */
export const somebody = fc.record({
	traits: properties,
	locale: fc.constantFrom(null, 'fr-FR', 'en'),
	country: fc.constantFrom(null, 'FR', 'be'),
	homeStoreId: fc.constantFrom(null, ...STORES),
	lifecycle: fc.constantFrom(null, ...STAGES),
	recency: fc.constantFrom(null, 1, 5, 10),
	segments: fc.subarray([...SEGMENTS]),
	identities: fc.array(
		fc.record({
			kind: fc.constantFrom(...KINDS),
			verified: fc.boolean(),
			seen: fc.integer({ min: 0, max: 3 }),
		}),
		{ maxLength: 3 },
	),
	consents: fc.array(
		fc.record({
			channel: fc.constantFrom('email', 'sms'),
			purpose: fc.constantFrom(...PURPOSES),
			granted: fc.boolean(),
			source: fc.constantFrom('identify', 'form', 'sms-stop'),
			day: fc.integer({ min: 0, max: 3 }),
		}),
		{ maxLength: 5 },
	),
	points: fc.array(fc.record({ kind: fc.constantFrom('earned', 'spent'), delta: fc.constantFrom(5, 95, -5, 100) }), {
		maxLength: 3,
	}),
	events: fc.array(happened, { maxLength: 8 }),
	/** Whose she is: 0 to 5 others. Most are nobody's but their own. */
	mergedInto: fc.option(fc.nat(), { freq: 4 }),
});
