import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { findProblems } from '@/app/(app)/journeys/[id]/actions';
import type { Problem } from '@/lib/check';
import type { Graph } from '@/lib/graph';
import type { SaveState } from './use-autosave';

/**
 * What only the server knows to be wrong with a drawing, such as offers that contradict others: as the page was opened,
 * after each save, and whenever it is asked to look.
 */
export function useServerProblems(
	journeyId: string,
	opened: Problem[],
	graph: Graph,
	saving: SaveState['kind'],
): { problems: Problem[]; look: () => Promise<void> } {
	const [found, setFound] = useState(opened);
	const look = useCallback(async () => {
		// Without an answer what was known stays: publishing asks once more anyway.
		const answer = await findProblems({ id: journeyId }).catch(() => null);
		if (answer?.ok) setFound(answer.value);
	}, [journeyId]);
	const before = useRef(saving);
	useEffect(() => {
		if (saving === 'saved' && before.current !== 'saved') void look();
		before.current = saving;
	}, [saving, look]);
	const problems = useMemo(
		() => found.filter(({ nodeId }) => nodeId === undefined || graph.nodes.some(({ id }) => id === nodeId)),
		[found, graph],
	);
	return { problems, look };
}
