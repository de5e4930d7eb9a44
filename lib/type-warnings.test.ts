import { expect, test } from 'vitest';
import { type Graph, graph } from './graph';
import { type Seen, typeWarnings } from './type-warnings';

const property = (path: string, kind: 'text' | 'number' | 'boolean') => ({ path, kinds: [kind], share: 1, values: [] });
const came = (name: string, ...properties: ReturnType<typeof property>[]) => ({
	...{ name, properties, count: 3, more: false, lastAt: 0 },
});
const SEEN: Seen = {
	events: [
		came('Order Completed', property('total', 'number'), property('coupon', 'text')),
		came('Product Viewed', property('total', 'text')),
	],
	traits: [property('vip', 'boolean')],
};

function drawn(when: object, more: object[] = []): Graph {
	return graph.parse({
		nodes: [
			{ id: 't', type: 'event-trigger', config: { event: 'Order Completed' } },
			{ id: 'c', type: 'condition', config: { branches: [{ port: 'yes', when }] } },
			...more,
		],
		edges: [],
		settings: { exits: [] },
	});
}
const total = (value: unknown, of = 'trigger') => ({ type: 'property', of, path: 'total', op: 'at-least', value });
const said = (...given: Parameters<typeof drawn>) =>
	typeWarnings(drawn(...given), SEEN).map(({ nodeId, message }) => [nodeId, message]);

test('a number that is compared with text is told at its step, with what to compare with', () => {
	expect(said(total('20'))).toEqual([
		[
			'c',
			{
				en: '“total” comes in as a number and is compared with text here: that never holds. Compare it with a number: 20.',
				fr: '«\u00a0total\u00a0» arrive comme un nombre et est comparé ici à un texte\u00a0: ce n’est jamais vrai. Comparez-le à un nombre\u00a0: 20.',
			},
		],
	]);
	expect(said(total(20))).toEqual([]);
});

test('a property is that of the event at hand: of a history the history’s, else the trigger’s', () => {
	const viewed = {
		type: 'history',
		event: 'Product Viewed',
		count: { op: 'at-least', n: 1 },
		where: total(20, 'event'),
	};
	expect(said({ type: 'all', rules: [viewed] })).toEqual([
		['c', { en: expect.stringContaining('as text and is compared with a number'), fr: expect.anything() }],
	]);
	expect(said({ ...viewed, event: 'Order Completed' })).toEqual([]);
});

test('what is known of a customer has its kind, too', () => {
	const of = (path: string, value: unknown) => ({ type: 'property', of: 'customer', path, op: 'equals', value });
	expect(said(of('traits.vip', 'true'))).toHaveLength(1);
	expect(said(of('scores.recency', '8'))).toHaveLength(1);
	expect(
		said({ type: 'any', rules: [of('traits.vip', true), of('scores.recency', 8), of('traits.unknown', '8')] }),
	).toEqual([]);
});

test('an exit of the journey is looked at as its steps are', () => {
	const { nodes } = drawn(total(1));
	const exits = [{ event: 'Product Viewed', where: total(20, 'event') }];
	expect(typeWarnings(graph.parse({ nodes, edges: [], settings: { exits } }), SEEN)).toMatchObject([
		{ severity: 'warning', code: 'unlike-types', field: 'exits.0' },
	]);
});
