import { expect, test } from 'vitest';
import { becoming, newRule } from './mapping-templates';

const rows = ({ fields }: ReturnType<typeof newRule>) => fields.map(({ to, required }) => [to, required]);

test('an event that is chosen asks for what it cannot do without, and for nothing of the one before', () => {
	const order = becoming(newRule('r-1', 'UTC'), { type: 'track', event: 'Order Completed' });
	expect(rows(order)).toEqual([['order_id', true]]);
	expect(rows(becoming(order, { type: 'track', event: 'Order Cancelled' }))).toEqual([['order_id', true]]);
	expect(rows(becoming(order, { type: 'track', event: 'Store Entered' }))).toEqual([['store_id', true]]);
	expect(rows(becoming(order, { type: 'identify' }))).toEqual([]);
});

test('what is filled stays, whatever event is chosen', () => {
	const filled = {
		...newRule('r-1', 'UTC'),
		fields: [
			{
				...{ to: 'order_id', required: true },
				value: { from: 'path', path: 'receipt', convert: { as: 'same' } },
			} as const,
		],
	};
	expect(becoming(filled, { type: 'track', event: 'Store Entered' }).fields[0]).toEqual(filled.fields[0]);
	expect(rows(becoming(filled, { type: 'track', event: 'Order Completed' }))).toEqual([['order_id', true]]);
});
