import { expect, test } from 'vitest';
import { EMPTY_GRAPH } from '@/lib/graph';
import { createEditorStore, pieceOf } from './editor-store';

const opened = () => createEditorStore({ name: 'Basket', graph: EMPTY_GRAPH });
const ids = (store: ReturnType<typeof opened>) => store.getState().graph.nodes.map((n) => n.id);

test('steps that are added and removed in a hurry are undone one by one', () => {
	const store = opened();
	const { add, paste, remove } = store.getState();
	const { undo, redo } = store.temporal.getState();
	add('wait', { x: 0, y: 0 });
	paste(pieceOf(store.getState().graph, ['wait']));
	remove(['wait', 'wait-2']);
	undo();
	expect(ids(store)).toEqual(['wait', 'wait-2']);
	undo();
	expect(ids(store)).toEqual(['wait']);
	redo();
	expect(ids(store)).toEqual(['wait', 'wait-2']);
});

test('what is typed in one go is undone in one go, and never with the step it is typed in', () => {
	const store = opened();
	const { add, setConfig } = store.getState();
	add('exit', { x: 0, y: 0 });
	for (const outcome of ['w', 'wo', 'won']) setConfig('exit', { outcome });
	store.temporal.getState().undo();
	expect(store.getState().graph.nodes[0]?.config).toEqual({ outcome: 'completed' });
	store.temporal.getState().undo();
	expect(ids(store)).toEqual([]);
});

test('copied steps keep the connections between them, and a journey its one trigger', () => {
	const store = opened();
	const { add, paste, select } = store.getState();
	add('event-trigger', { x: 0, y: 0 });
	add('wait', { x: 0, y: 200 }, { from: 'event-trigger', port: 'started' });
	add('exit', { x: 0, y: 400 }, { from: 'wait', port: 'done' });
	select(['event-trigger', 'wait', 'exit']);
	paste(pieceOf(store.getState().graph, store.getState().selection));
	const { graph, selection } = store.getState();
	expect(selection).toEqual(['wait-2', 'exit-2']);
	expect(graph.edges.filter((e) => e.from.endsWith('-2'))).toEqual([{ from: 'wait-2', port: 'done', to: 'exit-2' }]);
});

test('removing what is not there is nothing to undo', () => {
	const store = opened();
	store.getState().remove(['nobody']);
	expect(store.temporal.getState().pastStates).toHaveLength(0);
});
