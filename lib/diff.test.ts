import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffGraphs } from './diff';
import type { Graph } from './graph';
import { drawn, journeys, node, TRIGGER } from './testing/journeys';

const before = drawn(
	{ start: ['event-trigger', TRIGGER], rest: ['wait', { until: { kind: 'duration', duration: 'P1D' } }] },
	'start.started>rest',
);
const changes = (after: Partial<Graph>) =>
	diffGraphs(before, { ...before, ...after }).map((c) => ('nodeId' in c ? `${c.kind} ${c.nodeId}` : c.kind));
const mail = node('mail', 'send-email', {});

describe('what somebody changed is told', () => {
	test('a step was added, with what hangs on it', () => {
		expect(
			changes({ nodes: [...before.nodes, mail], edges: [...before.edges, { from: 'rest', port: 'done', to: 'mail' }] }),
		).toEqual(['node-added mail', 'connections']);
	});
	test('a step was removed', () => {
		expect(changes({ nodes: before.nodes.slice(0, 1), edges: [] })).toEqual(['node-removed rest', 'connections']);
	});
	test('a step was configured or renamed, or became another', () => {
		const [start, rest] = before.nodes;
		expect(
			changes({ nodes: [start!, { ...rest!, config: { until: { kind: 'duration', duration: 'P2D' } } }] }),
		).toEqual(['node-changed rest']);
		expect(changes({ nodes: [start!, { ...rest!, name: 'A day' }] })).toEqual(['node-changed rest']);
		expect(changes({ nodes: [start!, { ...rest!, type: 'wait-for-event' }] })).toEqual(['node-changed rest']);
	});
	test('the settings of the journey', () => {
		expect(changes({ settings: { ...before.settings, purpose: 'service' } })).toEqual(['settings']);
	});
	test('a step is named by its own name', () => {
		expect(diffGraphs(before, { ...before, nodes: [...before.nodes, { ...mail, name: 'Reminder' }] })).toEqual([
			{ kind: 'node-added', nodeId: 'mail', type: 'send-email', name: 'Reminder' },
		]);
	});
});

test('tidying up the canvas changes nothing, nor does the order in which things are stored', () => {
	const shuffled = (value: unknown): unknown =>
		value !== null && typeof value === 'object' && !Array.isArray(value)
			? Object.fromEntries(
					Object.entries(value)
						.reverse()
						.map(([k, v]) => [k, shuffled(v)]),
				)
			: value;
	fc.assert(
		fc.property(journeys, fc.integer(), (graph, x) => {
			const nodes = graph.nodes.map((n) => ({
				...n,
				position: { x, y: x },
				config: shuffled(n.config) as typeof n.config,
			}));
			expect(diffGraphs(graph, { ...graph, nodes: nodes.reverse(), edges: [...graph.edges].reverse() })).toEqual([]);
		}),
	);
});

test('what one way is added is the other way removed', () => {
	fc.assert(
		fc.property(journeys, journeys, (a, b) => {
			const told = (from: Graph, to: Graph, kind: string) =>
				diffGraphs(from, to).flatMap((c) => (c.kind === kind && 'nodeId' in c ? [c.nodeId] : []));
			expect(told(a, b, 'node-added')).toEqual(told(b, a, 'node-removed'));
			expect(told(a, b, 'node-changed').sort()).toEqual(told(b, a, 'node-changed').sort());
		}),
	);
});
