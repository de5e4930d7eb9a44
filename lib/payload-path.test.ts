import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from './event';
import { linesOf, parsePath, pathTo, placesIn, readPath, type Segment } from './payload-path';

const order: Json = {
	customer: { email: '', 'first name': 'Zoé' },
	'a.b': { '"': 1 },
	lines: [{ sku: 'A', tags: ['x', 'y'] }, { sku: 'B' }],
	total: 0,
	paid: false,
};
const at = (path: string, line: Json = order) => {
	const ways = parsePath(path);
	if (!ways) throw new Error(`${path} is no path`);
	return readPath(ways, { top: order, line, topic: 'orders/create' });
};

describe('a path', () => {
	test('leads through keys and places of lists', () => {
		expect(at('lines[1].sku')).toBe('B');
		expect(at('customer.first name')).toBe('Zoé');
		expect(at('["a.b"]["\\""]')).toBe(1);
		expect(at('lines[0].tags')).toEqual(['x', 'y']);
	});
	test('of a line starts there, and with $ at the top', () => {
		expect(at('sku', { sku: 'A' })).toBe('A');
		expect(at('$.total', { sku: 'A' })).toBe(0);
		expect(at('$', { sku: 'A' })).toBe(order);
		expect(at('$topic')).toBe('orders/create');
	});
	test('with a bar leads to the first that says something', () => {
		expect(at('customer.email | email | customer["first name"]')).toBe('Zoé');
	});
	test('finds zero and no, and not what is empty or not there', () => {
		expect([at('total'), at('paid'), at('customer.email'), at('nothing.at.all')]).toEqual([
			0,
			false,
			undefined,
			undefined,
		]);
	});
	test('never finds what every object has', () => {
		expect([at('constructor'), at('lines.length'), at('__proto__.polluted'), at('total.toFixed')]).toEqual(
			Array(4).fill(undefined),
		);
	});
	test.each(['', '.', 'a.', 'a..b', '.a', 'a[', 'a[-1]', 'a[x]', '$a[', '["a]', 'a | ', '| a', '["\\x"]'])(
		'is not “%s”',
		(text) => expect(parsePath(text)).toBeNull(),
	);
	test('reads any text without an error', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('a', '.', '[', ']', '"', '$', '|', '0', '\\', ' ') }), (text) => {
				const ways = parsePath(text);
				if (ways) readPath(ways, { top: order, line: order, topic: null });
			}),
		);
	});
});

describe('a path to what was clicked', () => {
	const leaves = fc
		.array(fc.oneof(fc.string({ minLength: 1 }), fc.nat(999)), { minLength: 1, maxLength: 5 })
		.filter((steps) => !steps.includes('__proto__'));
	/** A payload with nothing but what lies at `steps`. */
	const holding = (steps: Segment[], value: Json): Json =>
		steps.reduceRight<Json>((inner, step) => {
			if (typeof step === 'string') return { [step]: inner };
			const list: Json[] = Array(step).fill(0);
			list.push(inner);
			return list;
		}, value);

	test('leads there, whatever the keys', () => {
		fc.assert(
			fc.property(leaves, (steps) => {
				const payload = holding(steps, 'here');
				const ways = parsePath(pathTo(steps, []));
				expect(ways && readPath(ways, { top: payload, line: payload, topic: null })).toBe('here');
			}),
		);
	});
	test('starts at the line where lines are read, and at the top from anywhere else', () => {
		const line = linesOf('order.lines', []);
		expect(pathTo(['order', 'lines', 3, 'sku'], line)).toBe('sku');
		expect(pathTo(['order', 'id'], line)).toBe('$.order.id');
		expect(pathTo(['order', 'lines', 0, 'taxes', 1, 'rate'], linesOf('taxes', line))).toBe('rate');
		expect(pathTo([0, 'id'], line)).toBe('$[0].id');
	});
});

describe('what a path may lead to', () => {
	const places = (within: string, want: 'value' | 'list') =>
		placesIn(order, linesOf(within, []), want).map(({ path }) => path);
	test('is every value of the payload, and of a list’s first line', () => {
		expect(places('', 'value')).toEqual([
			...[
				'customer.email',
				'customer.first name',
				'["a.b"]["\\""]',
				'lines[0].sku',
				'lines[0].tags[0]',
				'total',
				'paid',
			],
		]);
	});
	test('starts with what any of the lines has where lines are read', () => {
		expect(places('lines', 'value').slice(0, 3)).toEqual(['sku', 'tags[0]', '$.customer.email']);
	});
	test('is a list where a list is wanted', () => {
		expect(places('', 'list')).toEqual(['lines', 'lines[0].tags']);
		expect(places('lines', 'list')).toEqual(['tags', '$.lines']);
	});
});
