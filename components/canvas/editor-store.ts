import { createContext, useContext } from 'react';
import { type TemporalState, temporal } from 'zundo';
import { createStore, type StoreApi, useStore } from 'zustand';
import type { JsonObject } from '@/lib/event';
import type { Graph, GraphNode, JourneySettings } from '@/lib/graph';
import { nodeType } from '@/nodes';

/** What undo goes through, and what is saved. */
export type Drawing = { name: string; graph: Graph };

/** Part of a drawing: what copying takes. */
export type Piece = Pick<Graph, 'nodes' | 'edges'>;

export type EditorState = Drawing & {
	/** One: its form is open; none: the journey's settings. */
	selection: readonly string[];
	select: (ids: readonly string[]) => void;
	setName: (name: string) => void;
	/** Adds a node, and connects it when it follows a port. Returns its id. */
	add: (type: string, at: { x: number; y: number }, after?: { from: string; port: string }) => string;
	move: (places: Record<string, { x: number; y: number }>) => void;
	remove: (nodeIds: string[], edges?: { from: string; port: string }[]) => void;
	/** Leads a port to a node, or nowhere. A port leads to one place: what it led to before is forgotten. */
	connect: (from: string, port: string, to: string | null) => void;
	setConfig: (nodeId: string, config: JsonObject) => void;
	rename: (nodeId: string, name: string) => void;
	setSettings: (settings: JourneySettings) => void;
	/** Adds copies of nodes with the connections between them, beside where they were, and selects them. */
	paste: (piece: Piece) => void;
};
export type EditorStore = StoreApi<EditorState> & { temporal: StoreApi<TemporalState<Drawing>> };

export function createEditorStore(initial: Drawing): EditorStore {
	return createStore<EditorState>()(
		temporal(
			(set, get) => {
				const change = (edit: (graph: Graph) => Graph) => set(({ graph }) => ({ graph: edit(graph) }));
				const changeNode = (id: string, edit: (node: GraphNode) => GraphNode) =>
					change((graph) => ({ ...graph, nodes: graph.nodes.map((n) => (n.id === id ? edit(n) : n)) }));
				return {
					...initial,
					selection: [],
					select: (selection) => set({ selection }),
					setName: (name) => set({ name }),
					add: (type, at, after) => {
						const id = freeId(get().graph, type);
						const known = nodeType(type);
						const node: GraphNode = {
							id,
							type,
							version: known?.version ?? 1,
							config: structuredClone(known?.defaults ?? {}),
							position: at,
						};
						set(({ graph }) => ({
							graph: {
								...graph,
								nodes: [...graph.nodes, node],
								edges: after ? [...graph.edges.filter((e) => !samePort(e, after)), { ...after, to: id }] : graph.edges,
							},
							selection: [id],
						}));
						return id;
					},
					move: (places) =>
						change((graph) => ({
							...graph,
							nodes: graph.nodes.map((n) =>
								places[n.id] ? { ...n, position: rounded(places[n.id] ?? n.position) } : n,
							),
						})),
					remove: (nodeIds, edges = []) =>
						set(({ graph, selection }) => {
							const nodes = graph.nodes.filter((n) => !nodeIds.includes(n.id));
							const left = graph.edges.filter(
								(e) => !nodeIds.includes(e.from) && !nodeIds.includes(e.to) && !edges.some((gone) => samePort(e, gone)),
							);
							// Removing what is gone already is no change, and nothing to undo.
							if (nodes.length === graph.nodes.length && left.length === graph.edges.length) return {};
							return {
								graph: { ...graph, nodes, edges: left },
								selection: selection.filter((id) => !nodeIds.includes(id)),
							};
						}),
					connect: (from, port, to) =>
						change((graph) => {
							const others = graph.edges.filter((e) => !samePort(e, { from, port }));
							return { ...graph, edges: to === null ? others : [...others, { from, port, to }] };
						}),
					setConfig: (nodeId, config) =>
						set(({ graph }) => {
							const node = graph.nodes.find((n) => n.id === nodeId);
							if (!node) return {};
							const nodes = graph.nodes.map((n) => (n.id === nodeId ? { ...n, config } : n));
							return { graph: { ...graph, nodes, edges: followPorts(graph, { ...node, config }, node) } };
						}),
					rename: (nodeId, name) =>
						changeNode(nodeId, ({ name: _old, ...node }) => (name.trim() === '' ? node : { ...node, name })),
					setSettings: (settings) => change((graph) => ({ ...graph, settings })),
					paste: (piece) => {
						const { graph } = get();
						const added = copyInto(graph, piece);
						set({
							graph: { ...graph, nodes: [...graph.nodes, ...added.nodes], edges: [...graph.edges, ...added.edges] },
							selection: added.nodes.map((n) => n.id),
						});
					},
				};
			},
			{
				partialize: ({ name, graph }): Drawing => ({ name, graph }),
				equality: (a, b) => a.name === b.name && a.graph === b.graph,
				limit: 200,
				handleSet: (handle) => {
					const startsStep = steps(initial.graph);
					return (past, _replace, current) => {
						const before = typeof past === 'object' ? past.graph : undefined;
						if (startsStep(before, current.graph)) handle(past);
					};
				},
			},
		),
	);
}

/** Typing within this time of the letter before is undone together with it. */
const GROUP_MS = 400;

/**
 * Where a step back leads: typing and dragging in one go are one step, not one a letter. Adding, removing and
 * connecting are a step each, however quick the hands.
 */
function steps(opened: Graph): (before: Graph | undefined, now: Graph) => boolean {
	let at = 0;
	let seen = opened;
	return (before, now) => {
		// After an undo the drawing is not what the last change left: whatever comes then is a new step.
		const undone = before !== seen;
		const drawn = now.nodes.length !== before?.nodes.length || now.edges !== before.edges;
		const starts = undone || drawn || Date.now() - at > GROUP_MS;
		at = drawn ? 0 : Date.now();
		seen = now;
		return starts;
	};
}

function samePort(a: { from: string; port: string }, b: { from: string; port: string }): boolean {
	return a.from === b.from && a.port === b.port;
}

/** A renamed exit keeps its connection: the port at the same place is the same one. */
function followPorts(graph: Graph, now: GraphNode, before: GraphNode): Graph['edges'] {
	const portsOf = (node: GraphNode) =>
		nodeType(node.type)
			?.draw(node.config, 'en')
			.ports.map((p) => p.id) ?? [];
	const [old, ports] = [portsOf(before), portsOf(now)];
	if (old.length !== ports.length || old.every((port, n) => port === ports[n])) return graph.edges;
	return graph.edges.map((e) => {
		if (e.from !== now.id || ports.includes(e.port)) return e;
		const renamed = ports[old.indexOf(e.port)];
		return renamed === undefined ? e : { ...e, port: renamed };
	});
}

/** The nodes of these ids, and what connects them. */
export function pieceOf({ nodes, edges }: Graph, ids: readonly string[]): Piece {
	return {
		nodes: nodes.filter((n) => ids.includes(n.id)),
		edges: edges.filter((e) => ids.includes(e.from) && ids.includes(e.to)),
	};
}

/** A piece with ids that are free in a graph, moved so that it covers nothing. A journey keeps its one trigger. */
function copyInto(graph: Graph, { nodes, edges }: Piece): Piece {
	const isTrigger = (n: GraphNode) => nodeType(n.type)?.kind === 'trigger';
	const wanted = graph.nodes.some(isTrigger) ? nodes.filter((n) => !isTrigger(n)) : nodes;
	const covered = (by: number) =>
		wanted.some((n) =>
			graph.nodes.some((o) => o.position.x === n.position.x + by && o.position.y === n.position.y + by),
		);
	let by = 0;
	while (covered(by)) by += 40;
	const ids = new Map<string, string>();
	for (const { id, type } of wanted) ids.set(id, freeId({ nodes: graph.nodes, taken: ids.values() }, type));
	const named = (id: string) => ids.get(id) ?? id;
	return {
		nodes: wanted.map((node) => ({
			...structuredClone(node),
			id: named(node.id),
			position: { x: node.position.x + by, y: node.position.y + by },
		})),
		edges: edges
			.filter((e) => ids.has(e.from) && ids.has(e.to))
			.map((e) => ({ ...e, from: named(e.from), to: named(e.to) })),
	};
}

/** `send-email`, `send-email-2`, …: ids that mean something in files and logs. */
function freeId({ nodes, taken: others = [] }: { nodes: GraphNode[]; taken?: Iterable<string> }, type: string): string {
	const taken = new Set([...nodes.map((n) => n.id), ...others]);
	for (let n = 1; ; n++) {
		const id = n === 1 ? type : `${type}-${n}`;
		if (!taken.has(id)) return id;
	}
}

function rounded({ x, y }: { x: number; y: number }) {
	return { x: Math.round(x), y: Math.round(y) };
}

const EditorContext = createContext<EditorStore | null>(null);
export const EditorProvider = EditorContext.Provider;

export function useEditorStore(): EditorStore {
	const store = useContext(EditorContext);
	if (!store) throw new Error('used outside of the editor');
	return store;
}

export function useEditor<T>(pick: (state: EditorState) => T): T {
	return useStore(useEditorStore(), pick);
}

export function useHistory<T>(pick: (state: TemporalState<Drawing>) => T): T {
	return useStore(useEditorStore().temporal, pick);
}
