'use client';

import { Background, BackgroundVariant, Controls, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { EDGE_DEFAULTS, EDGE_TYPES, NODE_TYPES } from '@/components/canvas/canvas';
import type { CardNode } from '@/components/canvas/node-card';
import type { StepEdgeType } from '@/components/canvas/step-edge';
import { JourneyTabs } from '@/components/journeys/journey-tabs';
import { StatusBadge } from '@/components/journeys/status-badge';
import { Badge } from '@/components/ui/badge';
import { Select } from '@/components/ui/select';
import { Stat } from '@/components/ui/stat';
import type { JourneyState, NodeCount } from '@/db/monitor';
import type { Graph } from '@/lib/graph';
import { say } from '@/lib/text';
import { nodeType } from '@/nodes';
import { Attention } from './attention';
import { OperateButtons } from './operate-buttons';
import { useJourneyState } from './use-journey-state';

type MonitorProps = {
	journey: { id: string; name: string };
	version: { id: string; graph: Graph };
	versions: { id: string; number: number }[];
	initial: JourneyState;
	mayOperate: boolean;
};

/** The drawing with what happens in it now: who is where, who went which way, and what is stuck. */
export function Monitor({ journey, version, versions, initial, mayOperate }: MonitorProps) {
	const t = useTranslations('monitor');
	const format = useFormatter();
	const router = useRouter();
	const { state, stale } = useJourneyState(journey.id, version.id, initial);
	const sent = state.sends
		.filter((s) => s.state === 'accepted' || s.state === 'unknown')
		.reduce((sum, s) => sum + s.n, 0);
	const held = state.sends
		.filter((s) => s.state === 'suppressed' || s.state === 'rejected')
		.reduce((sum, s) => sum + s.n, 0);
	return (
		<div className="flex h-[calc(100dvh-3rem)] flex-col md:h-dvh">
			<header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b bg-surface px-3 py-2">
				<h1 className="font-semibold text-base text-ink">{journey.name}</h1>
				<StatusBadge status={state.status} />
				<span role="status" className={stale ? 'text-danger text-xs' : 'flex items-center gap-1.5 text-ink-3 text-xs'}>
					{!stale && <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-success" />}
					{stale ? t('offline') : t('live')}
				</span>
				<div className="ml-auto flex flex-wrap items-center gap-2">
					<Select
						size="sm"
						aria-label={t('version', { n: '' })}
						options={versions.map((v) => ({ value: v.id, label: t('version', { n: v.number }) }))}
						value={version.id}
						onValueChange={(id) => router.push(`/journeys/${journey.id}/monitor?version=${id}`)}
						className="w-auto"
					/>
					<JourneyTabs id={journey.id} published />
					{mayOperate && <OperateButtons id={journey.id} status={state.status} inNow={state.inNow} />}
				</div>
			</header>
			<div className="flex flex-wrap items-center gap-x-8 gap-y-3 border-line border-b bg-surface px-4 py-3">
				<dl className="flex flex-wrap gap-x-8 gap-y-3">
					<Stat label={t('inNow')} value={format.number(state.inNow)} />
					<Stat label={t('entered')} value={format.number(state.entered)} />
					<Stat label={t('sent')} value={format.number(sent)} />
					<Stat label={t('notSent')} value={format.number(held)} />
				</dl>
				<ul className="flex flex-wrap gap-1">
					{Object.entries(state.outcomes)
						.sort(([, a], [, b]) => b - a)
						.map(([outcome, n]) => (
							<li key={outcome}>
								<Badge tone={outcome === 'failed' ? 'danger' : 'neutral'}>
									{outcome} {format.number(n)}
								</Badge>
							</li>
						))}
				</ul>
			</div>
			<Attention state={state} journeyId={journey.id} />
			<section aria-label={t('graph')} className="min-h-64 flex-1 bg-canvas">
				<ReactFlowProvider>
					<LiveGraph journeyId={journey.id} graph={version.graph} counts={state.nodes} />
				</ReactFlowProvider>
			</section>
		</div>
	);
}

function LiveGraph({ journeyId, graph, counts }: { journeyId: string; graph: Graph; counts: NodeCount[] }) {
	const format = useFormatter();
	const locale = useLocale();
	const byNode = useMemo(() => new Map(counts.map((c) => [c.nodeId, c])), [counts]);
	const passed = (nodeId: string, port: string) => byNode.get(nodeId)?.ports[port] ?? 0;
	// A trigger has no steps of its own: everybody who entered left it.
	const traffic = (nodeId: string, port: string) => {
		const node = graph.nodes.find((n) => n.id === nodeId);
		if (node && nodeType(node.type)?.kind !== 'trigger') return passed(nodeId, port);
		return counts.length === 0
			? 0
			: Math.max(0, ...graph.edges.filter((e) => e.from === nodeId).map((e) => visitsOf(byNode.get(e.to))));
	};
	const most = Math.max(1, ...graph.edges.map((e) => traffic(e.from, e.port)));
	const nodes: CardNode[] = graph.nodes.map((node) => {
		const count = byNode.get(node.id);
		return {
			id: node.id,
			type: 'card',
			position: node.position,
			ariaLabel: node.name ?? say(nodeType(node.type)?.label ?? node.type, locale),
			data: {
				node,
				problems: { errors: 0, warnings: 0 },
				editable: false,
				footer: count && <Here count={count} journeyId={journeyId} />,
				portNote: (port) => {
					const n = passed(node.id, port);
					return n > 0 ? (
						<span className="block font-medium text-2xs text-ink tabular-nums">{format.number(n)}</span>
					) : null;
				},
			},
		};
	});
	const edges: StepEdgeType[] = graph.edges.map((e) => {
		const n = traffic(e.from, e.port);
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
			nodes={nodes}
			edges={edges}
			nodeTypes={NODE_TYPES}
			edgeTypes={EDGE_TYPES}
			nodesDraggable={false}
			nodesConnectable={false}
			edgesFocusable={false}
			fitView
			fitViewOptions={{ maxZoom: 1, padding: 0.15 }}
			minZoom={0.15}
			proOptions={{ hideAttribution: true }}
		>
			<Background variant={BackgroundVariant.Dots} gap={20} size={1} color="var(--line-strong)" />
			<Controls showInteractive={false} position="bottom-right" />
		</ReactFlow>
	);
}

function visitsOf(count: NodeCount | undefined): number {
	if (!count) return 0;
	return count.here + count.failed + Object.values(count.ports).reduce((sum, n) => sum + n, 0);
}

/** Who is at a step now, worst first; each figure leads to those customers. */
function Here({ count, journeyId }: { count: NodeCount; journeyId: string }) {
	const t = useTranslations('monitor');
	const list = (query: string) => `/journeys/${journeyId}/enrollments?node=${encodeURIComponent(count.nodeId)}${query}`;
	const parts: [n: number, text: string, tone: 'danger' | 'warning' | 'accent', href: string][] = [
		[count.failed, t('failed', { n: count.failed }), 'danger', list('&status=failed')],
		[count.retrying, t('retrying', { n: count.retrying }), 'warning', list('&status=open')],
		[count.held, t('held', { n: count.held }), 'warning', list('&status=open')],
		[count.deferred, t('deferred', { n: count.deferred }), 'accent', list('&status=open')],
		[
			count.here - count.held - count.deferred,
			t('here', { n: count.here - count.held - count.deferred }),
			'accent',
			list('&status=open'),
		],
	];
	const shown = parts.filter(([n]) => n > 0);
	if (shown.length === 0) return null;
	return (
		<div className="flex flex-wrap gap-1 px-3 pb-2.5">
			{shown.map(([, text, tone, href]) => (
				<Link key={text} href={href} className="nodrag nopan pointer-events-auto">
					<Badge tone={tone}>{text}</Badge>
				</Link>
			))}
		</div>
	);
}
