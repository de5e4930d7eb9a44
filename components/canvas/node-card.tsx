'use client';

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { useLocale, useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { useNames } from '@/components/journeys/names';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import type { GraphNode } from '@/lib/graph';
import { say } from '@/lib/text';
import { nodeType } from '@/nodes';
import { KIND_CLASS } from './kind-class';
import { NODE_WIDTH } from './layout';
import { withoutTemplate } from './without-template';

export type CardData = {
	node: GraphNode;
	problems: { errors: number; warnings: number };
	/** Under a port's name: how many left by it. */
	portNote?: (port: string) => ReactNode;
	/** On the upper edge: who is here. It takes no room, so that a card is as high as it was drawn. */
	above?: ReactNode;
	/** What hangs from a port that leads nowhere. */
	portEnd?: (port: string, label: string) => ReactNode;
	editable: boolean;
};
export type CardNode = Node<CardData, 'card'>;

/** A step on the canvas: what it is, what it does in a sentence, and its exits. The same card in the editor and the monitor. */
export const NodeCard = memo(function NodeCard({ data, selected }: NodeProps<CardNode>) {
	const locale = useLocale();
	const t = useTranslations('editor');
	const names = useNames();
	const { node, problems, editable } = data;
	const type = nodeType(node.type);
	const { ports, summary } = type?.draw(node.config, locale, names) ?? { ports: [], summary: '' };
	const kind = type?.kind ?? 'action';
	const label = type ? say(type.label, locale) : node.type;
	const broken = problems.errors > 0;
	return (
		<div
			style={{ width: NODE_WIDTH }}
			className={cn(
				'relative rounded-xl border bg-raised text-left shadow-sm transition-shadow',
				selected
					? 'border-accent ring-2 ring-ring/50'
					: broken
						? 'border-danger/60'
						: 'border-line-strong hover:shadow-lg',
			)}
		>
			{kind !== 'trigger' && (
				<Handle
					type="target"
					position={Position.Top}
					isConnectable={editable}
					className="size-2.5! border-2! border-raised! bg-control!"
				/>
			)}
			{data.above}
			<div className="flex items-start gap-2.5 px-3 pt-3 pb-2.5">
				<span className={cn('grid size-8 shrink-0 place-items-center rounded-lg', KIND_CLASS[kind])}>
					<Icon name={type?.icon ?? 'circle-alert'} className="size-4" />
				</span>
				<div className="min-w-0 flex-1">
					<p className="truncate font-medium text-ink text-sm">{node.name ?? label}</p>
					<p className="line-clamp-2 text-ink-2 text-xs" title={withoutTemplate(summary)}>
						{withoutTemplate(summary) || label}
					</p>
				</div>
				{broken && (
					<span
						className="grid size-5 shrink-0 place-items-center rounded-full bg-danger-soft text-danger"
						title={t('problems.count', { n: problems.errors })}
					>
						<Icon name="circle-alert" className="size-3.5" />
						<span className="sr-only">{t('problems.count', { n: problems.errors })}</span>
					</span>
				)}
			</div>
			{ports.length > 0 && (
				<div className="flex border-line border-t">
					{ports.map((port) => {
						const portLabel = say(port.label, locale);
						return (
							<div
								key={port.id}
								className="relative min-w-0 flex-1 border-line px-1.5 py-1 text-center not-first:border-l"
							>
								<span className="block truncate text-2xs text-ink-2" title={portLabel}>
									{portLabel}
								</span>
								{data.portNote?.(port.id)}
								<Handle
									type="source"
									id={port.id}
									position={Position.Bottom}
									isConnectable={editable}
									className="size-2.5! border-2! border-raised! bg-control! hover:bg-accent!"
								/>
								{data.portEnd?.(port.id, portLabel)}
							</div>
						);
					})}
				</div>
			)}
		</div>
	);
}, sameCard);

/** Where it lies is React Flow's to draw. */
function sameCard(a: NodeProps<CardNode>, b: NodeProps<CardNode>): boolean {
	return a.data === b.data && a.selected === b.selected;
}
