import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from './event';
import { mapperOf } from './map-payload';
import { type MappingRule, mapping as mappingSchema, mayBeUndone, NOBODY } from './mapping';
import { mappingTemplate, newRule, TEMPLATES } from './mapping-templates';
import { MAX_VALUES } from './reading-budget';
import { readCall } from './segment';

const RECEIVED = Date.parse('2026-11-25T09:00:00Z');
const about = { receivedAt: RECEIVED, topic: null };
const map = (rules: MappingRule[], payload: Json) => mapperOf({ rules })(payload, about);
const visit = (changes: Partial<MappingRule> = {}): MappingRule => ({
	...newRule('visit', 'Europe/Paris'),
	becomes: { type: 'track', event: 'Store Entered' },
	who: { ...NOBODY, loyaltyCard: 'card' },
	fields: [{ to: 'store_id', required: true, value: { from: 'path', path: 'store', convert: { as: 'same' } } }],
	...changes,
});
const templated = (name: (typeof TEMPLATES)[number], change: (payload: JsonObject) => JsonObject = (same) => same) => {
	const { mapping, sample } = mappingTemplate(name);
	if (!sample) throw new Error('no sample');
	return mapperOf(mapping)(change(sample.payload), { receivedAt: RECEIVED, topic: sample.topic });
};

describe('a ready-made mapping', () => {
	test.each(TEMPLATES)('%s is one that can be saved', (name) => {
		const { mapping } = mappingTemplate(name);
		expect(mappingSchema.parse(mapping)).toEqual(mapping);
	});
	test('makes an order and a customer of Shopify’s order', () => {
		const { calls, problems } = templated('shopify');
		expect(problems).toEqual([]);
		expect(calls.map(({ own, call: { type, name, userId } }) => [type, name, userId, own])).toEqual([
			['track', 'Order Completed', '6147919642668', '5940139491234'],
			['identify', 'Customer Identified', '6147919642668', null],
		]);
		expect(calls[0]?.call).toMatchObject({
			at: Date.parse('2026-11-24T23:32:10Z'),
			context: { traits: { email: 'jon@example.com', phone: '+33612345678' } },
			properties: {
				...{
					order_id: 5940139491234,
					total: 108.9,
					tax: 18.15,
					shipping: 4.9,
					discount: 10,
					currency: 'EUR',
					coupon: 'AUTUMN10',
				},
				products: [
					{ sku: 'BOOT-38-BLK', price: 89, quantity: 1, variant: '38 / Black' },
					{ sku: 'SOCK-WOOL', quantity: 2 },
				],
			},
		});
		expect(calls[1]?.call.properties).toEqual({
			...{ first_name: 'Jon', last_name: 'Martin', locale: 'fr-FR', country: 'FR' },
			...{ email: 'jon@example.com', phone: '+33612345678' },
		});
		const cancelled = templated('shopify', (order) => ({ ...order, cancelled_at: '2026-11-24T19:00:00-05:00' }));
		expect(cancelled.calls.map(({ call }) => call.name)).toEqual(['Order Cancelled', 'Customer Identified']);
	});
	test('makes a sale of a till’s receipt, with its comma, its cents and its own time', () => {
		const { calls, problems } = templated('till');
		expect(problems).toEqual([]);
		expect(calls).toMatchObject([
			{
				own: 'T07-000123',
				call: {
					...{ name: 'Order Completed', at: Date.parse('2026-11-24T17:32:10Z') },
					context: { traits: { loyalty_card: '2000012345678', email: 'zoe@example.com' } },
					properties: {
						...{ order_id: 'T07-000123', store_id: '0042', total: 1079.8 },
						products: [
							{ product_id: 'COAT-1', quantity: 2, price: 499.9 },
							{ product_id: 'CARE-5', quantity: 1, price: 80 },
						],
					},
				},
			},
		]);
		expect(templated('till', (receipt) => ({ ...receipt, type: 'RETURN' })).calls[0]?.call.name).toBe('Order Refunded');
		expect(templated('till', (receipt) => ({ ...receipt, type: 'CASH_COUNT' }))).toMatchObject({
			calls: [],
			problems: [],
		});
		expect(templated('till', (receipt) => ({ ...receipt, type: 'OPEN' })).problems).toEqual([
			{ why: 'no-rule', rule: null, field: '' },
		]);
	});
	test('makes stocks and prices of an ERP’s lines, each by itself', () => {
		const { calls, problems } = templated('erp');
		expect(problems).toEqual([]);
		expect(calls.map(({ line, call }) => [call.name, line, call.properties])).toEqual([
			['Stock Changed', 0, { product_id: '000000000000401230', sku: '401230-38', store_id: '0042', quantity: 12 }],
			['Stock Changed', 1, { product_id: '000000000000401230', sku: '401230-39', store_id: '0042', quantity: -1 }],
			['Stock Changed', 2, { product_id: '000000000000401777', store_id: '0042', quantity: 1240 }],
			['Price Changed', 2, { product_id: '000000000000401777', price: 8.5, currency: 'EUR' }],
		]);
		expect(calls[0]?.call.at).toBe(Date.parse('2026-11-24T17:30:00Z'));
	});
});

describe('what does not map', () => {
	const one = (rule: MappingRule, payload: Json) => map([rule], payload).problems;
	test('says which required field is missing', () => {
		expect(one(visit(), { card: '1' })).toEqual([{ why: 'missing', rule: 'visit', field: 'properties.store_id' }]);
		expect(one(visit({ messageId: 'id' }), { store: 'S' })).toEqual([
			{ why: 'missing', rule: 'visit', field: 'messageId' },
		]);
		const timestamp = { path: 'at', format: 'iso', zone: 'UTC' } as const;
		expect(one(visit({ timestamp }), { store: 'S' })).toEqual([{ why: 'missing', rule: 'visit', field: 'timestamp' }]);
		expect(one(visit({ timestamp }), { store: 'S', at: 'soon' })).toMatchObject([{ why: 'not-a-date' }]);
	});
	test('says what ingest says of an event that is not valid, and nothing of what was written', () => {
		expect(one(visit({ fields: [] }), { store: 'S' })).toMatchObject([
			{ why: 'invalid', field: 'properties.store_id', detail: expect.any(String) },
		]);
		expect(one(visit({ becomes: { type: 'identify' } }), { store: 'S', card: 'secret-card' })).toEqual([
			{ why: 'invalid', rule: 'visit', field: 'userId', detail: 'identify needs userId or anonymousId' },
		]);
	});
	test('keeps only the bad line of a list; the others are events', () => {
		const { calls, problems } = map([visit({ each: 'visits' })], { visits: [{ store: 'A' }, {}, { store: 'C' }] });
		expect(calls.map(({ call, line }) => [call.properties.store_id, line])).toEqual([
			['A', 0],
			['C', 2],
		]);
		expect(problems).toHaveLength(1);
	});
	test('says so when two lines have the same id: one of them would be lost', () => {
		const rule = visit({ each: 'visits', messageId: 'store' });
		expect(one(rule, { visits: [{ store: 'A' }, { store: 'A' }] })).toEqual([
			{ why: 'same-id', rule: 'visit', field: 'messageId' },
		]);
	});
	test('is a list that is none, or too long', () => {
		expect(one(visit({ each: 'visits' }), { visits: 'none' })).toMatchObject([{ why: 'not-a-list', field: 'each' }]);
		expect(one(visit({ each: 'visits' }), { visits: Array(5001).fill({ store: 'S' }) })).toMatchObject([
			{ why: 'too-many' },
		]);
	});
});

describe('a rule', () => {
	test('that says how the catalogue is, by payloads without an id or a time, may be undone by one that is sent again', () => {
		const stocks = visit({ becomes: { type: 'track', event: 'Stock Changed' } });
		expect(mayBeUndone(stocks)).toBe(true);
		expect(mayBeUndone({ ...stocks, messageId: 'id' })).toBe(false);
		expect(mayBeUndone({ ...stocks, timestamp: { path: 'at', format: 'iso', zone: 'UTC' } })).toBe(false);
		expect(mayBeUndone(visit())).toBe(false);
		expect(mayBeUndone(visit({ becomes: { type: 'nothing' } }))).toBe(false);
		for (const name of TEMPLATES) expect(mappingTemplate(name).mapping.rules.filter(mayBeUndone)).toEqual([]);
	});
	test('applies when all of its conditions hold', () => {
		const rule = visit({
			when: [
				{ path: 'kind', is: 'equal', value: '7' },
				{ path: 'test', is: 'other', value: 'true' },
				{ path: 'void', is: 'absent', value: '' },
			],
		});
		const count = (payload: JsonObject) => map([rule], { store: 'S', ...payload }).calls.length;
		expect([count({ kind: 7 }), count({ kind: '7', test: true }), count({ kind: 7, void: 1 }), count({})]).toEqual([
			1, 0, 0, 0,
		]);
	});
	test('of a list that is not there does not apply, of an empty one has nothing to say', () => {
		expect(map([visit({ each: 'visits' })], { store: 'S' }).problems).toMatchObject([{ why: 'no-rule' }]);
		expect(map([visit({ each: 'visits' })], { visits: [] })).toMatchObject({ calls: [], problems: [] });
		expect(map([visit({ each: 'visit' })], { visit: { store: 'S' } }).calls).toHaveLength(1);
	});
	test('fills properties within properties, and none that every object has', () => {
		const to = (name: string) => ({ to: name, required: false, value: { from: 'constant', value: 1 } as const });
		const rule = visit({
			becomes: { type: 'track', event: 'Own' },
			fields: [to('a.b'), to('a.c'), to('__proto__.polluted')],
		});
		const { calls, problems } = map([rule], {});
		expect(problems).toMatchObject([{ why: 'invalid' }]);
		expect(calls).toEqual([]);
		expect({}).not.toHaveProperty('polluted');
		expect(map([{ ...rule, fields: rule.fields.slice(0, 2) }], {}).calls[0]?.call.properties).toEqual({
			a: { b: 1, c: 1 },
		});
	});
});

test('mapped, an event is the event that was sent as such', () => {
	fc.assert(
		fc.property(
			fc.record({
				card: fc.stringMatching(/^[0-9]{1,20}$/),
				store: fc.stringMatching(/^[A-Z0-9]{1,20}$/),
				at: fc
					.date({ min: new Date('2020-01-01'), max: new Date(RECEIVED), noInvalidDate: true })
					.map((date) => date.toISOString()),
			}),
			({ card, store, at }) => {
				const timestamp = { path: 'at', format: 'iso', zone: 'UTC' } as const;
				const [made] = map([visit({ timestamp })], { card, store, at }).calls;
				const raw = { type: 'track', event: 'Store Entered', properties: { store_id: store }, timestamp: at };
				expect(made?.call).toEqual(readCall({ ...raw, context: { traits: { loyalty_card: card } } }, about));
			},
		),
	);
});

/** Also what nobody could save: the page maps while the mapping is being written. */
const anyPath = fc.oneof(
	fc.constantFrom('', '$', '$topic', 'a', 'a.b', 'b[0]', 'a | b', '$.a', '..', '["a'),
	fc.string({ maxLength: 8 }),
);
const anyValue = fc.oneof(
	fc.record({
		from: fc.constant('path' as const),
		path: anyPath,
		convert: fc.constantFrom({ as: 'same' as const }, { as: 'number' as const, decimal: ',' as const }),
	}),
	fc.record({ from: fc.constant('constant' as const), value: fc.oneof(fc.string(), fc.double()) }),
);
const anyField = fc.record({
	to: fc.oneof(fc.constantFrom('a', 'a.b', '', '__proto__', 'order_id'), fc.string()),
	required: fc.boolean(),
	value: anyValue,
});
const anyLines = fc.record({
	from: fc.constant('lines' as const),
	path: anyPath,
	fields: fc.array(anyField, { maxLength: 3 }),
});
const anyRule = fc.record({
	id: fc.constantFrom('r', 's'),
	when: fc.array(
		fc.record({
			path: anyPath,
			is: fc.constantFrom('present' as const, 'absent' as const, 'equal' as const, 'other' as const),
			value: fc.string(),
		}),
		{ maxLength: 2 },
	),
	each: anyPath,
	becomes: fc.oneof(
		fc.record({
			type: fc.constant('track' as const),
			event: fc.constantFrom('', 'Own', 'Order Completed', 'Stock Changed'),
		}),
		fc.constantFrom({ type: 'identify' as const }, { type: 'nothing' as const }),
	),
	who: fc.record({ userId: anyPath, email: anyPath, phone: anyPath, loyaltyCard: anyPath, anonymousId: anyPath }),
	messageId: anyPath,
	timestamp: fc.record({
		path: anyPath,
		format: fc.constantFrom('iso' as const, 'seconds' as const),
		zone: fc.constant('UTC'),
	}),
	fields: fc.array(
		fc.oneof(anyField, fc.record({ to: fc.constantFrom('products', 'x'), required: fc.boolean(), value: anyLines })),
		{ maxLength: 4 },
	),
});
const anyPayload = fc.oneof(
	fc.jsonValue(),
	fc.object({ key: fc.constantFrom('a', 'b', 'c', '__proto__'), maxDepth: 4 }),
);

test('no payload and no unfinished mapping makes it fail', () => {
	fc.assert(
		fc.property(fc.array(anyRule, { maxLength: 3 }), anyPayload, (rules, given) => {
			const written: Json = JSON.parse(JSON.stringify(given) ?? 'null');
			const { calls, problems } = mapperOf({ rules })(written, about);
			// All that is made is taken by ingest as it is.
			for (const { call } of calls) expect(call.at).toBeLessThanOrEqual(RECEIVED);
			expect(JSON.stringify(problems)).toBeDefined();
		}),
		{ numRuns: 2000 },
	);
});

describe('whoever writes a mapping or sends a payload cannot keep us busy', () => {
	const looking = (path: string) => ({ from: 'path', path, convert: { as: 'same' } }) as const;
	const own = (fields: MappingRule['fields']) => visit({ becomes: { type: 'track', event: 'Own' }, each: 'a', fields });
	const numbered = <T>(n: number, make: (to: string) => T) => Array.from({ length: n }, (_, at) => make(`p${at}`));

	test('a small payload whose lists are gone through again and again gives nothing, and says why', () => {
		const fields = numbered(20, (to) => ({ to, required: false, value: looking(to) }));
		const lists = numbered(5, (to) => ({
			to,
			required: false,
			value: { from: 'lines', path: '$.b', fields } as const,
		}));
		expect(map([own(lists)], { a: Array(400).fill(0), b: Array(1000).fill(0) })).toEqual({
			calls: [],
			problems: [{ why: 'too-much', rule: null, field: '' }],
			read: expect.any(Number),
		});
	});
	test.each<[string, Json]>([
		['text', 'x'.repeat(30_000)],
		['list', Array(3000).fill(0)],
	])('a long %s cannot be copied into every event', (_, big) => {
		const rule = own([{ to: 'copy', required: false, value: looking('$.big') }]);
		expect(map([rule], { a: [0], big }).calls).toHaveLength(1);
		expect(map([rule], { a: Array(1000).fill(0), big }).problems).toMatchObject([{ why: 'too-much' }]);
	});
	test('an export of as many lines as there may be is no such payload', () => {
		const { mapping, sample } = mappingTemplate('erp');
		const lines = Array(5000).fill({ article: '1', variant: '1-38', unrestricted: '12,000' });
		const { calls, problems, read } = mapperOf(mapping)({ ...sample?.payload, lines }, about);
		expect([calls.length, problems]).toEqual([5000, []]);
		expect(read).toBeLessThan(MAX_VALUES * 0.8);
	});
	test('whatever the mapping and the payload, no more is read than the budget', () => {
		fc.assert(
			fc.property(
				fc.array(anyRule, { maxLength: 3 }),
				anyPayload,
				fc.integer({ min: 0, max: 60 }),
				(rules, given, max) => {
					const written: Json = JSON.parse(JSON.stringify(given) ?? 'null');
					// What is kept as it is goes through ingest, which reads it again.
					const texts: MappingRule[] = JSON.parse(JSON.stringify(rules), (key, value) =>
						key === 'convert' ? { as: 'text' } : value,
					);
					const { watched, reads } = watch(written);
					const { read } = mapperOf({ rules: texts })(watched, about, max);
					expect(read).toBeLessThanOrEqual(max);
					expect(reads()).toBeLessThanOrEqual(read);
					expect(mapperOf({ rules })(written, about, max).read).toBeLessThanOrEqual(max);
				},
			),
			{ numRuns: 2000 },
		);
	});
});

/** A payload that counts how often something in it is read. */
function watch(payload: Json): { watched: Json; reads: () => number } {
	let reads = 0;
	const wrap = (value: Json): Json =>
		typeof value !== 'object' || value === null
			? value
			: new Proxy(value, {
					get: (target, key, receiver) => {
						const found = Reflect.get(target, key, receiver);
						if (!Object.hasOwn(target, key) || key === 'length') return found;
						reads++;
						return wrap(found);
					},
				});
	return { watched: wrap(payload), reads: () => reads };
}
