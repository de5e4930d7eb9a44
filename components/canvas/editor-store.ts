import { createContext, useContext } from 'react';
import { type TemporalState, temporal } from 'zundo';
import { createStore, type StoreApi, useStore } from 'zustand';
import type { JsonObject } from '@/lib/event';
import type { Graph, GraphNode, JourneySettings } from '@/lib/graph';
import { nodeType } from '@/nodes';

/** What undo goes through, and what is saved. */
export type Drawing = { name: string; graph: Graph };

export type EditorState = Drawing & {
	/** The node whose form is open; null: the journey's settings. */
	selected: string | null;
	select: (id: string | null) => void;
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
	duplicate: (nodeId: string) => void;
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
					selected: null,
					select: (selected) => set({ selected }),
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
							selected: id,
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
						set(({ graph, selected }) => ({
							graph: {
								...graph,
								nodes: graph.nodes.filter((n) => !nodeIds.includes(n.id)),
								edges: graph.edges.filter(
									(e) =>
										!nodeIds.includes(e.from) && !nodeIds.includes(e.to) && !edges.some((gone) => samePort(e, gone)),
								),
							},
							selected: selected !== null && nodeIds.includes(selected) ? null : selected,
						})),
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
					duplicate: (nodeId) => {
						const node = get().graph.nodes.find((n) => n.id === nodeId);
						if (!node) return;
						const id = freeId(get().graph, node.type);
						const copy = {
							...structuredClone(node),
							id,
							position: { x: node.position.x + 40, y: node.position.y + 40 },
						};
						set(({ graph }) => ({ graph: { ...graph, nodes: [...graph.nodes, copy] }, selected: id }));
					},
				};
			},
			{
				partialize: ({ name, graph }): Drawing => ({ name, graph }),
				equality: (a, b) => a.name === b.name && a.graph === b.graph,
				limit: 200,
				// Typing is one step back, not one a letter.
				handleSet: (handle) => grouped(handle),
			},
		),
	);
}

/** Changes within this time of each other are undone together. */
const GROUP_MS = 400;

function grouped<T extends unknown[]>(handle: (...past: T) => void): (...past: T) => void {
	let last = 0;
	return (...past) => {
		const now = Date.now();
		// The first change of a group remembers what was before it; the rest belong to it.
		if (now - last > GROUP_MS) handle(...past);
		last = now;
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
	if (old.length !== ports.length) return graph.edges;
	return graph.edges.map((e) => {
		if (e.from !== now.id || ports.includes(e.port)) return e;
		const renamed = ports[old.indexOf(e.port)];
		return renamed === undefined ? e : { ...e, port: renamed };
	});
}

/** `send-email`, `send-email-2`, …: ids that mean something in files and logs. */
function freeId(graph: Graph, type: string): string {
	const taken = new Set(graph.nodes.map((n) => n.id));
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
