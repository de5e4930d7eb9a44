'use client';

import { ReactFlowProvider } from '@xyflow/react';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useWide } from '@/components/canvas/use-wide';
import { JourneyBar } from '@/components/journeys/journey-bar';
import { NamesProvider } from '@/components/journeys/names';
import { Outcome } from '@/components/journeys/outcome';
import { Badge } from '@/components/ui/badge';
import { Select } from '@/components/ui/select';
import { Sheet } from '@/components/ui/sheet';
import { Stat } from '@/components/ui/stat';
import type { JourneyState } from '@/db/monitor';
import type { Graph } from '@/lib/graph';
import type { Names } from '@/lib/names';
import { Attention } from './attention';
import { passedBy } from './figures';
import { LiveGraph } from './live-graph';
import { NodePanel } from './node-panel';
import { OperateButtons } from './operate-buttons';
import { useJourneyState } from './use-journey-state';

type MonitorProps = {
	journey: { id: string; name: string };
	version: { id: string; graph: Graph };
	versions: { id: string; number: number }[];
	initial: JourneyState;
	names: Names;
	mayOperate: boolean;
	/** Shows where to look when the installation is behind. */
	technical: boolean;
};

/** The drawing with what happens in it now: who is where, who went which way, and what is stuck. */
export function Monitor({ journey, version, versions, initial, names, mayOperate, technical }: MonitorProps) {
	const t = useTranslations('monitor');
	const { state, stale } = useJourneyState(journey.id, version.id, initial);
	const [selected, setSelected] = useState<string | null>(null);
	const wide = useWide();
	const node = version.graph.nodes.find((n) => n.id === selected);
	const panel = node && (
		<NodePanel
			journeyId={journey.id}
			node={node}
			count={state.nodes.find((c) => c.nodeId === node.id)}
			passed={passedBy(version.graph, state.nodes, state.entered)}
			{...(wide ? { onClose: () => setSelected(null) } : {})}
		/>
	);
	return (
		<NamesProvider value={names}>
			<div className="flex h-[calc(100dvh-3rem)] flex-col md:h-dvh">
				<JourneyBar
					id={journey.id}
					status={state.status}
					published
					name={<h1 className="min-w-0 truncate font-semibold text-base text-ink">{journey.name}</h1>}
					settings={version.graph.settings}
					state={<Freshness stale={stale} />}
					actions={mayOperate && <OperateButtons id={journey.id} status={state.status} inNow={state.inNow} />}
				/>
				<Totals state={state}>
					<VersionSelect journeyId={journey.id} versionId={version.id} versions={versions} />
				</Totals>
				<Attention state={state} journeyId={journey.id} technical={technical} />
				<div className="flex min-h-64 flex-1">
					<section aria-label={t('graph')} className="min-w-0 flex-1 bg-canvas">
						<ReactFlowProvider>
							<LiveGraph
								journeyId={journey.id}
								graph={version.graph}
								counts={state.nodes}
								entered={state.entered}
								selected={selected}
								onSelect={setSelected}
							/>
						</ReactFlowProvider>
					</section>
					{wide && panel && (
						<aside
							aria-label={t('step')}
							className="w-80 shrink-0 animate-appear overflow-y-auto border-line border-l bg-surface p-4"
						>
							{panel}
						</aside>
					)}
				</div>
				{!wide && (
					<Sheet open={panel !== undefined} onOpenChange={(open) => !open && setSelected(null)} title={t('step')}>
						{panel}
					</Sheet>
				)}
			</div>
		</NamesProvider>
	);
}

function Freshness({ stale }: { stale: boolean }) {
	const t = useTranslations('monitor');
	return (
		<span
			role="status"
			className={stale ? 'text-danger text-xs' : 'flex items-center gap-1.5 whitespace-nowrap text-ink-3 text-xs'}
		>
			{!stale && <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-success" />}
			{stale ? t('offline') : t('live')}
		</span>
	);
}

/** The whole journey in a line: how many came, are in it, were written to, and how they left. */
function Totals({ state, children }: { state: JourneyState; children: ReactNode }) {
	const t = useTranslations('monitor');
	const format = useFormatter();
	const sends = (...states: string[]) =>
		format.number(state.sends.filter((s) => states.includes(s.state)).reduce((sum, s) => sum + s.n, 0));
	const outcomes = Object.entries(state.outcomes).sort(([, a], [, b]) => b - a);
	return (
		<div className="flex flex-wrap items-center gap-x-8 gap-y-3 border-line border-b bg-surface px-4 py-3">
			<dl className="flex flex-wrap gap-x-8 gap-y-3">
				<Stat label={t('inNow')} value={format.number(state.inNow)} />
				<Stat label={t('entered')} value={format.number(state.entered)} />
				<Stat label={t('sent')} value={sends('accepted', 'unknown')} />
				<Stat label={t('notSent')} value={sends('suppressed', 'rejected')} />
			</dl>
			<section aria-label={t('outcomes')} className="min-w-0 flex-1 border-line sm:border-l sm:pl-8">
				<h2 className="text-ink-3 text-xs">{t('outcomes')}</h2>
				<ul className="mt-1.5 flex flex-wrap gap-1">
					{outcomes.length === 0 && <li className="text-ink-3 text-sm">{t('noOutcome')}</li>}
					{outcomes.map(([outcome, n]) => (
						<li key={outcome}>
							<Badge tone={outcome === 'failed' ? 'danger' : 'neutral'}>
								<Outcome code={outcome} /> {format.number(n)}
							</Badge>
						</li>
					))}
				</ul>
			</section>
			{children}
		</div>
	);
}

/** Each version has its own drawing and its own figures. */
function VersionSelect({
	journeyId,
	versionId,
	versions,
}: {
	journeyId: string;
	versionId: string;
	versions: MonitorProps['versions'];
}) {
	const t = useTranslations('monitor');
	const router = useRouter();
	return (
		<Select
			size="sm"
			aria-label={t('whichVersion')}
			options={versions.map((v) => ({ value: v.id, label: t('version', { n: v.number }) }))}
			value={versionId}
			onValueChange={(id) => router.push(`/journeys/${journeyId}/monitor?version=${id}`)}
			className="w-auto"
		/>
	);
}
