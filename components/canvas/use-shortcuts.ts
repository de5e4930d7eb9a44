import { useEffect } from 'react';
import { z } from 'zod';
import { graph as graphSchema } from '@/lib/graph';
import { type EditorStore, pieceOf } from './editor-store';

/** Steps on the clipboard are text: they can be carried to another journey, another tab, or into a chat. */
const onClipboard = graphSchema.pick({ nodes: true, edges: true }).extend({ format: z.literal('parcours/steps@1') });

/**
 * Undo, redo, copy, cut, paste, duplicate, remove and select all, as everywhere. Where one is typing, or has chosen text, the
 * keys keep the meaning they have there; so they do while a dialog is open.
 */
export function useShortcuts(store: EditorStore, readOnly: boolean): void {
	useEffect(() => {
		const stop = new AbortController();
		const on = <K extends keyof DocumentEventMap>(type: K, listen: (event: DocumentEventMap[K]) => void) =>
			document.addEventListener(type, (event) => isElsewhere(event.target) || listen(event), { signal: stop.signal });

		on('keydown', (event) => {
			if (readOnly || event.altKey) return;
			const act =
				event.ctrlKey || event.metaKey
					? actionOf(event.key.toLowerCase(), event.shiftKey)
					: REMOVE.includes(event.key)
						? removeChosen
						: undefined;
			if (!act) return;
			event.preventDefault();
			act(store);
		});
		const copy = (event: ClipboardEvent): boolean => {
			const { graph, selection } = store.getState();
			if (selection.length === 0 || String(document.getSelection()) !== '') return false;
			event.preventDefault();
			const piece = { format: 'parcours/steps@1', ...pieceOf(graph, selection) };
			event.clipboardData?.setData('text/plain', JSON.stringify(piece, null, '\t'));
			return true;
		};
		on('copy', copy);
		on('cut', (event) => {
			if (!readOnly && copy(event)) store.getState().remove([...store.getState().selection]);
		});
		on('paste', (event) => {
			const piece = readOnly ? null : parsePiece(event.clipboardData?.getData('text/plain') ?? '');
			if (!piece) return;
			event.preventDefault();
			store.getState().paste(piece);
		});
		return () => stop.abort();
	}, [store, readOnly]);
}

const REMOVE = ['Delete', 'Backspace'];

/** By our own selection: React Flow learns of one that keys made only after the next frame. */
function removeChosen(store: EditorStore): void {
	const { selection, remove } = store.getState();
	remove([...selection]);
}

function actionOf(key: string, shift: boolean): ((store: EditorStore) => void) | undefined {
	if (key === 'y' || (key === 'z' && shift)) return (store) => store.temporal.getState().redo();
	if (key === 'z') return (store) => store.temporal.getState().undo();
	if (key === 'd')
		return (store) => {
			const { graph, selection, paste } = store.getState();
			if (selection.length > 0) paste(pieceOf(graph, selection));
		};
	if (key === 'a') return (store) => store.getState().select(store.getState().graph.nodes.map((n) => n.id));
	return undefined;
}

function isElsewhere(target: EventTarget | null): boolean {
	return target instanceof Element && target.closest('input, textarea, [contenteditable], [role=dialog]') !== null;
}

function parsePiece(text: string) {
	try {
		return onClipboard.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		return null;
	}
}
