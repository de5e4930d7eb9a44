'use client';

import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { Plus, Settings2, WandSparkles } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { save as saveAction } from '@/app/(app)/journeys/[id]/actions';
import { type Suggestions, SuggestionsProvider } from '@/components/inspector/context';
import { NodeInspector } from '@/components/inspector/node-inspector';
import { SelectionInspector } from '@/components/inspector/selection-inspector';
import { SettingsInspector } from '@/components/inspector/settings-inspector';
import { JourneyBar } from '@/components/journeys/journey-bar';
import { NamesProvider } from '@/components/journeys/names';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Sheet } from '@/components/ui/sheet';
import { check, type Problem } from '@/lib/check';
import { diffGraphs } from '@/lib/diff';
import type { Graph } from '@/lib/graph';
import type { Names } from '@/lib/names';
import { typeWarnings } from '@/lib/type-warnings';
import { nodeType } from '@/nodes';
import { Canvas } from './canvas';
import { createEditorStore, EditorProvider, useEditor, useEditorStore } from './editor-store';
import { HistoryButtons } from './history-buttons';
import { placeAfter, tidy } from './layout';
import { Palette } from './palette';
import { Problems } from './problems';
import { PublishButton } from './publish-button';
import { SaveNotice, SaveState } from './save-state';
import { StaleDialog } from './stale-dialog';
import { type Save, useAutosave } from './use-autosave';
import { useServerProblems } from './use-server-problems';
import { useShortcuts } from './use-shortcuts';
import { useWide } from './use-wide';

type EditorProps = {
	journey: {
		id: string;
		name: string;
		status: 'draft' | 'live' | 'paused' | 'stopped' | 'archived';
		revision: number;
		graph: Graph;
		published: { number: number; graph: Graph } | null;
	};
	suggestions: Omit<Suggestions, 'trigger'>;
	names: Names;
	/** Those that only the server knows of, in the draft as it is opened. */
	problems: Problem[];
	permissions: { edit: boolean; publish: boolean };
};

/** Draws a journey. Everything is saved as it is drawn; publishing is a decision of its own. */
export function Editor(props: EditorProps) {
	const { journey } = props;
	const [store] = useState(() => createEditorStore({ name: journey.name, graph: journey.graph }));
	return (
		<EditorProvider value={store}>
			<NamesProvider value={props.names}>
				<ReactFlowProvider>
					<Frame {...props} />
				</ReactFlowProvider>
			</NamesProvider>
		</EditorProvider>
	);
}

function Frame({ journey, suggestions, permissions, problems: opened }: EditorProps) {
	const t = useTranslations('editor');
	const locale = useLocale();
	const router = useRouter();
	const store = useEditorStore();
	const flow = useReactFlow();
	const graph = useEditor((s) => s.graph);
	const name = useEditor((s) => s.name);
	const selection = useEditor((s) => s.selection);
	const readOnly = !permissions.edit;
	// Typing comes first: what is wrong may be known a moment later.
	const checked = useDeferredValue(graph);
	const problems = useMemo(() => [...check(checked), ...typeWarnings(checked, suggestions)], [checked, suggestions]);
	const save = useCallback<Save>(
		async (drawing) => {
			const answer = await saveAction({ id: journey.id, ...drawing });
			return answer.ok ? answer.value : { status: 'refused', error: answer.error };
		},
		[journey.id],
	);
	const autosave = useAutosave(store, journey.revision, save);
	const server = useServerProblems(journey.id, opened, checked, autosave.state.kind);
	const all = [...problems, ...server.problems];
	const { published } = journey;
	const changes = useMemo(() => (published ? diffGraphs(published.graph, checked) : []), [published, checked]);
	// A stopped journey is started again by publishing it, changed or not.
	const unchanged = published && changes.length === 0 && journey.status !== 'stopped' ? published.number : null;
	const [adding, setAdding] = useState(false);
	const [inspecting, setInspecting] = useState(false);
	const [named, setNamed] = useState(journey.name);
	const wide = useWide();

	const trigger = graph.nodes.find((n) => nodeType(n.type)?.kind === 'trigger');
	const chosen = graph.nodes.filter((n) => selection.includes(n.id));
	const node = chosen.length === 1 ? chosen[0] : undefined;
	const event = trigger?.config.event;
	const context = useMemo<Suggestions>(
		() => ({ ...suggestions, trigger: typeof event === 'string' && event !== '' ? event : null }),
		[suggestions, event],
	);
	useShortcuts(store, readOnly);
	useEffect(() => {
		if (selection.length > 0) setInspecting(true);
	}, [selection]);

	const add = (type: string) => {
		setAdding(false);
		const from = node ?? graph.nodes.at(-1);
		const ports = from ? (nodeType(from.type)?.draw(from.config, locale).ports ?? []) : [];
		const free = ports.findIndex((p) => !graph.edges.some((e) => e.from === from?.id && e.port === p.id));
		const port = ports[free];
		if (!from || !port) return store.getState().add(type, from ? placeAfter(graph, from.id, 0, 1) : { x: 0, y: 0 });
		return store
			.getState()
			.add(
				type,
				placeAfter(graph, from.id, free, ports.length),
				nodeType(type)?.kind === 'trigger' ? undefined : { from: from.id, port: port.id },
			);
	};
	const show = (nodeId: string | undefined) => {
		store.getState().select(nodeId ? [nodeId] : []);
		if (nodeId) void flow.fitView({ nodes: [{ id: nodeId }], maxZoom: 1, duration: 250 });
		setInspecting(true);
	};
	const inspector = node ? (
		<NodeInspector key={node.id} node={node} problems={problems} readOnly={readOnly} />
	) : chosen.length > 1 ? (
		<SelectionInspector ids={chosen.map((n) => n.id)} readOnly={readOnly} />
	) : (
		<SettingsInspector problems={problems} readOnly={readOnly} />
	);

	return (
		<SuggestionsProvider value={context}>
			<div className="flex h-[calc(100dvh-3rem)] flex-col md:h-dvh">
				<JourneyBar
					id={journey.id}
					status={journey.status}
					published={journey.published !== null}
					settings={graph.settings}
					name={
						<>
							<h1 className="sr-only">{name}</h1>
							<input
								aria-label={t('journeyName')}
								value={name}
								readOnly={readOnly}
								maxLength={120}
								onChange={(e) => store.getState().setName(e.target.value)}
								onFocus={(e) => setNamed(e.target.value)}
								onBlur={() => name.trim() === '' && store.getState().setName(named)}
								className="field-sizing-content min-w-16 max-w-full shrink truncate rounded-md border border-transparent bg-transparent px-1.5 py-0.5 font-semibold text-base text-ink not-read-only:hover:border-line-strong"
							/>
						</>
					}
					state={!readOnly && <SaveState state={autosave.state} />}
					actions={
						<>
							{!readOnly && <HistoryButtons />}
							<Problems problems={all} graph={graph} unchanged={unchanged} onShow={show} />
							{permissions.publish && (
								<PublishButton
									journey={{ id: journey.id, name, status: journey.status, version: published?.number ?? null }}
									graph={graph}
									changes={changes}
									unchanged={unchanged !== null}
									problems={all}
									look={server.look}
									flush={autosave.flush}
									revision={autosave.revision}
									onShow={show}
									onPublished={() => router.refresh()}
								/>
							)}
						</>
					}
				/>
				<SaveNotice state={autosave.state} />
				{readOnly && (
					<Notice className="rounded-none">{t(journey.status === 'archived' ? 'archived' : 'readOnly')}</Notice>
				)}
				<div className="flex min-h-0 flex-1">
					{!readOnly && (
						<aside
							aria-label={t('palette')}
							className="hidden w-52 shrink-0 overflow-y-auto border-line border-r bg-surface px-1.5 py-3 lg:block"
						>
							<Palette draggable onAdd={add} hasTrigger={trigger !== undefined} />
						</aside>
					)}
					<div className="relative min-w-0 flex-1 bg-canvas">
						<Canvas problems={problems} readOnly={readOnly} />
						{graph.nodes.length === 0 && !readOnly && (
							<div className="pointer-events-none absolute inset-0 grid place-items-center p-6">
								<div className="pointer-events-auto max-w-sm rounded-xl border border-line bg-raised p-5 text-center shadow-lg">
									<p className="font-medium text-ink">{t('emptyTitle')}</p>
									<p className="mt-1 mb-4 text-ink-2 text-sm">{t('emptyText')}</p>
									<Button variant="primary" onClick={() => store.getState().add('event-trigger', { x: 0, y: 0 })}>
										<Plus aria-hidden />
										{t('addStep')}
									</Button>
								</div>
							</div>
						)}
						<div className="absolute bottom-4 left-4 flex gap-2">
							{!readOnly && (
								<Button className="lg:hidden" onClick={() => setAdding(true)}>
									<Plus aria-hidden />
									{t('addStep')}
								</Button>
							)}
							{!readOnly && graph.nodes.length > 1 && (
								<IconButton
									variant="secondary"
									label={t('tidy')}
									onClick={() => {
										store.getState().move(tidy(graph));
										setTimeout(() => void flow.fitView({ duration: 250, maxZoom: 1 }), 50);
									}}
								>
									<WandSparkles />
								</IconButton>
							)}
							<IconButton
								variant="secondary"
								label={t('openSettings')}
								onClick={() => {
									store.getState().select([]);
									setInspecting(true);
								}}
							>
								<Settings2 />
							</IconButton>
						</div>
					</div>
					{wide && (
						<aside
							aria-label={t('inspector')}
							className="hidden w-96 shrink-0 overflow-y-auto border-line border-l bg-surface p-4 lg:block"
						>
							{inspector}
						</aside>
					)}
				</div>
			</div>
			<Sheet side="left" size="sm" open={adding} onOpenChange={setAdding} title={t('addStep')}>
				<Palette detailed onAdd={add} hasTrigger={trigger !== undefined} />
			</Sheet>
			{!wide && (
				<Sheet open={inspecting} onOpenChange={setInspecting} title={t('inspector')}>
					{inspector}
				</Sheet>
			)}
			{autosave.state.kind === 'stale' && <StaleDialog stale={autosave.state.stale} graph={graph} name={name} />}
		</SuggestionsProvider>
	);
}
