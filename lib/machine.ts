import { AFTER_TIMER, type Instant, laterOf } from './instant';
import type { Instruction, Port, Program } from './program';
import { pickPort } from './split';

/**
 * The whole state of one enrollment, as saved on its row: any run can be restarted from it. It names nodes, never
 * places in the program, so that it can be carried to another version.
 */
export type State = {
	/** The node the customer is at; null once she is past the last one. */
	node: string | null;
	/** How many times she had been at this node before: part of every idempotency key. */
	visit: number;
	visits: Record<string, number>;
	/** The logical clock. */
	clock: Instant;
	/** Where the current wait counts from: the clock at the node, or the event that started its timer again. */
	waitFrom: Instant;
	/** Raised by every park. Every write to a parked row and every delivery names it, so duplicates are harmless. */
	waitSeq: number;
	/** A suspension of an effect that asked to come back: until the end of quiet hours, or until the journey is resumed. */
	suspended: { for: 'defer'; until: number } | { for: 'held' } | null;
	/** Nodes passed without any effect since the row was last written. */
	trace: Passed[];
	/** Why the journey is over, once it is. */
	leaving: Ending | null;
	/** Draws random splits: the id of the customer the enrollment began with, whoever she was merged into since. */
	subject: string;
};

export type Passed = { node: string; visit: number; port: Port };
export type Ending = { status: 'ended' | 'failed' | 'stopped' | 'merged'; outcome: string };

/** What the host has to do next. */
export type Command =
	| { do: 'effect'; node: string; visit: number; type: string; local: boolean }
	| { do: 'park'; for: 'sleep' | 'await' | 'defer' | 'held'; node: string; visit: number; until: number | null }
	| { do: 'end'; ending: Ending };

/** What an effect answered. `leftAt`: the actual instant (UTC epoch ms) of a send that left more than 15 min late. */
export type EffectResult =
	| { port: Port; leftAt?: number | undefined }
	| { deferUntil: number }
	| { held: true }
	| { leave: Ending & { clock: Instant } };

/** What ended a wait. */
export type Wake =
	| { by: 'event'; port: Port; clock: Instant }
	/** The basket changed: the same wait starts again from this event. */
	| { by: 'restart'; clock: Instant }
	| { by: 'exit'; outcome: string; clock: Instant }
	/** The deadline passed; `at` is the deadline (UTC epoch ms), however late the worker is. */
	| { by: 'timer'; at: number }
	/** The journey is live again. */
	| { by: 'resume' }
	| { by: 'order'; ending: Ending };

/** A customer at the beginning of a program. */
export function begin(program: Program, entry: Instant, subject: string): State {
	return {
		node: program.start,
		visit: 0,
		visits: { [program.start]: 1 },
		clock: entry,
		waitFrom: entry,
		waitSeq: 0,
		suspended: null,
		trace: [],
		leaving: null,
		subject,
	};
}

/**
 * Walks past nodes without effect to the next thing a host must do. Pure and total on checked programs.
 * @throws Error on an opcode this code does not know: an old worker must stop, not guess.
 */
export function next(program: Program, from: State): { state: State; command: Command } {
	let state = from;
	for (let passed = 0; ; passed++) {
		if (state.leaving) return { state, command: { do: 'end', ending: state.leaving } };
		if (state.node === null)
			return { state, command: { do: 'end', ending: { status: 'ended', outcome: 'completed' } } };
		// Every cycle of a checked graph passes through a wait; an unchecked program must not spin for ever.
		if (passed > program.code.length) throw new Error(`program loops without a wait at ${state.node}`);

		const instruction = instructionAt(program, state.node);
		const { node, visit } = { node: state.node, visit: state.visit };
		switch (instruction.op) {
			case 'end':
				return { state, command: { do: 'end', ending: { status: 'ended', outcome: instruction.outcome } } };
			case 'split': {
				const port = pickPort(instruction.weights, `${state.subject}:${node}`);
				state = leaveBy(instruction, { ...state, trace: [...state.trace, { node, visit, port }] }, port);
				break;
			}
			case 'act':
				if (state.suspended)
					return park(state, node, state.suspended.for, state.suspended.for === 'defer' ? state.suspended.until : null);
				return {
					state,
					command: { do: 'effect', node, visit, type: instruction.type, local: instruction.local ?? false },
				};
			case 'sleep':
			case 'await':
				return park(state, node, instruction.op, null);
			default:
				throw new Error(`unknown opcode ${JSON.stringify(instruction satisfies never)}`);
		}
	}
}

/** How a wait is asked for. */
export type Park = Omit<Extract<Command, { do: 'park' }>, 'do'>;
/** Either something has come already, or when to stop waiting (UTC epoch ms; null: never). */
export type ParkAnswer = { wake: Wake } | { fireAt: number | null } | Ahead;

/**
 * The enrollment has got further than the run that asks, whose worker died before Temporal knew: the run goes on from
 * this state.
 */
export type Ahead = { ahead: State };

/** From the state a park saved, the one from which `next` parks just so again. */
export function beforePark(parked: State): State {
	return { ...parked, waitSeq: parked.waitSeq - 1 };
}

/** Carries an effect's answer into the state. */
export function resumeEffect(program: Program, state: State, result: EffectResult): State {
	const acted = { ...state, trace: [] };
	if ('leave' in result) {
		const { clock, ...ending } = result.leave;
		return { ...acted, clock: laterOf(state.clock, clock), leaving: ending };
	}
	if ('deferUntil' in result) return { ...acted, suspended: { for: 'defer', until: result.deferUntil } };
	if ('held' in result) return { ...acted, suspended: { for: 'held' } };
	const clock =
		result.leftAt === undefined ? state.clock : laterOf(state.clock, { at: result.leftAt, seq: AFTER_TIMER });
	return leaveBy(instructionAt(program, state.node), { ...acted, clock }, result.port);
}

/** Carries what ended a wait into the state. */
export function resumeWait(program: Program, state: State, wake: Wake): State {
	const woken = { ...state, trace: [] };
	switch (wake.by) {
		case 'order':
			return { ...woken, leaving: wake.ending };
		case 'exit':
			return { ...woken, clock: laterOf(state.clock, wake.clock), leaving: { status: 'ended', outcome: wake.outcome } };
		case 'resume':
			return { ...woken, suspended: null };
		case 'restart':
			return { ...woken, clock: laterOf(state.clock, wake.clock), waitFrom: wake.clock };
		case 'event':
			return leaveBy(
				instructionAt(program, state.node),
				{ ...woken, clock: laterOf(state.clock, wake.clock) },
				wake.port,
			);
		case 'timer': {
			const clock = laterOf(state.clock, { at: wake.at, seq: AFTER_TIMER });
			// The end of quiet hours: the same node, the same visit, all gates again.
			if (state.suspended) return { ...woken, clock, suspended: null };
			const instruction = instructionAt(program, state.node);
			return leaveBy(instruction, { ...woken, clock }, instruction.op === 'sleep' ? 'done' : 'timeout');
		}
	}
}

function park(
	state: State,
	node: string,
	reason: 'sleep' | 'await' | 'defer' | 'held',
	until: number | null,
): { state: State; command: Command } {
	const parked = { ...state, waitSeq: state.waitSeq + 1 };
	return { state: parked, command: { do: 'park', for: reason, node, visit: state.visit, until } };
}

function leaveBy(instruction: Instruction, state: State, port: Port): State {
	const target = 'next' in instruction ? own(instruction.next, port) : undefined;
	if (target === undefined) {
		// A failed customer stays at the node that failed her, so that ops can send her on from there.
		if (port === 'failed') return { ...state, suspended: null, leaving: { status: 'failed', outcome: port } };
		return { ...state, suspended: null, node: null, leaving: { status: 'ended', outcome: port } };
	}
	const visit = own(state.visits, target) ?? 0;
	return {
		...state,
		node: target,
		visit,
		visits: { ...state.visits, [target]: visit + 1 },
		waitFrom: state.clock,
		suspended: null,
	};
}

/** Marketers name ports and nodes, and may well choose `constructor`, which every object inherits. */
function own<T>(record: Record<string, T>, key: string): T | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Programs are small and looked up by node; the index is built once a program. */
const indexes = new WeakMap<Program, Map<string, Instruction>>();

function instructionAt(program: Program, node: string | null): Instruction {
	let byNode = indexes.get(program);
	if (!byNode) {
		byNode = new Map(program.code.map((i) => [i.node, i]));
		indexes.set(program, byNode);
	}
	const found = node === null ? undefined : byNode.get(node);
	if (!found) throw new Error(`program has no node ${node}`);
	return found;
}
