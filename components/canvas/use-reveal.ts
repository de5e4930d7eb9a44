import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { NODE_HEIGHT, NODE_WIDTH } from './layout';

/** Room below a node for its exits and what is added after them. */
const BELOW = 90;
const MARGIN = 24;

/** Moves the canvas just enough that the selected node is seen whole, with its exits: also one that was just added. */
export function useReveal(selected: string | null): void {
	const flow = useReactFlow();
	const store = useStoreApi();
	useEffect(() => {
		if (selected === null) return;
		// After the frame in which a new node is drawn.
		const frame = requestAnimationFrame(() => {
			const node = flow.getNode(selected);
			const { width, height } = store.getState();
			if (!node || width === 0) return;
			const { x, y, zoom } = flow.getViewport();
			const nodeHeight = (node.measured?.height ?? NODE_HEIGHT) + BELOW;
			const right = shift(node.position.x * zoom + x, (node.measured?.width ?? NODE_WIDTH) * zoom, width);
			const down = shift(node.position.y * zoom + y, nodeHeight * zoom, height);
			if (right !== 0 || down !== 0) void flow.setViewport({ x: x + right, y: y + down, zoom }, { duration: 200 });
		});
		return () => cancelAnimationFrame(frame);
	}, [selected, flow, store]);
}

/** How far a stretch from `start` must move to lie within `room`; its start counts most. In pixels of the screen. */
function shift(start: number, length: number, room: number): number {
	if (start < MARGIN) return MARGIN - start;
	const over = start + length + MARGIN - room;
	return over > 0 ? -Math.min(over, start - MARGIN) : 0;
}
