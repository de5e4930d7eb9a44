/** The name of one exit of a node. */
export type Port = string;
/** From each drawn port to the id of the node it leads to. A port that is missing leads nowhere and ends the enrollment. */
export type Next = Record<Port, string>;

/**
 * The closed set of opcodes. Append-only: a new meaning is a new opcode, so that the replay of a running enrollment
 * can never meet a changed one. `node` is the id of the node that compiled to the instruction.
 */
export type Instruction =
	| { op: 'act'; node: string; type: string; local?: true; next: Next }
	| { op: 'sleep'; node: string; next: Next }
	| { op: 'await'; node: string; next: Next }
	| { op: 'split'; node: string; weights: [Port, number][]; next: Next }
	| { op: 'end'; node: string; outcome: string };

/** An instruction without its place in the graph: what a node type's `compile` returns. */
export type Opcode = Instruction extends infer I ? (I extends Instruction ? Omit<I, 'node' | 'next'> : never) : never;

/** What a journey version compiles to: control flow only, no names, texts or conditions. */
export type Program = { ir: 1; start: string; code: Instruction[] };
