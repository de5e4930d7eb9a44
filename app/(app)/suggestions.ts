import type { Suggestions } from '@/components/inspector/context';
import { db } from '@/db/client';
import { listDestinations } from '@/db/destinations';
import { eventsSeen, traitsSeen } from '@/db/events-catalogue';
import { listJourneysToEnter } from '@/db/journey-links';
import { offerNames } from '@/db/offers';
import { operationNames } from '@/db/operations';
import { segmentNames } from '@/db/segment-views';
import { listStores } from '@/db/stores';
import { trendNames } from '@/db/trend-views';
import { getWorkspaceSettings } from '@/db/workspace';
import { RETAIL_EVENTS } from '@/lib/retail-events';
import type { SeenEvent, SeenProperty } from '@/lib/seen';

type CameIn = [SeenEvent[], SeenProperty[]];

/** What came in is counted anew after the first, behind the page that asks; only after the second a page waits for it. */
const FRESH_MS = 10_000;
const KEPT_MS = 300_000;
let kept: { at: number; seen: CameIn } | null = null;
let counting: Promise<CameIn> | null = null;

async function whatCameIn(): Promise<CameIn> {
	const age = kept ? Date.now() - kept.at : Number.POSITIVE_INFINITY;
	if (kept && age < FRESH_MS) return kept.seen;
	// Once at a time, however many pages ask.
	counting ??= count().finally(() => {
		counting = null;
	});
	if (!kept || age >= KEPT_MS) return counting;
	// Who is given the old figures does not see that new ones failed: the next page asks again.
	counting.catch(() => {});
	return kept.seen;
}

async function count(): Promise<CameIn> {
	const seen = await Promise.all([eventsSeen(db()), traitsSeen(db())]);
	kept = { at: Date.now(), seen };
	return seen;
}

/** What pickers offer; of journeys all but the one at hand, which is none outside the editor. */
export async function loadSuggestions(journeyId?: string): Promise<Omit<Suggestions, 'trigger'>> {
	const [[seen, traits], stores, offers, operations, destinations, journeys, segments, trends, { purposes }] =
		await Promise.all([
			whatCameIn(),
			listStores(db()),
			offerNames(db()),
			operationNames(db()),
			listDestinations(db()),
			journeyId ? listJourneysToEnter(db(), journeyId) : [],
			segmentNames(db()),
			trendNames(db()),
			getWorkspaceSettings(db()),
		]);
	// What really arrived comes first; the vocabulary fills up what has not arrived yet.
	const names = new Set(seen.map((e) => e.name));
	const vocabulary = Object.entries(RETAIL_EVENTS)
		.filter(([name]) => !names.has(name))
		.map(([name, known]) => ({
			...{ name, count: 0, more: false, lastAt: null },
			properties: Object.keys(known.properties).map((path) => ({ path, kinds: [], share: 0, values: [] })),
		}));
	return {
		events: [...seen, ...vocabulary].map((event) =>
			withValues(event, {
				operation_id: operations.map(({ id }) => id),
				trend_id: trends.map(({ id }) => id),
				trend_name: trends.map(({ name }) => name),
			}),
		),
		traits,
		stores: stores.map(({ id, name }) => ({ id, name })),
		offers,
		operations,
		destinations: destinations.map(({ id, name }) => ({ id, name })),
		journeys,
		segments,
		purposes: purposes.map(({ id, label }) => ({ id, label })),
	};
}

/** Operations and trends can be named before any of their events came in. */
function withValues(event: SeenEvent, values: Readonly<Record<string, string[]>>): SeenEvent {
	if (!/^(Operation|Trend) /.test(event.name)) return event;
	const properties = event.properties.map((one) => ({ ...one, values: values[one.path] ?? one.values }));
	return { ...event, properties };
}
