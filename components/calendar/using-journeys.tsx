import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { StatusBadge } from '@/components/journeys/status-badge';
import type { UsingJourney } from '@/db/operation-journeys';

/** What journeys do on an operation, and how many customers each let in because of it. */
export async function UsingJourneys({ journeys }: { journeys: UsingJourney[] }) {
	const [t, format] = await Promise.all([getTranslations('calendar'), getFormatter()]);
	if (journeys.length === 0) return <p className="text-ink-3 text-sm">{t('noJourneys')}</p>;
	return (
		<ul className="-my-2 divide-y divide-line">
			{journeys.map(({ id, name, status, uses, entered }) => (
				<li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
					<div className="min-w-0 flex-1">
						<Link href={`/journeys/${id}`} className="block truncate font-medium text-ink text-sm hover:underline">
							{name}
						</Link>
						<p className="text-ink-3 text-xs">{format.list(uses.map((use) => t(`uses.${use}`)))}</p>
					</div>
					{entered !== null && (
						<span className="text-ink-2 text-sm tabular-nums">
							{t('entered', { n: entered, count: format.number(entered) })}
						</span>
					)}
					<StatusBadge status={status} />
				</li>
			))}
		</ul>
	);
}
