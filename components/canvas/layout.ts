import { Graph as Dagre, layout } from '@dagrejs/dagre';
import type { Graph } from '@/lib/graph';

export const NODE_WIDTH = 260;
export const NODE_HEIGHT = 112;

/** Where every node goes when the drawing is tidied: from top to bottom, ports in their order. */
export function tidy({ nodes, edges }: Graph): Record<string, { x: number; y: number }> {
	const graph = new Dagre();
	graph.setGraph({ rankdir: 'TB', nodesep: 60, ranksep: 70 });
	graph.setDefaultEdgeLabel(() => ({}));
	for (const node of nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT });
	for (const { from, to } of edges) graph.setEdge(from, to);
	layout(graph);
	return Object.fromEntries(
		nodes.map(({ id }) => {
			const { x = 0, y = 0 } = graph.node(id);
			return [id, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }];
		}),
	);
}

/** A free place under a node for the one that follows it. */
export function placeAfter(
	{ nodes }: Graph,
	fromId: string,
	portIndex: number,
	portCount: number,
): { x: number; y: number } {
	const from = nodes.find((n) => n.id === fromId)?.position ?? { x: 0, y: 0 };
	const spread = (portIndex - (portCount - 1) / 2) * (NODE_WIDTH + 40);
	const place = { x: from.x + spread, y: from.y + 190 };
	const taken = (p: { x: number; y: number }) =>
		nodes.some((n) => Math.abs(n.position.x - p.x) < NODE_WIDTH && Math.abs(n.position.y - p.y) < NODE_HEIGHT + 20);
	while (taken(place)) place.x += NODE_WIDTH + 40;
	return place;
}
