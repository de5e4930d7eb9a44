import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useRef } from 'react';
import type { Graph, GraphNode } from '@/lib/graph';
import { say } from '@/lib/text';
import { nodeType } from '@/nodes';
import { AddAfter } from './add-after';
import type { CardData, CardNode } from './node-card';

type Counts = ReadonlyMap<string, { errors: number; warnings: number }>;
const NONE = { errors: 0, warnings: 0 };

type UseCards = {
	graph: Graph;
	selection: readonly string[];
	counts: Counts;
	readOnly: boolean;
	addAfter: (from: string, port: string, type: string) => void;
};

/**
 * The cards of a drawing. One whose step did not change is the same as before, so that writing in one step of two
 * hundred draws one card.
 */
export function useCards({ graph, selection, counts, readOnly, addAfter }: UseCards): CardNode[] {
	const t = useTranslations('editor');
	const locale = useLocale();
	const kept = useRef(new Map<string, { node: GraphNode; key: string; data: CardData }>());
	return useMemo(() => {
		const leading = new Map<string, string[]>();
		for (const { from, port } of graph.edges) leading.set(from, [...(leading.get(from) ?? []), port]);
		return graph.nodes.map((node) => {
			const problems = counts.get(node.id) ?? NONE;
			const wired = leading.get(node.id) ?? [];
			const key = JSON.stringify([problems, wired, readOnly, locale]);
			const before = kept.current.get(node.id);
			const data: CardData =
				before?.node === node && before.key === key
					? before.data
					: {
							node,
							problems,
							editable: !readOnly,
							portEnd: (port, label) =>
								readOnly || wired.includes(port) ? null : (
									<AddAfter label={t('addAfter', { port: label })} onAdd={(type) => addAfter(node.id, port, type)} />
								),
						};
			kept.current.set(node.id, { node, key, data });
			return {
				id: node.id,
				type: 'card',
				position: node.position,
				selected: selection.includes(node.id),
				ariaLabel: node.name ?? say(nodeType(node.type)?.label ?? node.type, locale),
				data,
			};
		});
	}, [graph, selection, counts, readOnly, addAfter, locale, t]);
}
