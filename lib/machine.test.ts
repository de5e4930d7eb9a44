import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { portsOf } from './check';
import { compile } from './compile';
import type { Graph } from './graph';
import { AFTER_TIMER, isAfter } from './instant';
import { begin, type EffectResult, next, resumeEffect, resumeWait, type State, type Wake } from './machine';
import type { Instruction, Program } from './program';
import { DAY, HOUR, MINUTE } from './testing/facts';
import { ENTRY, journeys, type Leg, travel } from './testing/journeys';

const T = ENTRY.at;
const program = (...code: Instruction[]): Program => ({ ir: 1, start: code[0]?.node ?? '', code });
const at = (p: Program, subject = 'zoe') => next(p, begin(p, ENTRY, subject));
const SEND: Instruction = { op: 'act', node: 'mail', type: 'send-email', next: { sent: 'rest' } };
const REST: Instruction = { op: 'sleep', node: 'rest', next: { done: 'mail' } };
const LISTEN: Instruction = { op: 'await', node: 'listen', next: { came: 'mail', timeout: 'bye' } };
const BYE: Instruction = { op: 'end', node: 'bye', outcome: 'converted' };
const onwards = (p: Program, answer: EffectResult | Wake, from = at(p).state) => {
	const state = 'by' in answer ? resumeWait(p, from, answer) : resumeEffect(p, from, answer);
	return { ...next(p, state), resumed: state };
};

describe('an enrollment', () => {
	test('begins at the first step, and its clock at the trigger', () => {
		const p = program(SEND, REST);
		expect(at(p).command).toEqual({ do: 'effect', node: 'mail', visit: 0, type: 'send-email', local: false });
		expect(begin(p, ENTRY, 'zoe')).toMatchObject({ clock: ENTRY, waitFrom: ENTRY, waitSeq: 0 });
	});
	test('ends with the outcome of the exit it reaches', () => {
		expect(at(program(BYE)).command).toEqual({ do: 'end', ending: { status: 'ended', outcome: 'converted' } });
	});
	test('ends with the port’s name where a port leads nowhere', () => {
		const { command, state } = onwards(program(SEND, REST), { port: 'skipped' });
		expect(command).toEqual({ do: 'end', ending: { status: 'ended', outcome: 'skipped' } });
		expect(state.node).toBeNull();
	});
	test('that fails stays at the step where it failed, so that ops can send her on from there', () => {
		const { command, state } = onwards(program(SEND, REST), { port: 'failed' });
		expect(command).toEqual({ do: 'end', ending: { status: 'failed', outcome: 'failed' } });
		expect(state).toMatchObject({ node: 'mail', visit: 0 });
	});
	test('goes on where “failed” is drawn', () => {
		const drawn: Instruction = { ...SEND, next: { failed: 'bye' } };
		expect(onwards(program(drawn, BYE), { port: 'failed' }).command).toMatchObject({
			ending: { outcome: 'converted' },
		});
	});
});

describe('the logical clock', () => {
	test('does not move by an effect, however long it takes', () => {
		expect(onwards(program(SEND, REST), { port: 'sent' }).state.clock).toEqual(ENTRY);
	});
	test('moves to the actual instant of a send that left late, so that “3 days” later is 3 days after it', () => {
		const { state } = onwards(program(SEND, REST), { port: 'sent', leftAt: T + HOUR });
		expect(state).toMatchObject({ clock: { at: T + HOUR }, waitFrom: { at: T + HOUR } });
	});
	test('moves to the event that woke her', () => {
		const clock = { at: T + HOUR, seq: 9 };
		expect(onwards(program(LISTEN, SEND, BYE), { by: 'event', port: 'came', clock }).state).toMatchObject({
			node: 'mail',
			clock,
		});
	});
	test('moves to the deadline when the timer fires, however late the worker is, and past its millisecond', () => {
		const { state } = onwards(program(LISTEN, SEND, BYE), { by: 'timer', at: T + DAY });
		expect(state).toMatchObject({ node: 'bye', clock: { at: T + DAY, seq: AFTER_TIMER } });
	});
	test('does not go back for a deadline that was past already, nor for an exit that synced late', () => {
		expect(onwards(program(REST, SEND), { by: 'timer', at: T - DAY }).state.clock).toEqual(ENTRY);
		const late: Wake = { by: 'exit', outcome: 'bought', clock: { at: T - 1, seq: 99 } };
		expect(onwards(program(REST, SEND), late).state.clock).toEqual(ENTRY);
	});
	test('moves to an exit’s event when that is later', () => {
		const clock = { at: T + MINUTE, seq: 99 };
		const { command, state } = onwards(program(REST, SEND), { by: 'exit', outcome: 'bought', clock });
		expect(command).toEqual({ do: 'end', ending: { status: 'ended', outcome: 'bought' } });
		expect(state.clock).toEqual(clock);
	});
});

describe('a wait', () => {
	test('is numbered, so that a delivery meant for an earlier one is known', () => {
		const p = program(REST, SEND);
		const first = at(p);
		expect(first.command).toEqual({ do: 'park', for: 'sleep', node: 'rest', visit: 0, until: null });
		const second = onwards(p, { port: 'sent' }, onwards(p, { by: 'timer', at: T + DAY }).state);
		expect([first.state.waitSeq, second.state.waitSeq]).toEqual([1, 2]);
		expect(second.command).toMatchObject({ node: 'rest', visit: 1 });
	});
	test('starts again when the basket changes: the same visit, counted from the change', () => {
		const clock = { at: T + HOUR, seq: 9 };
		const { command, state } = onwards(program(LISTEN, SEND, BYE), { by: 'restart', clock });
		expect(command).toMatchObject({ do: 'park', for: 'await', node: 'listen', visit: 0 });
		expect(state).toMatchObject({ waitSeq: 2, clock, waitFrom: clock });
	});
	test('leaves by exactly one exit: sleep by “done”, an event in time by its own, else “timeout”', () => {
		expect(onwards(program(REST, SEND), { by: 'timer', at: T + DAY }).state.node).toBe('mail');
		expect(onwards(program(LISTEN, SEND, BYE), { by: 'timer', at: T + DAY }).state.node).toBe('bye');
		expect(
			onwards(program(LISTEN, SEND, BYE), { by: 'event', port: 'came', clock: { at: T + DAY, seq: 8 } }).state.node,
		).toBe('mail');
	});
	test('is broken off by an order of ops, where she stands', () => {
		const ending = { status: 'stopped', outcome: 'ended-by-ops' } as const;
		const { command, state } = onwards(program(REST, SEND), { by: 'order', ending });
		expect(command).toEqual({ do: 'end', ending });
		expect(state).toMatchObject({ node: 'rest', clock: ENTRY });
	});
});

describe('a message that must wait', () => {
	const p = program(SEND, REST);
	const deferred = onwards(p, { deferUntil: T + 9 * HOUR });
	test('for the end of quiet hours is parked until then', () => {
		expect(deferred.command).toEqual({ do: 'park', for: 'defer', node: 'mail', visit: 0, until: T + 9 * HOUR });
	});
	test('is then tried again as the same visit, with the clock at the end of quiet hours: nothing is sent twice, nothing is late', () => {
		const { command, state } = onwards(p, { by: 'timer', at: T + 9 * HOUR }, deferred.state);
		expect(command).toMatchObject({ do: 'effect', node: 'mail', visit: 0 });
		expect(state).toMatchObject({ clock: { at: T + 9 * HOUR, seq: AFTER_TIMER }, suspended: null });
	});
	test('because the journey is paused waits without end, and its clock stands: overdue messages are not flooded out', () => {
		const held = onwards(p, { held: true });
		expect(held.command).toEqual({ do: 'park', for: 'held', node: 'mail', visit: 0, until: null });
		const { command, state } = onwards(p, { by: 'resume' }, held.state);
		expect(command).toMatchObject({ do: 'effect', node: 'mail', visit: 0 });
		expect(state.clock).toEqual(ENTRY);
	});
	test('is not sent at all when the customer orders meanwhile', () => {
		const exit: Wake = { by: 'exit', outcome: 'bought', clock: { at: T + HOUR, seq: 9 } };
		expect(onwards(p, exit, deferred.state).command).toEqual({
			do: 'end',
			ending: { status: 'ended', outcome: 'bought' },
		});
	});
	test('is given up by the step itself when the customer must leave', () => {
		const leave = { status: 'stopped', outcome: 'stopped', clock: { at: T + 1, seq: 1 } } as const;
		const { command, state } = onwards(p, { leave });
		expect(command).toEqual({ do: 'end', ending: { status: 'stopped', outcome: 'stopped' } });
		expect(state).toMatchObject({ node: 'mail', clock: leave.clock });
	});
});

describe('a split', () => {
	const split: Instruction = {
		op: 'split',
		node: 'split',
		weights: [
			['a', 50],
			['b', 50],
		],
		next: { a: 'rest', b: 'bye' },
	};
	const p = program(split, REST, SEND, BYE);
	test('sends the customer on at once, and remembers the way for the record', () => {
		for (const subject of ['zoe', 'yann', 'max', 'lea']) {
			const { state } = at(p, subject);
			expect(state.trace).toEqual([{ node: 'split', visit: 0, port: state.node === 'rest' ? 'a' : 'b' }]);
		}
	});
	test('is recorded once: whatever ends the step after it forgets the way there', () => {
		const there = program({ ...split, next: { a: 'mail', b: 'mail' } }, SEND, REST);
		expect(at(there).state.trace).toHaveLength(1);
		expect(onwards(there, { port: 'sent' }).state.trace).toEqual([]);
		const asleep = program({ ...split, next: { a: 'rest', b: 'rest' } }, REST, SEND);
		expect(at(asleep).state.trace).toHaveLength(1);
		expect(onwards(asleep, { by: 'timer', at: T + DAY }).state.trace).toEqual([]);
	});
	test('draws by the customer the enrollment began with, on every replay and every visit', () => {
		for (const subject of ['zoe', 'yann', 'max', 'lea']) {
			const way = at(p, subject).state.node;
			expect(at(JSON.parse(JSON.stringify(p)), subject).state.node).toBe(way);
			expect(next(p, { ...begin(p, ENTRY, subject), visit: 3, visits: { split: 4 } }).state.node).toBe(way);
		}
	});
});

describe('an old worker', () => {
	test('stops at an opcode it does not know, and does not guess', () => {
		const future = program({ op: 'teleport', node: 'x' } as never);
		expect(() => at(future)).toThrow('unknown opcode');
	});
	test('stops at a loop without a wait, and at a node that is not there', () => {
		const split = (node: string, to: string): Instruction => ({
			op: 'split',
			node,
			weights: [['a', 1]],
			next: { a: to },
		});
		expect(() => at(program(split('x', 'y'), split('y', 'x')))).toThrow('loops without a wait');
		expect(() => at(program(split('x', 'gone')))).toThrow('no node gone');
	});
});

describe('in any journey without errors, whatever happens to the customer', () => {
	const anyJourney = (hold: (legs: Leg[], graph: Graph, p: Program) => void) =>
		fc.assert(
			fc.property(journeys, fc.array(fc.nat(200), { minLength: 60, maxLength: 60 }), (graph, dice) => {
				const p = compile(graph);
				const ports = new Map(graph.nodes.map((n) => [n.id, portsOf(n)]));
				hold(
					travel(p, (id) => ports.get(id) ?? [], dice),
					graph,
					p,
				);
			}),
			{ numRuns: 300 },
		);
	const done = (legs: Leg[]): (Leg & { after: State })[] =>
		legs.flatMap((leg) => (leg.after ? [{ ...leg, after: leg.after }] : []));

	test('she is soon at a wait or at the end: no step follows another for ever', () => {
		anyJourney((legs, graph) => {
			let inRow = 0;
			for (const { command } of legs) {
				inRow = command.do === 'effect' ? inRow + 1 : 0;
				expect(inRow).toBeLessThanOrEqual(graph.nodes.length);
			}
		});
	});
	test('every port leads to the step that is drawn, or ends the journey with the port’s name', () => {
		anyJourney((legs, graph) => {
			for (const { state, answer, after } of done(legs)) {
				const port = answer && 'port' in answer ? answer.port : null;
				if (port === null) continue;
				const drawn = graph.edges.find((e) => e.from === state.node && e.port === port)?.to;
				if (drawn !== undefined) expect(after).toMatchObject({ node: drawn, leaving: null });
				else if (port === 'failed')
					expect(after).toMatchObject({ node: state.node, leaving: { status: 'failed', outcome: port } });
				else expect(after).toMatchObject({ node: null, leaving: { status: 'ended', outcome: port } });
			}
		});
	});
	test('visits only grow, one at a time, and no step is begun twice under one key', () => {
		anyJourney((legs) => {
			const keys = new Set<string>();
			let last: string | null = null;
			for (const { state, command } of legs) {
				for (const count of Object.values(state.visits)) expect(count).toEqual(expect.any(Number));
				if (command.do === 'end') continue;
				expect(state.visits[command.node]).toBe(command.visit + 1);
				const key = `${command.node}:${command.visit}`;
				// The same visit goes on only without another step in between.
				if (key !== last) expect(keys).not.toContain(key);
				keys.add(key);
				last = key;
			}
		});
	});
	test('the clock never goes back, waits are numbered upwards, and she stays the customer she began as', () => {
		anyJourney((legs) => {
			for (const { state, command, after } of done(legs)) {
				expect(isAfter(state.clock, after.clock)).toBe(false);
				expect(after.waitSeq).toBe(state.waitSeq);
				expect(after.subject).toBe('zoe');
				if (command.do === 'park') expect(state.waitSeq).toBeGreaterThan(0);
			}
			const waits = legs.filter((l) => l.command.do === 'park').map((l) => l.state.waitSeq);
			expect(waits).toEqual(waits.map((_, i) => i + 1));
		});
	});
	test('her place can be carried to a version whose steps stand in another order, with new ones among them', () => {
		anyJourney((legs, _graph, p) => {
			const code: Instruction[] = [{ op: 'end', node: 'new', outcome: 'new' }, ...[...p.code].reverse()];
			for (const { after } of done(legs)) expect(next({ ...p, code }, after)).toEqual(next(p, after));
		});
	});
	test('any run can start again from the saved row', () => {
		anyJourney((legs, _graph, p) => {
			for (const { after } of done(legs)) {
				const saved = JSON.parse(JSON.stringify(after)) as State;
				expect(saved).toEqual(after);
				expect(next(JSON.parse(JSON.stringify(p)), saved)).toEqual(next(p, after));
			}
		});
	});
});
