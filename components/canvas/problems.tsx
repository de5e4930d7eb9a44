'use client';

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { LinkedText } from '@/components/calendar/linked-text';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import type { Problem } from '@/lib/check';
import type { Graph } from '@/lib/graph';
import { plain } from '@/lib/linked';
import { say } from '@/lib/text';
import { nodeType } from '@/nodes';

/** What stands between the drawing and publishing, as it is drawn. A click goes to the step. */
export function Problems({
	problems,
	graph,
	unchanged,
	onShow,
}: {
	problems: Problem[];
	graph: Graph;
	/** The version that the drawing does not differ from; null: there is something to publish. */
	unchanged: number | null;
	onShow: (nodeId: string | undefined) => void;
}) {
	const t = useTranslations('editor.problems');
	const [open, setOpen] = useState(false);
	const errors = problems.filter((p) => p.severity === 'error').length;
	if (problems.length === 0 && unchanged !== null)
		return <span className="text-ink-3 text-xs max-sm:sr-only">{t('unchanged', { n: unchanged })}</span>;
	if (problems.length === 0)
		return (
			<span className="flex items-center gap-1.5 text-success text-xs max-sm:sr-only">
				<CircleCheck aria-hidden className="size-4" />
				{t('none')}
			</span>
		);
	return (
		<Popover
			open={open}
			onOpenChange={setOpen}
			align="end"
			label={t('title')}
			className="w-96 p-1.5"
			trigger={
				<Button size="sm" variant="ghost" className={errors > 0 ? 'text-danger' : 'text-warning'}>
					{errors > 0 ? <CircleAlert aria-hidden /> : <TriangleAlert aria-hidden />}
					{t(errors > 0 ? 'count' : 'warnings', { n: problems.length })}
				</Button>
			}
		>
			<ProblemList
				problems={problems}
				graph={graph}
				onShow={(nodeId) => {
					setOpen(false);
					onShow(nodeId);
				}}
			/>
		</Popover>
	);
}

export function ProblemList({
	problems,
	graph,
	onShow,
}: {
	problems: Problem[];
	graph: Graph;
	onShow: (nodeId: string | undefined) => void;
}) {
	const t = useTranslations('editor');
	const locale = useLocale();
	const nameOf = (nodeId: string | undefined) => {
		const node = graph.nodes.find((n) => n.id === nodeId);
		return node ? (node.name ?? say(nodeType(node.type)?.label ?? node.type, locale)) : t('settings.title');
	};
	return (
		<ul>
			{problems.map((problem, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: two problems may be alike.
				<li key={index} className="rounded-md px-2 py-1.5 hover:bg-hover">
					<button
						type="button"
						onClick={() => onShow(problem.nodeId)}
						className="flex w-full items-start gap-2 rounded-sm text-left"
					>
						{problem.severity === 'error' ? (
							<CircleAlert aria-label={t('problems.error')} className="mt-0.5 size-4 shrink-0 text-danger" />
						) : (
							<TriangleAlert aria-label={t('problems.warning')} className="mt-0.5 size-4 shrink-0 text-warning" />
						)}
						<span className="min-w-0">
							<span className="block text-ink text-sm">
								{problem.linked ? plain(problem.linked[locale].title) : nameOf(problem.nodeId)}
							</span>
							{!problem.linked && <span className="block text-ink-2 text-xs">{say(problem.message, locale)}</span>}
						</span>
					</button>
					{problem.linked && (
						<p className="pl-6 text-ink-2 text-xs">
							<LinkedText parts={problem.linked[locale].text} />
						</p>
					)}
				</li>
			))}
		</ul>
	);
}
