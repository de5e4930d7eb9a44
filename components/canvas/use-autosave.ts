'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActionError } from '@/auth/result';
import type { Change } from '@/lib/diff';
import type { Drawing, EditorStore } from './editor-store';

export type SaveAnswer =
	| { status: 'saved'; revision: number }
	| { status: 'stale'; revision: number; by: string | null; at: string; changes: Change[] }
	| { status: 'refused'; error: ActionError };
export type Stale = Extract<SaveAnswer, { status: 'stale' }>;
export type SaveState =
	| { kind: 'saved' }
	| { kind: 'unsaved' }
	| { kind: 'saving' }
	/** The server could not be reached. */
	| { kind: 'failed' }
	/** It was reached, and did not want it. */
	| { kind: 'refused'; error: ActionError }
	| { kind: 'stale'; stale: Stale };

/** Throws when the server cannot be reached. */
export type Save = (drawing: Drawing & { revision: number; base: Drawing['graph'] }) => Promise<SaveAnswer>;

const AFTER_MS = 700;
const RETRY_MS = 3000;

/**
 * Saves a moment after the last change, one save at a time, on the newest revision. A stale save stops it: somebody
 * else was here, and a person decides. Without a connection, or signed out, it tries again until it may.
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

	/** A journey always has a name: while it is being written anew, the old one is kept. */
	const drawn = useCallback((): Drawing => {
		const { name, graph } = store.getState();
		return { name: name.trim() === '' ? saved.current.name : name, graph };
	}, [store]);
	const isDirty = useCallback(() => {
		const { name, graph } = drawn();
		return name !== saved.current.name || graph !== saved.current.graph;
	}, [drawn]);

	const flush = useCallback(async (): Promise<SaveState> => {
		clearTimeout(timer.current);
		if (running.current) await running.current;
		if (stopped.current || !isDirty()) return stopped.current ? state : { kind: 'saved' };
		const attempt = async (): Promise<SaveState> => {
			const { name, graph } = drawn();
			setState((now) => (now.kind === 'refused' || now.kind === 'failed' ? now : { kind: 'saving' }));
			try {
				const answer = await save({ name, graph, revision: revision.current, base: saved.current.graph });
				if (answer.status === 'refused') return { kind: 'refused', error: answer.error };
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
		if (mayPass(result)) timer.current = setTimeout(flush, RETRY_MS);
		return result;
	}, [drawn, save, isDirty, state]);

	const latest = useRef(flush);
	latest.current = flush;

	useEffect(() => {
		const unsubscribe = store.subscribe(() => {
			if (stopped.current) return;
			clearTimeout(timer.current);
			// Undone before it was saved: there is nothing left to save.
			if (!isDirty()) return setState((now) => (now.kind === 'unsaved' ? { kind: 'saved' } : now));
			setState((now) => (now.kind === 'saving' || mayPass(now) ? now : { kind: 'unsaved' }));
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

/** What is not the drawing's fault is tried again by itself. */
function mayPass(state: SaveState): boolean {
	if (state.kind === 'refused') return state.error.code === 'signed-out' || state.error.code === 'busy';
	return state.kind === 'failed';
}
