'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Change } from '@/lib/diff';
import type { Drawing, EditorStore } from './editor-store';

export type SaveAnswer =
	| { status: 'saved'; revision: number }
	| { status: 'stale'; revision: number; by: string | null; at: string; changes: Change[] };
export type Stale = Extract<SaveAnswer, { status: 'stale' }>;
export type SaveState =
	| { kind: 'saved' }
	| { kind: 'unsaved' }
	| { kind: 'saving' }
	| { kind: 'failed' }
	| { kind: 'stale'; stale: Stale };

/** Throws when the server cannot be reached. */
export type Save = (drawing: Drawing & { revision: number; base: Drawing['graph'] }) => Promise<SaveAnswer>;

const AFTER_MS = 700;
const RETRY_MS = 3000;

/**
 * Saves a moment after the last change, one save at a time, on the newest revision. A stale save stops it: somebody
 * else was here, and a person decides. Without a connection it tries again until it is back.
 */
export function useAutosave(
	store: EditorStore,
	initialRevision: number,
	save: Save,
): { state: SaveState; revision: () => number; flush: () => Promise<SaveState> } {
	const [state, setState] = useState<SaveState>({ kind: 'saved' });
	const revision = useRef(initialRevision);
	const saved = useRef<Drawing>({ name: store.getState().name, graph: store.getState().graph });
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const running = useRef<Promise<SaveState> | null>(null);
	const stopped = useRef(false);

	const isDirty = useCallback(() => {
		const { name, graph } = store.getState();
		return name !== saved.current.name || graph !== saved.current.graph;
	}, [store]);

	const flush = useCallback(async (): Promise<SaveState> => {
		clearTimeout(timer.current);
		if (running.current) await running.current;
		if (stopped.current || !isDirty()) return stopped.current ? state : { kind: 'saved' };
		const attempt = async (): Promise<SaveState> => {
			const { name, graph } = store.getState();
			setState({ kind: 'saving' });
			try {
				const answer = await save({ name, graph, revision: revision.current, base: saved.current.graph });
				if (answer.status === 'stale') {
					stopped.current = true;
					return { kind: 'stale', stale: answer };
				}
				revision.current = answer.revision;
				saved.current = { name, graph };
				return isDirty() ? { kind: 'unsaved' } : { kind: 'saved' };
			} catch {
				return { kind: 'failed' };
			}
		};
		running.current = attempt();
		const result = await running.current;
		running.current = null;
		setState(result);
		if (result.kind === 'unsaved') timer.current = setTimeout(flush, AFTER_MS);
		if (result.kind === 'failed') timer.current = setTimeout(flush, RETRY_MS);
		return result;
	}, [store, save, isDirty, state]);

	const latest = useRef(flush);
	latest.current = flush;

	useEffect(() => {
		const unsubscribe = store.subscribe(() => {
			if (stopped.current || !isDirty()) return;
			setState((now) => (now.kind === 'saving' ? now : { kind: 'unsaved' }));
			clearTimeout(timer.current);
			timer.current = setTimeout(() => void latest.current(), AFTER_MS);
		});
		const warn = (event: BeforeUnloadEvent) => {
			if (isDirty()) event.preventDefault();
		};
		window.addEventListener('beforeunload', warn);
		return () => {
			unsubscribe();
			window.removeEventListener('beforeunload', warn);
			// Leaving the page inside the app saves what is left.
			void latest.current();
		};
	}, [store, isDirty]);

	return { state, revision: () => revision.current, flush };
}
