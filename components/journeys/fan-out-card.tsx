'use client';

import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { order, setRate } from '@/app/(app)/journeys/[id]/reach/actions';
import { useAction } from '@/components/shell/use-action';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Select } from '@/components/ui/select';
import { Time } from '@/components/ui/time';
import type { FanOut } from '@/db/fan-outs';

/** What the page shows of one: nothing of it is a customer's. */
export type ShownFanOut = Pick<
	FanOut,
	| 'id'
	| 'state'
	| 'total'
	| 'position'
	| 'entered'
	| 'postponed'
	| 'places'
	| 'perMinute'
	| 'repeats'
	| 'entryKey'
	| 'lastError'
> & { event: string; startedAt: Date; finishedAt: Date | null };

const TONE: Record<FanOut['state'], BadgeTone> = {
	running: 'accent',
	paused: 'warning',
	stopped: 'neutral',
	done: 'success',
};
const RATES = [12, 60, 300, 1000, 6000, 60_000];

/** One event on its way to those it reaches. */
export function FanOutCard({ job, mayOperate }: { job: ShownFanOut; mayOperate: boolean }) {
	const t = useTranslations('reach');
	const format = useFormatter();
	const open = job.state === 'running' || job.state === 'paused';
	const share = job.total ? job.position / job.total : job.state === 'done' ? 1 : 0;
	const figures = [
		t('looked', { n: job.position, total: job.total ?? 0 }),
		...(job.postponed > 0 ? [t('postponed', { n: job.postponed })] : []),
		...(job.repeats > 0 ? [t('repeats', { n: job.repeats })] : []),
	];
	return (
		<li className="px-4 py-3.5">
			<div className="flex flex-wrap items-center gap-x-3 gap-y-2">
				<div className="min-w-0 flex-1 basis-56">
					<p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
						<span className="font-medium text-ink">{job.event}</span>
						{job.entryKey && <code className="max-w-full truncate text-ink-3 text-xs">{job.entryKey}</code>}
						<Badge tone={TONE[job.state]} dot={job.state === 'running'}>
							{t(`states.${job.state}`)}
						</Badge>
					</p>
					<p className="mt-0.5 text-ink-3 text-xs">
						<Time at={job.startedAt} /> · {figures.join(' · ')}
					</p>
				</div>
				<p className="text-right">
					<strong className="font-semibold text-ink text-lg tabular-nums">{format.number(job.entered)}</strong>{' '}
					<span className="text-ink-3 text-xs">
						{job.places === null ? t('entered', { n: job.entered }) : t('ofPlaces', { n: job.places })}
					</span>
				</p>
			</div>
			{open && (
				<div
					role="progressbar"
					aria-label={t('progress', { event: job.event })}
					aria-valuemin={0}
					aria-valuemax={100}
					aria-valuenow={Math.round(share * 100)}
					className="mt-2.5 h-1.5 overflow-hidden rounded-full bg-subtle"
				>
					<div
						className={`h-full rounded-full ${job.state === 'paused' ? 'bg-warning' : 'bg-accent'}`}
						style={{ width: `${share * 100}%` }}
					/>
				</div>
			)}
			{job.lastError && (
				<p className="mt-2 break-words text-danger text-xs">
					{t(job.state === 'paused' ? 'gaveUp' : 'tryingAgain')} <span className="font-mono">{job.lastError}</span>
				</p>
			)}
			{open && mayOperate && <Orders job={job} />}
		</li>
	);
}

function Orders({ job }: { job: ShownFanOut }) {
	const t = useTranslations('reach');
	const format = useFormatter();
	const router = useRouter();
	const [ordering, rating] = [useAction(order), useAction(setRate)];
	const other = job.state === 'running' ? 'pause' : 'resume';
	const say = async (what: 'pause' | 'resume' | 'stop') => {
		const answer = await ordering.run({ id: job.id, order: what });
		router.refresh();
		return answer.done;
	};
	return (
		<div className="mt-2.5 flex flex-wrap items-center gap-2">
			<Button size="sm" pending={ordering.pending} onClick={() => void say(other)}>
				{t(other)}
			</Button>
			<ConfirmDialog
				title={t('stopTitle')}
				description={t('stopText', { n: job.entered })}
				confirm={t('stop')}
				onConfirm={() => say('stop')}
				trigger={<Button size="sm">{t('stop')}</Button>}
			/>
			<Select
				size="sm"
				className="ml-auto w-auto"
				aria-label={t('rate')}
				value={String(job.perMinute)}
				options={[...new Set([...RATES, job.perMinute])]
					.sort((a, b) => a - b)
					.map((n) => ({ value: String(n), label: t('perMinute', { n: format.number(n) }) }))}
				onValueChange={async (n) => {
					await rating.run({ id: job.id, perMinute: Number(n) });
					router.refresh();
				}}
			/>
		</div>
	);
}
