import type { State, Wake } from './machine';
import type { Instruction, Program } from './program';

/** Where an enrollment stands, as its row says. Instants are UTC epoch ms. */
export type Place = {
	status: 'starting' | 'running' | 'waiting';
	parkedFor: 'sleep' | 'await' | 'defer' | 'held' | null;
	node: string | null;
	/** Until when it is parked; null: for as long as it takes. */
	wakeAt: number | null;
	/** How long a wait for an event gives it to arrive after its end. */
	latenessMs: number;
	/** What has ended the wait, when something has. */
	wake: Wake | null;
	state: Pick<State, 'waitFrom' | 'waitSeq'>;
	/** Logical entry. */
	enteredAt: number;
};

/**
 * When the next message of an enrollment is to be expected, if it stands right before one: nothing but steps without a
 * wait lie between. Null when it does not, and when nobody can know: an event that might end a wait early is not guessed.
 * `wantedAt` is the logical time it will have, `expectedAt` the actual instant; one that is past is due any moment.
 */
export function coming(
	program: Program,
	messages: ReadonlySet<string>,
	place: Place,
): { expectedAt: number; wantedAt: number } | null {
	const way = wayOn(program, place);
	if (way === null || !way.from.some((node) => leadsToMessage(program, messages, node))) return null;
	return { expectedAt: way.expectedAt, wantedAt: way.wantedAt };
}

function wayOn(
	program: Program,
	place: Place,
): { from: readonly string[]; expectedAt: number; wantedAt: number } | null {
	const { node, wake, wakeAt, state } = place;
	// It has not waited yet: the way from the trigger on.
	if (state.waitSeq === 0) return due([program.start], place.enteredAt);
	const instruction = program.code.find((i) => i.node === node);
	if (!instruction || node === null) return null;
	const open = place.status === 'waiting' || wake === null;
	if (place.parkedFor === 'defer' || place.parkedFor === 'held') {
		if (!open && wake.by !== 'timer' && wake.by !== 'resume') return null;
		return { from: [node], expectedAt: open ? (wakeAt ?? 0) : 0, wantedAt: state.waitFrom.at };
	}
	const timer = instruction.op === 'sleep' ? 'done' : 'timeout';
	if (open) {
		if (wakeAt === null) return null;
		const lateness = place.parkedFor === 'await' ? place.latenessMs : 0;
		return { from: next(instruction, timer), expectedAt: wakeAt + lateness, wantedAt: wakeAt };
	}
	if (wake.by === 'timer') return due(next(instruction, timer), wake.at);
	return wake.by === 'event' ? due(next(instruction, wake.port), wake.clock.at) : null;
}

function due(from: readonly string[], wantedAt: number) {
	return { from, expectedAt: wantedAt, wantedAt };
}

/** Steps that take no time are walked through, whichever port they will leave by. */
function leadsToMessage(program: Program, messages: ReadonlySet<string>, start: string): boolean {
	const seen = new Set<string>();
	const ahead = [start];
	for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
		if (seen.has(node)) continue;
		seen.add(node);
		if (messages.has(node)) return true;
		const instruction = program.code.find((i) => i.node === node);
		if (instruction?.op === 'act' || instruction?.op === 'split') ahead.push(...Object.values(instruction.next));
	}
	return false;
}

function next(instruction: Instruction, port: string): string[] {
	const target = 'next' in instruction && Object.hasOwn(instruction.next, port) ? instruction.next[port] : undefined;
	return target === undefined ? [] : [target];
}
