import { NODE_KINDS } from './define';
import type { RegisteredNode } from './register';
import * as types from './types';

/** Every node type of `nodes/types.ts`, in the palette's order: by kind, then by name. */
export const NODES: RegisteredNode[] = Object.values(types)
	.map(({ registered }) => registered)
	.sort((a, b) => NODE_KINDS.indexOf(a.kind) - NODE_KINDS.indexOf(b.kind) || (a.type < b.type ? -1 : 1));

const byType = new Map(NODES.map((n) => [n.type, n]));

export function nodeType(type: string): RegisteredNode | undefined {
	return byType.get(type);
}
