'use client';

import { applyNodeChanges, Background, BackgroundVariant, Controls, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { EDGE_DEFAULTS, EDGE_TYPES, NODE_TYPES } from '@/components/canvas/canvas';
import type { CardNode } from '@/components/canvas/node-card';
import type { StepEdgeType } from '@/components/canvas/step-edge';
import { useFirstView } from '@/components/canvas/use-first-view';
import { useFlowWords } from '@/components/canvas/use-flow-words';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import type { NodeCount } from '@/db/monitor';
import type { Graph } from '@/lib/graph';
import { say } from '@/lib/text';
import { nodeType } from '@/nodes';
import { passedBy } from './figures';
import { presence, presenceHref } from './presence';

type LiveGraphProps = {
	journeyId: string;
	graph: Graph;
	counts: NodeCount[];
	/** A trigger has no steps of its own: everybody who entered left it. */
	entered: number;
	selected: string | null;
	onSelect: (nodeId: string | null) => void;
};

/** The drawing, with who is where and who went which way. A click on a step shows its figures. */
export function LiveGraph({ journeyId, graph, counts, entered, selected, onSelect }: LiveGraphProps) {
	const t = useTranslations('monitor');
	const format = useFormatter();
	const locale = useLocale();
	const words = useFlowWords();
	useFirstView(graph);
	const passed = useMemo(() => passedBy(graph, counts, entered), [graph, counts, entered]);
	const most = Math.max(1, ...graph.edges.map((e) => passed(e.from, e.port)));
	const drawn: CardNode[] = graph.nodes.map((node) => {
		const count = counts.find((c) => c.nodeId === node.id);
		return {
			id: node.id,
			type: 'card',
			position: node.position,
			selected: node.id === selected,
			ariaLabel: node.name ?? say(nodeType(node.type)?.label ?? node.type, locale),
			data: {
				node,
				problems: { errors: 0, warnings: 0 },
				editable: false,
				above: count && <Presence count={count} journeyId={journeyId} />,
				portNote: (port) => {
					const n = passed(node.id, port);
					return (
						<span className={cn('block text-2xs tabular-nums', n > 0 ? 'font-medium text-ink' : 'text-ink-3')}>
							{format.number(n)}
						</span>
					);
				},
			},
		};
	});
	// React Flow keeps what it measured on the nodes it is given.
	const [nodes, setNodes] = useState(drawn);
	const key = JSON.stringify([counts, entered, selected, locale]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `key` is what `drawn` is made of.
	useEffect(() => {
		setNodes((before) => drawn.map((n, i) => ({ ...before[i], ...n })));
	}, [key]);
	const edges: StepEdgeType[] = graph.edges.map((e) => {
		const n = passed(e.from, e.port);
		return {
			id: `${e.from}.${e.port}`,
			source: e.from,
			sourceHandle: e.port,
			target: e.to,
			data: { weight: n / most, ...(n > 0 ? { traffic: format.number(n) } : {}) },
			...EDGE_DEFAULTS,
		};
	});
	return (
		<ReactFlow<CardNode, StepEdgeType>
			aria-label={t('graph')}
			ariaLabelConfig={words}
			nodes={nodes}
			edges={edges}
			nodeTypes={NODE_TYPES}
			edgeTypes={EDGE_TYPES}
			onNodesChange={(changes) => {
				setNodes((now) =>
					applyNodeChanges(
						changes.filter((c) => c.type === 'dimensions'),
						now,
					),
				);
				for (const c of changes) if (c.type === 'select' && c.selected) onSelect(c.id);
			}}
			onPaneClick={() => onSelect(null)}
			nodesDraggable={false}
			nodesConnectable={false}
			edgesFocusable={false}
			deleteKeyCode={null}
			fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
			minZoom={0.15}
			maxZoom={1.5}
			proOptions={{ hideAttribution: true }}
		>
			<Background variant={BackgroundVariant.Dots} gap={20} size={1} color="var(--line-strong)" />
			<Controls showInteractive={false} position="bottom-right" />
		</ReactFlow>
	);
}

/** Who is at a step now, worst first; each figure leads to those customers. */
function Presence({ count, journeyId }: { count: NodeCount; journeyId: string }) {
	const t = useTranslations('monitor');
	const shown = presence(count);
	if (shown.length === 0) return null;
	return (
		<div className="-top-2.5 absolute right-2.5 left-2.5 flex justify-end gap-1">
			{shown.map(({ kind, n, tone }) => (
				<Link
					key={kind}
					href={presenceHref(journeyId, count.nodeId, kind)}
					className="nodrag nopan pointer-events-auto"
				>
					<Badge tone={tone} className="ring-2 ring-raised">
						{t(kind, { n })}
					</Badge>
				</Link>
			))}
		</div>
	);
}
