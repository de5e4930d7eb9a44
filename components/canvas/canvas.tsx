'use client';

import {
	applyNodeChanges,
	Background,
	BackgroundVariant,
	Controls,
	type Edge,
	MarkerType,
	MiniMap,
	type NodeChange,
	ReactFlow,
	useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useLocale, useTranslations } from 'next-intl';
import { type DragEvent, useCallback, useEffect, useMemo, useState } from 'react';
import type { Problem } from '@/lib/check';
import { nodeType } from '@/nodes';
import { useEditor, useEditorStore } from './editor-store';
import { placeAfter } from './layout';
import { type CardNode, NodeCard } from './node-card';
import { DRAG_TYPE } from './palette';
import { StepEdge, type StepEdgeType } from './step-edge';
import { useCards } from './use-cards';
import { useFirstView } from './use-first-view';
import { useFlowWords } from './use-flow-words';
import { useReveal } from './use-reveal';

export const NODE_TYPES = { card: NodeCard };
export const EDGE_TYPES = { step: StepEdge };
export const EDGE_DEFAULTS = {
	type: 'step' as const,
	// In pixels: an arrow must not grow with the line it ends.
	markerEnd: {
		...{ type: MarkerType.ArrowClosed, color: 'var(--control)', width: 18, height: 18 },
		markerUnits: 'userSpaceOnUse',
	},
};

/** The drawing itself. The store holds the graph; positions live here while a node is dragged. */
export function Canvas({ problems, readOnly }: { problems: Problem[]; readOnly: boolean }) {
	const t = useTranslations('editor');
	const locale = useLocale();
	const store = useEditorStore();
	const graph = useEditor((s) => s.graph);
	const selection = useEditor((s) => s.selection);
	const flow = useReactFlow();
	const [selectedEdge, setSelectedEdge] = useState<string | null>(null);
	const words = useFlowWords();
	useFirstView(graph);
	useReveal(selection.length === 1 ? (selection[0] ?? null) : null);

	const counts = useMemo(() => {
		const byNode = new Map<string, { errors: number; warnings: number }>();
		for (const { nodeId, severity } of problems) {
			if (nodeId === undefined) continue;
			const count = byNode.get(nodeId) ?? { errors: 0, warnings: 0 };
			byNode.set(
				nodeId,
				severity === 'error' ? { ...count, errors: count.errors + 1 } : { ...count, warnings: count.warnings + 1 },
			);
		}
		return byNode;
	}, [problems]);

	const addAfter = useCallback(
		(from: string, port: string, type: string) => {
			const { graph: now, add } = store.getState();
			const node = now.nodes.find((n) => n.id === from);
			const ports = node ? (nodeType(node.type)?.draw(node.config, locale).ports ?? []) : [];
			const nth = ports.findIndex((p) => p.id === port);
			add(type, placeAfter(now, from, nth, ports.length), { from, port });
		},
		[locale, store],
	);
	const drawn = useCards({ graph, selection, counts, readOnly, addAfter });
	// React Flow keeps what it measured on the nodes it is given, and draws again those that are not the same.
	const [nodes, setNodes] = useState(drawn);
	useEffect(() => {
		setNodes((before) => {
			const known = new Map(before.map((n) => [n.id, n]));
			return drawn.map((n) => {
				const was = known.get(n.id);
				const { x, y } = n.position;
				const same = was?.data === n.data && was.selected === n.selected;
				return same && was.position.x === x && was.position.y === y ? was : { ...was, ...n };
			});
		});
	}, [drawn]);

	const edges = useMemo<StepEdgeType[]>(
		() =>
			graph.edges.map((e) => {
				const id = `${e.from}.${e.port}`;
				return {
					id,
					source: e.from,
					sourceHandle: e.port,
					target: e.to,
					selected: id === selectedEdge,
					data: readOnly ? {} : { onRemove: () => store.getState().connect(e.from, e.port, null) },
					...EDGE_DEFAULTS,
				};
			}),
		[graph.edges, selectedEdge, readOnly, store],
	);

	const onNodesChange = (changes: NodeChange<CardNode>[]) => {
		setNodes((now) =>
			applyNodeChanges(
				changes.filter((c) => c.type !== 'remove' && c.type !== 'select'),
				now,
			),
		);
		const chosen = changes.flatMap((c) => (c.type === 'select' ? [[c.id, c.selected] as const] : []));
		if (chosen.length > 0) {
			const now = new Set(store.getState().selection);
			for (const [id, on] of chosen) on ? now.add(id) : now.delete(id);
			store.getState().select([...now]);
		}
		// Arrow keys move without dragging: written at once.
		const moved = changes.flatMap((c) =>
			c.type === 'position' && c.dragging === false && c.position ? [[c.id, c.position] as const] : [],
		);
		if (moved.length > 0 && !readOnly) store.getState().move(Object.fromEntries(moved));
	};

	const onDrop = (event: DragEvent) => {
		const type = event.dataTransfer.getData(DRAG_TYPE);
		if (!type || readOnly) return;
		event.preventDefault();
		const place = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
		store.getState().add(type, { x: place.x - 130, y: place.y - 30 });
	};

	return (
		<ReactFlow<CardNode, StepEdgeType>
			aria-label={t('canvas')}
			ariaLabelConfig={words}
			nodes={nodes}
			edges={edges}
			nodeTypes={NODE_TYPES}
			edgeTypes={EDGE_TYPES}
			onNodesChange={onNodesChange}
			onEdgesChange={(changes) => {
				for (const c of changes)
					if (c.type === 'select') setSelectedEdge((now) => (c.selected ? c.id : now === c.id ? null : now));
			}}
			onConnect={({ source, sourceHandle, target }) =>
				sourceHandle && store.getState().connect(source, sourceHandle, target)
			}
			isValidConnection={({ source, target }: Edge | { source: string; target: string }) =>
				source !== target && nodeType(graph.nodes.find((n) => n.id === target)?.type ?? '')?.kind !== 'trigger'
			}
			onDelete={({ nodes: gone, edges: cut }) =>
				store.getState().remove(
					gone.map((n) => n.id),
					cut.flatMap((e) => (e.sourceHandle ? [{ from: e.source, port: e.sourceHandle }] : [])),
				)
			}
			onPaneClick={() => store.getState().select([])}
			onDrop={onDrop}
			onDragOver={(event) => event.preventDefault()}
			deleteKeyCode={readOnly ? null : ['Delete', 'Backspace']}
			nodesDraggable={!readOnly}
			nodesConnectable={!readOnly}
			fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
			minZoom={0.15}
			maxZoom={1.5}
			snapToGrid
			snapGrid={[10, 10]}
			proOptions={{ hideAttribution: true }}
			connectionRadius={40}
		>
			<Background variant={BackgroundVariant.Dots} gap={20} size={1} color="var(--line-strong)" />
			<Controls showInteractive={false} position="bottom-right" />
			{graph.nodes.length > 12 && <MiniMap pannable zoomable position="top-right" className="max-sm:hidden" />}
		</ReactFlow>
	);
}
