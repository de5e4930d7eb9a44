import { nodeType } from '@/nodes';
import type { AwaitSpec } from './await';
import type { Channel } from './channel';
import { blocks, check } from './check';
import type { Rule } from './condition';
import type { WaitSpec } from './deadline';
import type { ExitRule, Graph, JourneySettings } from './graph';
import type { Instruction, Next, Opcode, Program } from './program';
import type { EntrySpec } from './route';

/** Turns a checked graph into its program. Total on graphs without errors. @throws Error on a graph that was not checked. */
export function compile(graph: Graph): Program {
	const problems = check(graph);
	if (blocks(problems)) throw new Error(`cannot compile: ${problems.map((p) => p.code).join(', ')}`);
	const nextOf = new Map<string, Next>();
	for (const { from, port, to } of graph.edges) nextOf.set(from, { ...nextOf.get(from), [port]: to });

	const code: Instruction[] = [];
	let start: string | undefined;
	for (const node of graph.nodes) {
		const opcode = nodeType(node.type)?.read(node.config).opcode;
		if (opcode) code.push(place(opcode, node.id, nextOf.get(node.id) ?? {}));
		else start = Object.values(nextOf.get(node.id) ?? {})[0];
	}
	if (start === undefined) throw new Error('cannot compile: the trigger leads nowhere');
	return { ir: 1, start, code };
}

function place(opcode: Opcode, node: string, next: Next): Instruction {
	return opcode.op === 'end' ? { ...opcode, node } : { ...opcode, node, next };
}

/** What the nodes of a version mean to hosts; the parts a program leaves out because they must not go into Temporal. */
export type Meaning = {
	entry: EntrySpec;
	/** What takes everybody out at once. */
	exits: readonly ExitRule[];
	waits: ReadonlyMap<string, WaitSpec>;
	awaits: ReadonlyMap<string, AwaitSpec>;
	/** Which channels a message goes out on. */
	channels: ReadonlyMap<string, readonly Channel[]>;
};

/** Reads the configurations of a published graph. @throws ZodError when the graph was never checked. */
export function meaningOf(graph: Graph): Meaning {
	const waits = new Map<string, WaitSpec>();
	const awaits = new Map<string, AwaitSpec>();
	const channels = new Map<string, readonly Channel[]>();
	let entry: EntrySpec | null = null;
	for (const node of graph.nodes) {
		const meaning = nodeType(node.type)?.read(node.config);
		if (meaning?.wait) waits.set(node.id, meaning.wait);
		if (meaning?.awaits) awaits.set(node.id, meaning.awaits);
		if (meaning && meaning.channels.length > 0) channels.set(node.id, meaning.channels);
		if (meaning?.entry) entry = meaning.entry;
	}
	if (!entry) throw new Error('a published journey has a trigger');
	return { ...during(graph.settings, entry), waits, awaits, channels };
}

/** What a journey counts as that an operation's end took a customer out of. */
const OPERATION_ENDED = 'operation-ended';

/** A journey that is tied to an operation lets in only while it runs, and lets everybody out at its end. */
function during({ operation, exits }: JourneySettings, entry: EntrySpec): Pick<Meaning, 'entry' | 'exits'> {
	if (!operation) return { entry, exits };
	const running: Rule = { type: 'operation', operationId: operation, running: true };
	const isIt: Rule = { type: 'property', of: 'event', path: 'operation_id', op: 'equals', value: operation };
	return {
		entry: { ...entry, where: entry.where ? { type: 'all', rules: [running, entry.where] } : running },
		exits: [...exits, { event: 'Operation Ended', where: isIt, outcome: OPERATION_ENDED }],
	};
}
