import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CallError, readCall } from './segment';

const receivedAt = Date.parse('2026-03-02T10:00:00Z');
const read = (raw: unknown) => readCall(raw, { receivedAt });

describe('the effective time of an event', () => {
	test('is its own, when the sender’s clock is right', () => {
		const call = read({
			type: 'track',
			event: 'Cart Viewed',
			userId: 'u',
			timestamp: '2026-03-02T09:00:00Z',
			sentAt: '2026-03-02T10:00:00Z',
		});
		expect(new Date(call.at).toISOString()).toBe('2026-03-02T09:00:00.000Z');
	});
	test('is corrected by how wrong the sender’s clock is', () => {
		const call = read({
			type: 'track',
			event: 'Cart Viewed',
			userId: 'u',
			timestamp: '2026-03-02T12:00:00Z',
			sentAt: '2026-03-02T13:00:00Z',
		});
		expect(new Date(call.at).toISOString()).toBe('2026-03-02T09:00:00.000Z');
	});
	test('is never later than its receipt', () => {
		expect(read({ type: 'track', event: 'Cart Viewed', userId: 'u', timestamp: '2026-03-02T11:00:00Z' }).at).toBe(
			receivedAt,
		);
	});
});

describe('what is refused says which field', () => {
	test.each([
		['track without a name', { type: 'track', userId: 'u' }, 'event'],
		['an unknown type', { type: 'shout', userId: 'u' }, 'type'],
		['a date before 2000', { type: 'track', event: 'x', timestamp: '1812-01-01' }, 'timestamp'],
		['a date that is none', { type: 'track', event: 'x', timestamp: 'yesterday' }, 'timestamp'],
		['a NUL character', { type: 'track', event: 'x', properties: { a: 'b\0' } }, 'properties.a'],
		['half a character', { type: 'track', event: 'x', properties: { a: '\ud800' } }, 'properties.a'],
		['a hostile key', { type: 'track', event: 'x', properties: JSON.parse('{"__proto__":{"a":1}}') }, 'properties'],
		[
			'an order without its id',
			{ type: 'track', event: 'Order Completed', properties: { total: 3 } },
			'properties.order_id',
		],
		[
			'a total that is text',
			{ type: 'track', event: 'Order Completed', properties: { order_id: '1', total: '3' } },
			'properties.total',
		],
		['alias without a previous id', { type: 'alias', userId: 'u' }, 'previousId'],
	])('%s', (_what, raw, field) => {
		expect(() => read(raw)).toThrow(expect.objectContaining({ name: 'CallError', field }));
	});

	test('an object nested too deep', () => {
		let deep: unknown = 1;
		for (let i = 0; i < 50; i++) deep = { deep };
		expect(() => read({ type: 'track', event: 'x', properties: deep })).toThrow('nested');
	});
	test('an event over 32 KB', () => {
		expect(() => read({ type: 'track', event: 'x', properties: { a: 'b'.repeat(33_000) } })).toThrow('32 KB');
	});
});

test('an event nobody knows is kept as it is', () => {
	expect(read({ type: 'track', event: 'Cat Petted', userId: 7, properties: { softness: 11 } })).toMatchObject({
		name: 'Cat Petted',
		userId: '7',
		properties: { softness: 11 },
	});
});

test('whatever arrives is either a call or a refusal that names a field', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.jsonValue(),
				fc.record({
					type: fc.constantFrom('track', 'identify', 'alias'),
					event: fc.jsonValue(),
					userId: fc.jsonValue(),
					properties: fc.jsonValue(),
					timestamp: fc.jsonValue(),
				}),
			),
			(raw) => {
				try {
					expect(read(raw).at).toBeLessThanOrEqual(receivedAt);
				} catch (error) {
					expect(error).toBeInstanceOf(CallError);
				}
			},
		),
		{ numRuns: 500 },
	);
});
