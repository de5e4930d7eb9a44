import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EMPTY_GRAPH, graph, graphNode, JOURNEY_FILE_FORMAT, journeyFile, journeySettings } from './graph';
import { journeys, node } from './testing/journeys';

const file = (more = {}) => ({ format: JOURNEY_FILE_FORMAT, name: 'Forgotten basket', nodes: [], edges: [], ...more });

describe('a journey file', () => {
	test('needs its format, a name and a drawing; the rest has defaults', () => {
		expect(journeyFile.parse(file())).toEqual({
			...EMPTY_GRAPH,
			format: 'parcours/journey@1',
			name: 'Forgotten basket',
			description: '',
		});
	});
	test.each<[string, object]>([
		['of another format', { format: 'parcours/journey@2' }],
		['without a name', { name: '  ' }],
		['with a step without an id', { nodes: [{ ...node('x', 'wait'), id: '' }] }],
		['with an id that would not do in a key', { nodes: [{ ...node('x', 'wait'), id: 'a:b' }] }],
		['with a connection to no step', { edges: [{ from: 'a', port: 'done', to: '' }] }],
		['with a connection by no exit', { edges: [{ from: 'a', port: '', to: 'b' }] }],
		['with more steps than anybody can see', { nodes: Array.from({ length: 1001 }, (_, i) => node(`n${i}`, 'wait')) }],
	])('is refused %s', (_what, more) => {
		expect(journeyFile.safeParse(file(more)).success).toBe(false);
	});
	test('written by hand needs no positions and no versions', () => {
		const { nodes } = journeyFile.parse(file({ nodes: [{ id: 'rest', type: 'wait', config: {} }] }));
		expect(nodes).toEqual([{ id: 'rest', type: 'wait', version: 1, config: {}, position: { x: 0, y: 0 } }]);
	});
	test('comes back as it was, whatever is drawn in it', () => {
		fc.assert(
			fc.property(
				journeys,
				fc.string({ minLength: 1, maxLength: 100 }).filter((s) => s.trim() === s),
				(drawing, name) => {
					const once = journeyFile.parse(file({ ...drawing, name }));
					expect(journeyFile.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
					expect(graph.parse(once)).toEqual(graph.parse(drawing));
				},
			),
		);
	});
	test('has a JSON Schema for editors', () => {
		expect(z.toJSONSchema(journeyFile, { io: 'input' })).toMatchObject({
			type: 'object',
			required: expect.arrayContaining(['format', 'name']),
		});
	});
});

test('a step’s configuration is kept as it is, known or not', () => {
	const config = { from_tomorrow: { deep: [1, 'two', null] } };
	expect(graphNode.parse(node('x', 'of-tomorrow', config)).config).toEqual(config);
});

describe('a journey’s settings', () => {
	test('are marketing, without exits or dates, unless it says otherwise', () => {
		expect(journeySettings.parse({})).toEqual({
			exits: [],
			priority: 50,
			outranked: 'hold',
			purpose: 'marketing',
			quietHours: {},
			maxLateness: 'PT6H',
		});
	});
	test('an exit counts as “exited” unless it is named', () => {
		expect(journeySettings.parse({ exits: [{ event: 'Order Completed' }] }).exits).toEqual([
			{ event: 'Order Completed', outcome: 'exited' },
		]);
	});
	test('quiet hours that are absent are the workspace’s, and null is none', () => {
		expect(journeySettings.parse({ quietHours: { sms: null } }).quietHours).toEqual({ sms: null });
	});
	test.each<[string, object]>([
		['a date without a zone', { startsAt: '2026-11-24T09:00:00' }],
		['a negative lateness', { maxLateness: '-PT1H' }],
		['an exit without an event', { exits: [{ event: '' }] }],
		['a purpose nobody knows', { purpose: 'spam' }],
		['a kind nobody knows', { kind: 'spam' }],
		['a priority beyond all', { priority: 101 }],
		['no priority at all', { priority: 0 }],
	])('are refused with %s', (_what, raw) => {
		expect(journeySettings.safeParse(raw).success).toBe(false);
	});
});
