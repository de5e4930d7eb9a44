import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocks, check, portsOf } from './check';
import { EMPTY_GRAPH, type Graph } from './graph';
import { drawn, journeys, node, TRIGGER } from './testing/journeys';
import { say } from './text';

const DAY = { until: { kind: 'duration', duration: 'P1D' } };
const MAIL = { subject: 'Your basket', body: '<mjml></mjml>' };
const HALVES = {
	branches: [
		{ port: 'a', weight: 50 },
		{ port: 'b', weight: 50 },
	],
};
const findings = (graph: Graph) => check(graph).map((p) => [p.code, p.nodeId, p.field].filter(Boolean).join(' '));
/** “Remind of the basket after a day.” */
const reminder = drawn(
	{ start: ['event-trigger', TRIGGER], rest: ['wait', DAY], mail: ['send-email', MAIL] },
	'start.started>rest',
	'rest.done>mail',
);
const and = (graph: Graph, more: Partial<Graph>): Graph => ({ ...graph, ...more });

test('a journey that is complete has no problems', () => {
	expect(check(reminder)).toEqual([]);
	expect(blocks([])).toBe(false);
});

test('a loop that waits is no problem: a reminder may come again', () => {
	expect(check(and(reminder, { edges: [...reminder.edges, { from: 'mail', port: 'sent', to: 'rest' }] }))).toEqual([]);
});

describe('a drawing cannot be published', () => {
	test('when nothing starts it', () => {
		expect(findings(EMPTY_GRAPH)).toEqual(['no-trigger']);
	});
	test('when two things start it', () => {
		const two = and(reminder, { nodes: [...reminder.nodes, node('other', 'event-trigger', TRIGGER)] });
		expect(findings(two)).toEqual(['several-triggers other']);
	});
	test('when the trigger leads nowhere', () => {
		expect(findings(drawn({ start: ['event-trigger', TRIGGER] }))).toEqual(['trigger-leads-nowhere start']);
	});
	test('when something leads into the trigger', () => {
		expect(
			findings(and(reminder, { edges: [...reminder.edges, { from: 'mail', port: 'sent', to: 'start' }] })),
		).toContain('edge-into-trigger start');
	});
	test('when a step cannot be reached, with all that hangs on it', () => {
		const island = drawn(
			{ start: ['event-trigger', TRIGGER], rest: ['wait', DAY], a: ['wait', DAY], b: ['wait', DAY] },
			'start.started>rest',
			'a.done>b',
			'b.done>a',
		);
		expect(findings(island)).toEqual(['unreachable a', 'unreachable b']);
	});
	test('when one exit leads to two places: a customer is in one', () => {
		expect(
			findings(and(reminder, { edges: [...reminder.edges, { from: 'start', port: 'started', to: 'mail' }] })),
		).toEqual(['port-wired-twice start']);
	});
	test('when a connection leaves by an exit that the step does not have (any more)', () => {
		expect(
			findings(and(reminder, { edges: [...reminder.edges, { from: 'mail', port: 'opened', to: 'rest' }] })),
		).toEqual(['unknown-port mail']);
	});
	test('when a connection hangs in the air', () => {
		expect(findings(and(reminder, { edges: [...reminder.edges, { from: 'mail', port: 'sent', to: 'gone' }] }))).toEqual(
			['dangling-edge mail'],
		);
		expect(findings(and(reminder, { edges: [...reminder.edges, { from: 'gone', port: 'sent', to: 'rest' }] }))).toEqual(
			['dangling-edge rest'],
		);
	});
	test('when two steps have one id, or a step is of no known type', () => {
		expect(findings(and(reminder, { nodes: [...reminder.nodes, node('rest', 'wait', DAY)] }))).toEqual([
			'duplicate-node rest',
		]);
		const strange = and(reminder, {
			nodes: reminder.nodes.map((n) => (n.id === 'mail' ? node('mail', 'send-pigeon') : n)),
		});
		expect(findings(strange)).toEqual(['unknown-type mail']);
	});
	test('when a step is not filled in: the field is named', () => {
		const empty = and(reminder, {
			nodes: reminder.nodes.map((n) => (n.id === 'mail' ? node('mail', 'send-email', { ...MAIL, subject: '' }) : n)),
		});
		expect(findings(empty)).toEqual(['config mail subject']);
	});
	test('when the filter of an exit has a group that says nothing', () => {
		const exits = [{ event: 'Order Completed', outcome: 'bought', where: { type: 'any' as const, rules: [] } }];
		expect(findings(and(reminder, { settings: { ...reminder.settings, exits } }))).toEqual([
			'settings settings.exits.0.where',
		]);
	});

	test('when its dates are the wrong way round, or its settings are not of their shape', () => {
		const settings = { ...reminder.settings, startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-01T00:00:00+01:00' };
		expect(findings(and(reminder, { settings }))).toEqual(['settings settings.endsAt']);
		expect(findings(and(reminder, { settings: { ...reminder.settings, maxLateness: 'six hours' } }))).toEqual([
			'settings settings.maxLateness',
		]);
	});
});

describe('a loop that never waits', () => {
	const loop = (...edges: string[]) =>
		drawn(
			{ start: ['event-trigger', TRIGGER], a: ['random-split', HALVES], b: ['send-email', MAIL], w: ['wait', DAY] },
			'start.started>a',
			...edges,
		);
	test('cannot be published: a customer would go round for ever', () => {
		expect(findings(loop('a.a>b', 'a.b>w', 'b.sent>a'))).toEqual(['cycle-without-wait a']);
		expect(findings(loop('a.a>a', 'a.b>b', 'b.sent>w'))).toEqual(['cycle-without-wait a']);
	});
	test('is found beside a way that does wait', () => {
		expect(findings(loop('a.a>w', 'w.done>a', 'a.b>b', 'b.sent>a'))).toEqual(['cycle-without-wait a']);
	});
	test('is broken by a wait anywhere in it', () => {
		expect(findings(loop('a.a>b', 'b.sent>w', 'w.done>a'))).toEqual([]);
		expect(findings(loop('a.a>b', 'a.b>w', 'b.sent>w', 'w.done>a'))).toEqual([]);
	});
	test('is not suspected where two ways only meet again', () => {
		expect(findings(loop('a.a>b', 'a.b>w', 'b.sent>w', 'b.failed>w'))).toEqual([]);
	});
	test('is looked for through a thousand steps in a row', () => {
		const ids = Array.from({ length: 999 }, (_, i) => `n${i}`);
		const edges = ids.slice(1).map((id, i) => `${ids[i]}.sent>${id}`);
		const row = drawn(
			{
				start: ['event-trigger', TRIGGER],
				...Object.fromEntries(ids.map((id): [string, [string, typeof MAIL]] => [id, ['send-email', MAIL]])),
			},
			'start.started>n0',
			...edges,
		);
		expect(check(row)).toEqual([]);
		expect(findings(and(row, { edges: [...row.edges, { from: 'n998', port: 'sent', to: 'n500' }] }))).toEqual([
			'cycle-without-wait n500',
		]);
	});
});

test('every problem blocks or warns in both languages, and names a step that is there', () => {
	const broken: fc.Arbitrary<Graph> = fc
		.tuple(
			journeys,
			fc.array(
				fc.record({
					from: fc.constantFrom('start', 'n4', 'gone'),
					port: fc.constantFrom('sent', 'done', 'x'),
					to: fc.constantFrom('start', 'n4', 'n5'),
				}),
			),
			fc.nat(),
		)
		.map(([graph, edges, hole]) => ({
			...graph,
			nodes: graph.nodes.filter((_, i) => i !== hole % 20),
			edges: [...graph.edges, ...edges],
		}));
	fc.assert(
		fc.property(broken, (graph) => {
			for (const problem of check(graph)) {
				expect(say(problem.message, 'en')).not.toBe('');
				expect(say(problem.message, 'fr')).not.toBe('');
				if (problem.nodeId !== undefined) expect(graph.nodes.map((n) => n.id)).toContain(problem.nodeId);
			}
		}),
	);
});

test('checking looks at the same drawing in any order of its steps and connections', () => {
	fc.assert(
		fc.property(journeys, (graph) => {
			expect(check(graph)).toEqual([]);
			expect(check({ ...graph, nodes: [...graph.nodes].reverse(), edges: [...graph.edges].reverse() })).toEqual([]);
		}),
	);
});

test('the exits of a step are those of its type, and none of a type nobody knows', () => {
	expect(portsOf(node('x', 'random-split', HALVES))).toEqual(['a', 'b']);
	expect(portsOf(node('x', 'send-pigeon'))).toEqual([]);
});
