'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useOptimistic, useTransition } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { EmptyState } from '@/components/ui/empty-state';
import { Time } from '@/components/ui/time';
import { settle } from './actions';

type Task = {
	id: string;
	title: string;
	note: string;
	dueAt: Date;
	doneAt: Date | null;
	customerId: string;
	customer: string | null;
};

/** What journeys ask of this store, and what was done today. */
export function Tasks({ storeId, open, done }: { storeId: string; open: Task[]; done: Task[] }) {
	const t = useTranslations('counter');
	return (
		<Card title={t('tasks', { n: open.length })}>
			{open.length === 0 && done.length === 0 ? (
				<EmptyState icon="clipboard-list" title={t('noTasks')} description={t('noTasksText')} />
			) : (
				<ul className="-my-1 divide-y divide-line">
					{[...open, ...done].map((task) => (
						<TaskLine key={task.id} storeId={storeId} task={task} />
					))}
				</ul>
			)}
		</Card>
	);
}

function TaskLine({ storeId, task }: { storeId: string; task: Task }) {
	const t = useTranslations('counter');
	const act = useAction(settle);
	// What the store says, as soon as it says it: another tablet ticks tasks, too.
	const [ticked, tick] = useOptimistic(task.doneAt !== null);
	const [pending, start] = useTransition();
	return (
		<li className="flex items-start gap-3 py-3">
			<div className="min-w-0 flex-1">
				<Checkbox
					label={<span className={ticked ? 'text-ink-3 line-through' : 'font-medium'}>{task.title}</span>}
					checked={ticked}
					disabled={pending}
					onCheckedChange={(next) =>
						start(async () => {
							tick(next);
							await act.run({ storeId, id: task.id, done: next });
						})
					}
				/>
				<div className="pl-6 text-ink-2 text-sm">
					{task.note && <p className="break-words">{task.note}</p>}
					<p className="text-ink-3 text-xs">
						<Link
							href={`/stores/${encodeURIComponent(storeId)}?customer=${task.customerId}`}
							className="text-accent-ink underline underline-offset-2"
						>
							{task.customer ?? t('unnamed')}
						</Link>{' '}
						· {t(ticked ? 'doneAt' : 'due')} <Time at={task.doneAt ?? task.dueAt} />
					</p>
				</div>
			</div>
		</li>
	);
}
