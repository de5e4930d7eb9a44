import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const webhook = registered(node);
const order = { name: 'order', value: '{{ event.order_id }}' };
const valid = { destination: 'd1', type: 'replacement.requested', fields: [order] };

test('a call dropped on the canvas misses its connection and its kind', () => {
	expect(webhook.findings(webhook.defaults)).toEqual(['error destination', 'error type']);
	expect(webhook.portIds(webhook.defaults)).toEqual(['done', 'failed']);
});

test('the card says what the call is about', () => {
	expect(webhook.sentences(valid)).toEqual(['replacement.requested', 'replacement.requested']);
	expect(webhook.findings(valid)).toEqual([]);
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['a kind in words', { type: 'Replacement requested' }, 'error type'],
		['a field that has no name', { fields: [{ name: '', value: 'x' }] }, 'error fields.0.name'],
		['two fields of one name', { fields: [order, order] }, 'error fields.1.name'],
		['half a variable', { fields: [{ name: 'a', value: '{{ event.id' }] }, 'error fields.0.value'],
	])('%s', (_what, change, finding) => {
		expect(webhook.findings({ ...valid, ...change })).toEqual([finding]);
	});
});
