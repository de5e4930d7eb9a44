import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { portsOf } from './check';
import { compile, meaningOf } from './compile';
import { EMPTY_GRAPH } from './graph';
import { drawn, journeys, TRIGGER } from './testing/journeys';

const graph = drawn(
	{
		start: ['event-trigger', TRIGGER],
		split: [
			'random-split',
			{
				branches: [
					{ port: 'a', weight: 80 },
					{ port: 'b', weight: 20 },
				],
			},
		],
		listen: ['wait-for-event', { events: [{ port: 'came', event: 'Store Entered' }], timeout: { kind: 'never' } }],
		rest: ['wait', { until: { kind: 'duration', duration: 'P3D' } }],
		mail: ['send-email', { subject: 'Dear {{ customer.first_name }}', body: '<mjml>secret</mjml>' }],
		bye: ['exit', { outcome: 'converted' }],
	},
	'start.started>split',
	'split.a>rest',
	'split.b>listen',
	'listen.came>bye',
	'rest.done>mail',
);

test('a journey becomes a list of instructions, one a step, that names where each exit leads', () => {
	expect(compile(graph)).toEqual({
		ir: 1,
		start: 'split',
		code: [
			{
				op: 'split',
				node: 'split',
				weights: [
					['a', 80],
					['b', 20],
				],
				next: { a: 'rest', b: 'listen' },
			},
			{ op: 'await', node: 'listen', next: { came: 'bye' } },
			{ op: 'sleep', node: 'rest', next: { done: 'mail' } },
			{ op: 'act', node: 'mail', type: 'send-email', local: true, next: {} },
			{ op: 'end', node: 'bye', outcome: 'converted' },
		],
	});
});

test('no text, name or condition goes into the program', () => {
	const program = JSON.stringify(compile(graph));
	for (const word of ['secret', 'first_name', 'Store Entered', 'Product Added', 'cart_id', 'P3D'])
		expect(program).not.toContain(word);
});

test('what the steps mean stays outside, by step: the trigger, how long to wait and what for', () => {
	const { entry, waits, awaits } = meaningOf(graph);
	expect(entry).toMatchObject({ event: 'Product Added', key: 'cart_id', reentry: { mode: 'always' }, maxAge: 'PT1H' });
	expect([...waits]).toEqual([['rest', { kind: 'duration', duration: 'P3D' }]]);
	expect([...awaits]).toEqual([
		['listen', { listeners: [{ port: 'came', event: 'Store Entered' }], timeout: null, lateness: 'PT1S' }],
	]);
});

test('a drawing with errors is not compiled, and one without a trigger means nothing', () => {
	expect(() => compile(EMPTY_GRAPH)).toThrow('no-trigger');
	expect(() => meaningOf(EMPTY_GRAPH)).toThrow('trigger');
});

describe('any journey without errors', () => {
	test('compiles: each step but the trigger once, each exit to a step that is there', () => {
		fc.assert(
			fc.property(journeys, (g) => {
				const program = compile(g);
				const steps = g.nodes.filter((n) => n.type !== 'event-trigger');
				expect(program.code.map((i) => i.node).sort()).toEqual(steps.map((n) => n.id).sort());
				expect(program.start).toBe(g.edges.find((e) => e.from === 'start')?.to);
				for (const instruction of program.code) {
					const next = 'next' in instruction ? Object.entries(instruction.next) : [];
					const wired = g.edges.filter((e) => e.from === instruction.node);
					expect(next.sort()).toEqual(wired.map((e) => [e.port, e.to]).sort());
					const ports = portsOf(g.nodes.find((n) => n.id === instruction.node) ?? g.nodes[0]!);
					for (const [port] of next) expect(ports).toContain(port);
				}
			}),
		);
	});
	test('has a deadline for every step that sleeps, and something to hear for every one that listens', () => {
		fc.assert(
			fc.property(journeys, (g) => {
				const { waits, awaits } = meaningOf(g);
				for (const { op, node } of compile(g).code) {
					expect(waits.has(node)).toBe(op === 'sleep');
					expect(awaits.has(node)).toBe(op === 'await');
				}
			}),
		);
	});
	test('compiles to the same program wherever its steps stand on the canvas, and whatever they are called', () => {
		fc.assert(
			fc.property(journeys, fc.integer(), (g, x) => {
				const moved = { ...g, nodes: g.nodes.map((n) => ({ ...n, position: { x, y: -x }, name: 'renamed' })) };
				expect(compile(moved)).toEqual(compile(g));
				expect(compile(JSON.parse(JSON.stringify(g)))).toEqual(compile(g));
			}),
		);
	});
});
