import type { Graph, GraphNode } from './graph';

/** One difference between two drawings of a journey, for people. Positions do not count. */
export type Change =
	| { kind: 'node-added' | 'node-removed' | 'node-changed'; nodeId: string; type: string; name: string | undefined }
	| { kind: 'connections' | 'settings' };

/** What somebody changed from `before` to `after`. */
export function diffGraphs(before: Graph, after: Graph): Change[] {
	const [old, now] = [byId(before), byId(after)];
	const about = ({ id, type, name }: GraphNode) => ({ nodeId: id, type, name });
	return [
		...after.nodes.filter((n) => !old.has(n.id)).map((n) => ({ kind: 'node-added' as const, ...about(n) })),
		...before.nodes.filter((n) => !now.has(n.id)).map((n) => ({ kind: 'node-removed' as const, ...about(n) })),
		...after.nodes
			.filter((n) => {
				const was = old.get(n.id);
				return was && meaningOf(was) !== meaningOf(n);
			})
			.map((n) => ({ kind: 'node-changed' as const, ...about(n) })),
		...(edgesOf(before) === edgesOf(after) ? [] : [{ kind: 'connections' as const }]),
		...(canonical(before.settings) === canonical(after.settings) ? [] : [{ kind: 'settings' as const }]),
	];
}

function byId(graph: Graph): Map<string, GraphNode> {
	return new Map(graph.nodes.map((n) => [n.id, n]));
}

function meaningOf({ type, name, config }: GraphNode): string {
	return canonical({ type, name: name ?? null, config });
}

function edgesOf({ edges }: Graph): string {
	return edges
		.map((e) => `${e.from}.${e.port}>${e.to}`)
		.sort()
		.join();
}

/** JSON with its keys in order: Postgres does not keep the order they were written in. */
export function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		inner !== null && typeof inner === 'object' && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	);
}
