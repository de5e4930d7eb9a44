'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useNames } from '@/components/journeys/names';
import type { Graph } from '@/lib/graph';
import { say } from '@/lib/text';
import { nodeType } from '@/nodes';

/** What publishing a drawing means for customers: who enters, when, what may reach them, what takes them out. */
export function PublishSummary({ graph, paused }: { graph: Graph; paused: boolean }) {
	const t = useTranslations('editor.publish');
	const locale = useLocale();
	const names = useNames();
	const format = useFormatter();
	const calendar = useTranslations('calendar');
	const { operations, operationSpans } = names;
	const { startsAt, endsAt, exits, operation } = graph.settings;
	const trigger = graph.nodes.find((n) => nodeType(n.type)?.kind === 'trigger');
	const date = (instant: string) => format.dateTime(new Date(instant), { dateStyle: 'long', timeStyle: 'short' });
	const day = (instant: number) => format.dateTime(new Date(instant), { dateStyle: 'long' });
	const span = operation ? operationSpans?.[operation] : undefined;
	// What ends at midnight ends on the day before.
	const days =
		span && format.dateTimeRange(new Date(span.startsAt), new Date(Date.parse(span.endsAt) - 1), { dateStyle: 'long' });
	const opens = Math.max(...[startsAt, span?.startsAt].map((at) => (at ? Date.parse(at) : 0)));
	const facts = [
		[t('enters'), trigger ? (nodeType(trigger.type)?.draw(trigger.config, locale, names).summary ?? '') : ''],
		[calendar('during'), operation ? [operations?.[operation] ?? operation, days].filter(Boolean).join(', ') : ''],
		[t('startsAt'), startsAt ? date(startsAt) : ''],
		[t('endsAt'), endsAt ? date(endsAt) : ''],
		[t('reaches'), format.list(reachingSteps(graph, locale), { type: 'unit' }) || t('reachesNothing')],
		[t('exits'), format.list([...new Set(exits.map((e) => e.event))], { type: 'disjunction' })],
	].filter(([, fact]) => fact !== '');
	const given = trigger?.config.event;
	const event = typeof given === 'string' ? given : '';
	return (
		<>
			<p>
				{paused ? t('paused') : opens > Date.now() ? t('later', { event, day: day(opens) }) : t('first', { event })}
			</p>
			<dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 rounded-lg border border-line bg-canvas px-3.5 py-3">
				{facts.map(([term, fact]) => (
					<div key={term} className="contents">
						<dt className="text-ink-3">{term}</dt>
						<dd className="text-ink">{fact}</dd>
					</div>
				))}
			</dl>
		</>
	);
}

/** “Send an email × 2”: the steps that do something to the customer, in the drawing's order. */
function reachingSteps(graph: Graph, locale: 'en' | 'fr'): string[] {
	const counts = new Map<string, number>();
	for (const { type } of graph.nodes) {
		const known = nodeType(type);
		if (known && ['message', 'store', 'action'].includes(known.kind))
			counts.set(say(known.label, locale), (counts.get(say(known.label, locale)) ?? 0) + 1);
	}
	return [...counts].map(([label, n]) => (n > 1 ? `${label} × ${n}` : label));
}
