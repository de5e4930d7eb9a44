import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Json } from '@/components/journeys/json';
import { SendCard } from '@/components/journeys/send-card';
import { FilterLinks } from '@/components/ui/filter-links';
import { Time } from '@/components/ui/time';
import type { TimelineItem, TimelineKind } from '@/db/customer-views';
import type { JsonObject } from '@/lib/event';

const KINDS = ['all', 'orders', 'stores', 'messages', 'profile'] as const satisfies readonly TimelineKind[];

/** All that happened, the latest first, or one kind of it. */
export function Timeline({
	items,
	next,
	kind,
	sayEvent,
}: {
	items: TimelineItem[];
	next: string | null;
	kind: TimelineKind;
	/** What tells an event from another of its name, by its properties; may be empty. */
	sayEvent: (properties: JsonObject) => string;
}) {
	const t = useTranslations('customer');
	const of = (each: TimelineKind): Record<string, string> => (each === 'all' ? {} : { show: each });
	return (
		<section aria-labelledby="timeline">
			<div className="mb-2 flex flex-wrap items-center justify-between gap-x-4">
				<h2 id="timeline" className="font-semibold text-ink">
					{t('timeline')}
				</h2>
				<FilterLinks
					label={t('show')}
					links={KINDS.map((each) => ({
						href: `?${new URLSearchParams(of(each))}`,
						label: t(`kinds.${each}`),
						here: each === kind,
					}))}
				/>
			</div>
			{items.length === 0 && <p className="text-ink-3 text-sm">{t('noTimeline')}</p>}
			<ol className="flex flex-col gap-2">
				{items.map((item) => (
					<Line key={item.id} item={item} imported={t('history')} sayEvent={sayEvent} />
				))}
			</ol>
			{next && (
				<Link
					href={`?${new URLSearchParams({ ...of(kind), before: next })}`}
					className="mt-4 inline-block text-accent-ink text-sm hover:underline"
				>
					{t('older')}
				</Link>
			)}
		</section>
	);
}

type LineProps = { item: TimelineItem; imported: string; sayEvent: (properties: JsonObject) => string };

function Line({ item, imported, sayEvent }: LineProps) {
	if (item.kind === 'send')
		return (
			<li>
				<SendCard send={item.send} />
			</li>
		);
	const about = sayEvent(item.properties);
	return (
		<li className="rounded-lg border border-line bg-surface px-3 py-2">
			<details>
				<summary className="flex cursor-pointer flex-wrap items-center gap-x-2 text-sm sm:flex-nowrap">
					<span className="max-w-[55%] shrink-0 truncate font-medium text-ink" title={item.name}>
						{item.name}
					</span>
					{about !== '' && (
						<span className="min-w-0 truncate text-ink-2 max-sm:order-last max-sm:w-full" title={about}>
							{about}
						</span>
					)}
					<span className="min-w-0 shrink-[2] truncate max-sm:max-w-[20%] text-ink-3 text-xs">
						{item.history ? imported : item.source}
					</span>
					<span className="ml-auto shrink-0 whitespace-nowrap text-ink-3 text-xs">
						<Time at={item.at} />
					</span>
				</summary>
				<Json value={item.properties} />
			</details>
		</li>
	);
}
