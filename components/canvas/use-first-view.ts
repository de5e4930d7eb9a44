import { useNodesInitialized, useReactFlow, useStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { Graph } from '@/lib/graph';
import { nodeType } from '@/nodes';

/** Below this nobody can read a step; the rest is reached by moving. */
const READABLE = 0.8;
const MARGIN = 40;

/** Where one starts: the whole drawing when it can be read whole, else its beginning, at a size one can read. */
export function useFirstView(graph: Graph): void {
	const flow = useReactFlow();
	const ready = useNodesInitialized();
	const width = useStore((s) => s.width);
	const height = useStore((s) => s.height);
	// What moves the view; React Flow makes a new one, at its origin, when it is mounted again.
	const panZoom = useStore((s) => s.panZoom);
	const placed = useRef<unknown>(null);
	useEffect(() => {
		if (!ready || !panZoom || width === 0 || placed.current === panZoom) return;
		placed.current = panZoom;
		const all = flow.getNodesBounds(graph.nodes.map((n) => n.id));
		const whole = Math.min((width - 2 * MARGIN) / all.width, (height - 2 * MARGIN) / all.height, 1);
		const zoom = Math.max(whole, READABLE);
		// Of a drawing that does not fit, its trigger is in the middle; all others are centred.
		const first = graph.nodes.find((n) => nodeType(n.type)?.kind === 'trigger') ?? graph.nodes[0];
		const fits = all.width * zoom + 2 * MARGIN <= width || !first;
		const middle = fits ? all : flow.getNodesBounds([first.id]);
		const top = all.height * zoom + 2 * MARGIN <= height ? (height - all.height * zoom) / 2 : MARGIN;
		void flow.setViewport({
			x: width / 2 - (middle.x + middle.width / 2) * zoom,
			y: Math.min(top, 2 * MARGIN) - all.y * zoom,
			zoom,
		});
	}, [ready, panZoom, width, height, flow, graph.nodes]);
}
