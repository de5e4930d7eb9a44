import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { cn } from '@/components/ui/cn';
import type { Operation } from '@/db/operations';
import { standingOfOperation } from '@/lib/operation';
import { placeOn, type Timeline } from '@/lib/timeline';
import { OperationBadge, OperationSpan } from './standing';

const BAR = {
	'to-come': 'border-accent bg-accent-soft group-hover:bg-accent',
	running: 'border-accent bg-accent',
	over: 'border-line-strong bg-subtle',
} as const;

/** Operations by date, one a line, months across; on a small screen the same as a list. `now`: UTC epoch ms. */
export async function CalendarTimeline({
	operations,
	timeline,
	now,
}: {
	operations: Operation[];
	timeline: Timeline;
	now: number;
}) {
	const [t, format] = await Promise.all([getTranslations('calendar'), getFormatter()]);
	const today = placeOn(timeline, now, now);
	return (
		<div className="overflow-hidden rounded-xl border border-line bg-surface">
			<div aria-hidden className="hidden border-line border-b md:flex">
				<div className="w-72 shrink-0" />
				<div className="relative h-9 min-w-0 flex-1">
					{timeline.months.map(({ month, left, width }) => (
						<span
							key={month}
							style={{ left: `${left}%`, width: `${width}%` }}
							className="absolute inset-y-0 truncate border-line border-l px-2.5 text-ink-2 text-xs leading-9"
						>
							{format.dateTime(new Date(`${month}-15T12:00:00Z`), { month: 'long', year: 'numeric' })}
						</span>
					))}
				</div>
			</div>
			<div className="relative">
				<div aria-hidden className="pointer-events-none absolute inset-y-0 right-0 left-72 hidden md:block">
					{timeline.months.map(({ month, left }) => (
						<span key={month} style={{ left: `${left}%` }} className="absolute inset-y-0 border-line border-l" />
					))}
					{today && (
						<span style={{ left: `${today.left}%` }} className="absolute inset-y-0 z-10 w-px bg-danger">
							<span className="absolute top-0 left-1/2 size-2 -translate-1/2 rounded-full bg-danger" />
						</span>
					)}
				</div>
				<ul aria-label={t('title')} className="divide-y divide-line md:divide-transparent">
					{operations.map((operation) => (
						<li key={operation.id}>
							<Link
								href={`/calendar/${operation.id}`}
								className="group flex items-center hover:bg-hover focus-visible:outline-offset-[-2px]"
							>
								<span className="flex w-full min-w-0 shrink-0 items-center gap-3 px-4 py-3 md:w-72 md:py-2">
									<span className="min-w-0 flex-1">
										<span className="block truncate font-medium text-ink text-sm">{operation.name}</span>
										<span className="block truncate text-ink-3 text-xs">
											<OperationSpan operation={operation} />
										</span>
									</span>
									<OperationBadge operation={operation} />
								</span>
								<span aria-hidden className="relative hidden h-12 min-w-0 flex-1 md:block">
									<Bar operation={operation} timeline={timeline} now={now} />
								</span>
							</Link>
						</li>
					))}
				</ul>
			</div>
		</div>
	);
}

function Bar({ operation, timeline, now }: { operation: Operation; timeline: Timeline; now: number }) {
	const place = placeOn(timeline, operation.startsAt.getTime(), operation.endsAt.getTime());
	if (!place) return null;
	return (
		<span
			style={{ left: `${place.left}%`, width: `max(${place.width}%, 0.5rem)` }}
			className={cn(
				'absolute top-1/2 h-5 -translate-y-1/2 rounded-md border transition-colors',
				BAR[standingOfOperation(operation, now)],
				operation.startsAt.getTime() < timeline.from && 'rounded-l-none border-l-0',
				operation.endsAt.getTime() > timeline.until && 'rounded-r-none border-r-0',
			)}
		/>
	);
}
