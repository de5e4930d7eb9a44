'use client';

import { Check, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Time } from '@/components/ui/time';
import type { JsonObject } from '@/lib/event';
import type { Mapped, MappingProblem } from '@/lib/map-payload';
import { useSayProblem } from './say-problem';

/** A payload as the page shows it; `receivedAt` in UTC epoch ms. */
export type ShownPayload = {
	id: string;
	receivedAt: number;
	topic: string | null;
	/** Null: too large for the page. */
	payload: JsonObject | null;
	state: 'pending' | 'mapped' | 'unmapped' | 'sample';
	problems: MappingProblem[];
	events: number;
};

type PayloadListProps = {
	payloads: ShownPayload[];
	/** What the mapping, as it is written, makes of each; null where it cannot be told here. */
	results: (Mapped | null)[];
	chosen: string | null;
	onChoose: (id: string) => void;
};

/** The last payloads, each with what becomes of it by the mapping as it is being written. */
export function PayloadList({ payloads, results, chosen, onChoose }: PayloadListProps) {
	const t = useTranslations('sources');
	return (
		<ul aria-label={t('lastPayloads')} className="flex max-h-64 flex-col gap-px overflow-y-auto p-1">
			{payloads.map(({ id, receivedAt, topic, state, ...payload }, n) => {
				const result = results[n];
				return (
					<li key={id}>
						<button
							type="button"
							aria-pressed={id === chosen}
							onClick={() => onChoose(id)}
							className={cn(
								'flex w-full items-start gap-2 rounded-md px-2 py-1.5 text-left text-xs transition-colors hover:bg-hover',
								id === chosen && 'bg-hover',
							)}
						>
							<Outcome
								problems={result ? result.problems : payload.problems}
								events={result ? result.calls.length : payload.events}
							/>
							<span className="ml-auto shrink-0 text-right text-ink-3">
								{state === 'sample' ? t('sample') : <Time at={receivedAt} />}
								{topic && <span className="block max-w-28 truncate font-mono">{topic}</span>}
							</span>
						</button>
					</li>
				);
			})}
		</ul>
	);
}

function Outcome({ problems, events }: { problems: MappingProblem[]; events: number }) {
	const t = useTranslations('sources');
	const sayProblem = useSayProblem();
	const [first] = problems;
	return (
		<>
			{first ? (
				<X aria-hidden className="mt-0.5 size-3.5 shrink-0 text-danger" />
			) : (
				<Check aria-hidden className="mt-0.5 size-3.5 shrink-0 text-success" />
			)}
			<span className="min-w-0">
				<span className={cn('block', first && events === 0 ? 'text-danger' : 'text-ink')}>
					{t('eventCount', { n: events })}
				</span>
				{first && <span className="block break-words text-danger">{sayProblem(first)}</span>}
			</span>
		</>
	);
}
