import fc from 'fast-check';
import { portsOf } from '../check';
import { EMPTY_GRAPH, type Graph, type GraphNode } from '../graph';
import {
	begin,
	type Command,
	type EffectResult,
	next,
	resumeEffect,
	resumeWait,
	type State,
	type Wake,
} from '../machine';
import type { Program } from '../program';

type Config = GraphNode['config'];

export const TRIGGER: Config = { event: 'Product Added', key: 'cart_id' };
const MESSAGE: Config = { subject: 'Your basket', body: '<mjml></mjml>' };
const DAY: Config = { kind: 'duration', duration: 'P1D' };
const half = (port: string) => ({ port, weight: 50 });
const CAME: Config = { port: 'came', event: 'Store Entered' };
const VIP: Config = { type: 'property', of: 'customer', path: 'traits.vip', op: 'equals', value: true };

/** One configuration for each thing that a step can be to the machine. */
const STEPS: { type: string; config: Config; waits?: true }[] = [
	{ type: 'wait', config: { until: DAY }, waits: true },
	{ type: 'wait-for-event', config: { events: [CAME], timeout: DAY }, waits: true },
	{ type: 'wait-for-event', config: { events: [CAME], timeout: { kind: 'never' } }, waits: true },
	{ type: 'condition', config: { branches: [{ port: 'constructor', when: VIP }] } },
	{ type: 'random-split', config: { branches: [half('a'), half('b')] } },
	{ type: 'send-email', config: MESSAGE },
	{ type: 'web-to-store', config: { title: '10 € off', store: { choose: 'home' }, validFor: 'P14D' } },
	{ type: 'exit', config: { outcome: 'converted' } },
];
/** Ids that a marketer may give, some of which every JavaScript object inherits a meaning for. */
const IDS = ['constructor', 'toString', 'valueOf', 'hasOwnProperty'];

export const node = (id: string, type: string, config: Config = {}): GraphNode => ({
	id,
	type,
	version: 1,
	config,
	position: { x: 0, y: 0 },
});

/** A journey in a few words: `drawn({ start: … }, 'start.started>wait', 'wait.done>mail')`. */
export function drawn(nodes: Record<string, [type: string, config?: Config]>, ...edges: string[]): Graph {
	return {
		...EMPTY_GRAPH,
		nodes: Object.entries(nodes).map(([id, [type, config]]) => node(id, type, config)),
		edges: edges.map((edge) => {
			const [from = '', port = '', to = ''] = edge.split(/[.>]/);
			return { from, port, to };
		}),
	};
}

/** Random journeys without errors: ports are drawn or not, forward to any step, back only to one that waits. */
export const journeys: fc.Arbitrary<Graph> = fc
	.array(fc.record({ step: fc.constantFrom(...STEPS), wires: fc.array(fc.nat(15), { minLength: 3, maxLength: 3 }) }), {
		minLength: 1,
		maxLength: 12,
	})
	.map((drawing) => {
		const nodes = drawing.map(({ step }, i) => node(IDS[i] ?? `n${i}`, step.type, step.config));
		const edges = drawing.flatMap(({ wires }, from) =>
			portsOf(nodes[from] as GraphNode).flatMap((port, i) => {
				const to = wires[i] ?? nodes.length;
				const allowed = to < nodes.length && (to > from || drawing[to]?.step.waits);
				return allowed ? [{ from: nodes[from]?.id ?? '', port, to: nodes[to]?.id ?? '' }] : [];
			}),
		);
		const reached = new Set([nodes[0]?.id]);
		for (const id of reached) for (const edge of edges) if (edge.from === id) reached.add(edge.to);
		return {
			...EMPTY_GRAPH,
			nodes: [node('start', 'event-trigger', TRIGGER), ...nodes.filter((n) => reached.has(n.id))],
			edges: [{ from: 'start', port: 'started', to: nodes[0]?.id ?? '' }, ...edges.filter((e) => reached.has(e.from))],
		};
	});

export const ENTRY = { at: Date.UTC(2026, 10, 24, 9), seq: 7 };

/** What a customer met on her way: the state at each command, what the world answered, and the state after it. */
export type Leg = { state: State; command: Command; answer?: EffectResult | Wake; after?: State };

/** Walks a customer through a journey as the dice say, until it ends or they run out. */
export function travel(program: Program, ports: (node: string) => string[], dice: number[], subject = 'zoe'): Leg[] {
	const legs: Leg[] = [];
	let state = begin(program, ENTRY, subject);
	for (const die of dice) {
		const step = next(program, state);
		state = step.state;
		const { command } = step;
		if (command.do === 'end') return [...legs, { state, command }];
		const answer =
			command.do === 'effect'
				? effectOf(die, state, ports(command.node))
				: wakeOf(die, state, command, ports(command.node));
		const after = 'by' in answer ? resumeWait(program, state, answer) : resumeEffect(program, state, answer);
		legs.push({ state, command, answer, after });
		state = after;
	}
	return legs;
}

function effectOf(die: number, { clock }: State, ports: string[]): EffectResult {
	const port = ports[die % ports.length] ?? 'failed';
	switch (die % 12) {
		case 0:
			return { deferUntil: clock.at + die };
		case 1:
			return { held: true };
		case 2:
			return { port, leftAt: clock.at + die - 20 };
		case 3:
			return { leave: { status: 'ended', outcome: 'refused', clock: { at: clock.at + die - 50, seq: die } } };
		default:
			return { port };
	}
}

function wakeOf(die: number, state: State, command: Command & { do: 'park' }, ports: string[]): Wake {
	const clock = { at: state.waitFrom.at + die, seq: die };
	// Exits hear events that are older than the wait, too.
	if (die % 12 === 0) return { by: 'exit', outcome: 'bought', clock: { at: clock.at - 50, seq: die } };
	if (die % 12 === 1) return { by: 'order', ending: { status: 'stopped', outcome: 'ended-by-ops' } };
	if (command.for === 'held') return { by: 'resume' };
	if (command.for === 'await' && die % 3 === 0) return { by: 'event', port: 'came', clock };
	if (command.for === 'await' && (die % 3 === 1 || !ports.includes('timeout'))) return { by: 'restart', clock };
	return { by: 'timer', at: command.until ?? clock.at };
}
