'use client';

import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { Plus, Redo2, Settings2, Undo2, WandSparkles } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { save as saveAction } from '@/app/(app)/journeys/[id]/actions';
import { type Suggestions, SuggestionsProvider } from '@/components/inspector/context';
import { NodeInspector } from '@/components/inspector/node-inspector';
import { SettingsInspector } from '@/components/inspector/settings-inspector';
import { JourneyTabs } from '@/components/journeys/journey-tabs';
import { StatusBadge } from '@/components/journeys/status-badge';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Sheet } from '@/components/ui/sheet';
import { check } from '@/lib/check';
import type { Graph } from '@/lib/graph';
import { nodeType } from '@/nodes';
import { Canvas } from './canvas';
import { createEditorStore, EditorProvider, useEditor, useEditorStore, useHistory } from './editor-store';
import { placeAfter, tidy } from './layout';
import { Palette } from './palette';
import { Problems } from './problems';
import { PublishButton } from './publish-button';
import { SaveState } from './save-state';
import { StaleDialog } from './stale-dialog';
import { type Save, useAutosave } from './use-autosave';

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
	permissions: { edit: boolean; publish: boolean };
};

/** Draws a journey. Everything is saved as it is drawn; publishing is a decision of its own. */
export function Editor(props: EditorProps) {
	const { journey } = props;
	const [store] = useState(() => createEditorStore({ name: journey.name, graph: journey.graph }));
	return (
		<EditorProvider value={store}>
			<ReactFlowProvider>
				<Frame {...props} />
			</ReactFlowProvider>
		</EditorProvider>
	);
}

function Frame({ journey, suggestions, permissions }: EditorProps) {
	const t = useTranslations('editor');
	const locale = useLocale();
	const router = useRouter();
	const store = useEditorStore();
	const flow = useReactFlow();
	const graph = useEditor((s) => s.graph);
	const name = useEditor((s) => s.name);
	const selected = useEditor((s) => s.selected);
	const readOnly = !permissions.edit;
	const problems = useMemo(() => check(graph), [graph]);
	const save = useCallback<Save>(
		async (drawing) => {
			const answer = await saveAction({ id: journey.id, ...drawing });
			if (!answer.ok) throw new Error(answer.error.message);
			return answer.value;
		},
		[journey.id],
	);
	const autosave = useAutosave(store, journey.revision, save);
	const [adding, setAdding] = useState(false);
	const [inspecting, setInspecting] = useState(false);
	const wide = useWide();

	const trigger = graph.nodes.find((n) => nodeType(n.type)?.kind === 'trigger');
	const node = graph.nodes.find((n) => n.id === selected);
	const event = trigger?.config.event;
	const context = useMemo<Suggestions>(
		() => ({ ...suggestions, trigger: typeof event === 'string' && event !== '' ? event : null }),
		[suggestions, event],
	);
	useShortcuts(store, readOnly);
	useEffect(() => {
		if (selected !== null) setInspecting(true);
	}, [selected]);

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
		store.getState().select(nodeId ?? null);
		if (nodeId) void flow.fitView({ nodes: [{ id: nodeId }], maxZoom: 1, duration: 250 });
		setInspecting(true);
	};
	const inspector = node ? (
		<NodeInspector key={node.id} node={node} problems={problems} readOnly={readOnly} />
	) : (
		<SettingsInspector problems={problems} readOnly={readOnly} />
	);

	return (
		<SuggestionsProvider value={context}>
			<div className="flex h-[calc(100dvh-3rem)] flex-col md:h-dvh">
				<header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b bg-surface px-3 py-2">
					<h1 className="sr-only">{name}</h1>
					<Link href="/journeys" className="text-ink-3 text-xs hover:text-ink">
						{t('back')}
					</Link>
					<input
						aria-label={t('journeyName')}
						value={name}
						readOnly={readOnly}
						maxLength={120}
						onChange={(e) => store.getState().setName(e.target.value)}
						className="field-sizing-content min-w-24 max-w-72 rounded-md border border-transparent bg-transparent px-1.5 py-0.5 font-semibold text-base text-ink hover:border-line-strong"
					/>
					<StatusBadge status={journey.status} />
					{!readOnly && <SaveState state={autosave.state} />}
					<div className="ml-auto flex flex-wrap items-center gap-2">
						<JourneyTabs id={journey.id} published={journey.published !== null} />
						{!readOnly && <HistoryButtons />}
						<Problems problems={problems} graph={graph} onShow={show} />
						{permissions.publish && (
							<PublishButton
								journey={{ id: journey.id, name, published: journey.published }}
								graph={graph}
								problems={problems}
								flush={autosave.flush}
								revision={autosave.revision}
								onShow={show}
								onPublished={() => router.refresh()}
							/>
						)}
					</div>
				</header>
				{readOnly && <Notice className="m-3">{t('readOnly')}</Notice>}
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
						{graph.nodes.length === 0 && (
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
									store.getState().select(null);
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
							className="w-88 shrink-0 overflow-y-auto border-line border-l bg-surface p-4"
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

function HistoryButtons() {
	const t = useTranslations('editor');
	const store = useEditorStore();
	const past = useHistory((s) => s.pastStates.length);
	const future = useHistory((s) => s.futureStates.length);
	return (
		<div className="flex">
			<IconButton
				label={t('undo')}
				shortcut="Ctrl Z"
				disabled={past === 0}
				onClick={() => store.temporal.getState().undo()}
			>
				<Undo2 />
			</IconButton>
			<IconButton
				label={t('redo')}
				shortcut="Ctrl ⇧ Z"
				disabled={future === 0}
				onClick={() => store.temporal.getState().redo()}
			>
				<Redo2 />
			</IconButton>
		</div>
	);
}

/** Undo and redo, except where one is typing: there the field's own undo is expected. */
function useShortcuts(store: ReturnType<typeof useEditorStore>, readOnly: boolean): void {
	useEffect(() => {
		if (readOnly) return;
		const onKey = (event: KeyboardEvent) => {
			if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
			if (event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]')) return;
			event.preventDefault();
			const { undo, redo } = store.temporal.getState();
			if (event.shiftKey) redo();
			else undo();
		};
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, [store, readOnly]);
}

/** The inspector is beside the canvas where there is room, and a drawer where there is not: never both. */
function useWide(): boolean {
	const [wide, setWide] = useState(true);
	useEffect(() => {
		const query = window.matchMedia('(min-width: 1024px)');
		const change = () => setWide(query.matches);
		change();
		query.addEventListener('change', change);
		return () => query.removeEventListener('change', change);
	}, []);
	return wide;
}
