import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const lease = registered(node);

test('a unit kept aside is ready when dropped on the canvas: of the trigger’s product, at the nearest store that has it', () => {
	expect(lease.findings(lease.defaults)).toEqual([]);
	expect(lease.portIds(lease.defaults)).toEqual(['leased', 'none-left', 'unknown', 'failed']);
	expect(lease.sentences(lease.defaults)).toEqual(['product_id · 1 day', 'product_id · 1 jour']);
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['no property', { product: { by: 'trigger', property: ' ' } }, 'error product.property'],
		['no product', { product: { by: 'given', productId: '' } }, 'error product.productId'],
		['one store for all, but which?', { store: { choose: 'given', storeId: '' } }, 'error store.storeId'],
		['for ever', { keepFor: '' }, 'error keepFor'],
	])('%s', (_what, change, finding) => {
		expect(lease.findings({ ...lease.defaults, ...change })).toEqual([finding]);
	});
});
