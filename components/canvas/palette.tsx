'use client';

import { useLocale, useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { say } from '@/lib/text';
import { NODES } from '@/nodes';
import type { NodeKind } from '@/nodes/define';
import { KIND_CLASS } from './kind-class';

/** What a dragged node carries. */
export const DRAG_TYPE = 'application/x-parcours-node';

const ORDER: NodeKind[] = ['trigger', 'wait', 'decision', 'message', 'store', 'action', 'exit'];

type PaletteProps = {
	onAdd: (type: string) => void;
	/** A journey has one trigger: none is offered once it is there, nor after a port. */
	hasTrigger: boolean;
	draggable?: boolean;
	/** Sentences under the names. */
	detailed?: boolean;
};

/** Every step there is, by kind. Click to add after the selected step, or drag to a place. */
export function Palette({ onAdd, hasTrigger, draggable = false, detailed = false }: PaletteProps) {
	const locale = useLocale();
	const t = useTranslations('editor.kinds');
	return (
		<div className="flex flex-col gap-4">
			{ORDER.map((kind) => {
				const types = NODES.filter((n) => n.kind === kind && !(kind === 'trigger' && hasTrigger));
				if (types.length === 0) return null;
				return (
					<section key={kind} aria-label={t(kind)}>
						<h3 className="mb-1 px-2 font-medium text-2xs text-ink-3 uppercase tracking-wider">{t(kind)}</h3>
						<ul>
							{types.map((type) => (
								<li key={type.type}>
									<button
										type="button"
										title={say(type.description, locale)}
										draggable={draggable}
										onDragStart={(event) => {
											event.dataTransfer.setData(DRAG_TYPE, type.type);
											event.dataTransfer.effectAllowed = 'copy';
										}}
										onClick={() => onAdd(type.type)}
										className="flex w-full items-start gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover"
									>
										<span className={cn('grid size-6 shrink-0 place-items-center rounded-md', KIND_CLASS[kind])}>
											<Icon name={type.icon} className="size-3.5" />
										</span>
										<span className="min-w-0">
											<span className="block pt-0.5 text-ink text-sm">{say(type.label, locale)}</span>
											{detailed && <span className="block text-ink-3 text-xs">{say(type.description, locale)}</span>}
										</span>
									</button>
								</li>
							))}
						</ul>
					</section>
				);
			})}
		</div>
	);
}
