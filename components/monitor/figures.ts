import type { NodeCount } from '@/db/monitor';
import type { Graph } from '@/lib/graph';
import { nodeType } from '@/nodes';

/** How many left a node by a port. A trigger keeps no steps: everybody who entered left it by its one port. */
export function passedBy(graph: Graph, counts: NodeCount[], entered: number): (nodeId: string, port: string) => number {
	const ports = new Map(counts.map((c) => [c.nodeId, c.ports]));
	const triggers = new Set(graph.nodes.filter((n) => nodeType(n.type)?.kind === 'trigger').map((n) => n.id));
	return (nodeId, port) => (triggers.has(nodeId) ? entered : (ports.get(nodeId)?.[port] ?? 0));
}
