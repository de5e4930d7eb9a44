'use client';

import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Json } from '@/components/journeys/json';
import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import type { Json as JsonValue } from '@/lib/event';
import type { Mapped, MappedCall } from '@/lib/map-payload';
import { useSayProblem } from './say-problem';

/** More are counted only. */
const SHOWN = 10;

/** What the mapping makes of the payload at hand: its events as they will be, and why the rest gave none. */
export function Preview({ result }: { result: Mapped }) {
	const t = useTranslations('sources');
	const sayProblem = useSayProblem();
	const { calls, problems } = result;
	return (
		<div className="flex flex-col gap-3">
			{problems.slice(0, SHOWN).map((problem) => (
				<p
					key={JSON.stringify(problem)}
					className="flex items-start gap-2 rounded-lg bg-danger-soft px-3 py-2 text-danger text-sm"
				>
					<CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
					<span className="min-w-0">{sayProblem(problem)}</span>
				</p>
			))}
			{calls.slice(0, SHOWN).map((made, n) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: an event of a preview is its place.
				<Made key={n} made={made} />
			))}
			{calls.length > SHOWN && <p className="text-ink-3 text-xs">{t('moreEvents', { n: calls.length - SHOWN })}</p>}
			{calls.length === 0 && problems.length === 0 && <p className="text-ink-2 text-sm">{t('saysNothing')}</p>}
		</div>
	);
}

function Made({ made: { call, own } }: { made: MappedCall }) {
	const t = useTranslations('sources');
	const traits: JsonValue | undefined = call.context.traits;
	const addresses = typeof traits === 'object' && traits !== null && !Array.isArray(traits) ? traits : {};
	const who = [call.userId, call.anonymousId, ...Object.values(addresses)].flatMap((value) =>
		value ? [String(value)] : [],
	);
	return (
		<article className="rounded-lg border border-line px-3 py-2.5">
			<header className="flex flex-wrap items-center gap-x-2 gap-y-1">
				<Badge tone="success">{call.name}</Badge>
				<span className="text-ink-3 text-xs">
					<Time at={call.at} show="precise" />
				</span>
				{own !== null && <code className="truncate text-ink-3 text-xs">{own}</code>}
			</header>
			<p className="mt-1 break-words text-ink-2 text-xs">{who.length > 0 ? who.join(' · ') : t('nobody')}</p>
			<Json value={call.properties} />
		</article>
	);
}
