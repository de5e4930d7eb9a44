'use client';

import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';

export type StepEdgeData = {
	/** Absent when the drawing is only looked at. */
	onRemove?: () => void;
	/** How many went this way. */
	traffic?: string | undefined;
	/** 0 to 1: share of the busiest connection. */
	weight?: number;
};
export type StepEdgeType = Edge<StepEdgeData, 'step'>;

export function StepEdge({ id, data, selected, markerEnd, ...ends }: EdgeProps<StepEdgeType>) {
	const t = useTranslations('editor');
	const [path, x, y] = getSmoothStepPath({ ...ends, borderRadius: 12 });
	const width = 1.5 + (data?.weight ?? 0) * 3;
	return (
		<>
			<BaseEdge
				id={id}
				path={path}
				{...(markerEnd ? { markerEnd } : {})}
				interactionWidth={20}
				style={{ strokeWidth: width, stroke: selected ? 'var(--accent)' : 'var(--control)' }}
			/>
			{data?.traffic !== undefined && (
				<EdgeLabelRenderer>
					<span
						style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
						className="pointer-events-none absolute rounded-full border border-line bg-raised px-1.5 text-2xs text-ink-2 tabular-nums"
					>
						{data.traffic}
					</span>
				</EdgeLabelRenderer>
			)}
			{selected && data?.onRemove && (
				<EdgeLabelRenderer>
					<button
						type="button"
						aria-label={t('removeConnection')}
						onClick={data.onRemove}
						style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
						className="nodrag nopan pointer-events-auto absolute grid size-6 place-items-center rounded-full border border-line-strong bg-raised text-ink-2 shadow-sm hover:text-danger"
					>
						<X className="size-3.5" />
					</button>
				</EdgeLabelRenderer>
			)}
		</>
	);
}
