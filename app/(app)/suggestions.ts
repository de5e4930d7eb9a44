import type { Suggestions } from '@/components/inspector/context';
import { db } from '@/db/client';
import { listDestinations } from '@/db/destinations';
import { eventsSeen, traitsSeen } from '@/db/events-catalogue';
import { listJourneysToEnter } from '@/db/journey-links';
import { offerNames } from '@/db/offers';
import { segmentNames } from '@/db/segment-views';
import { listStores } from '@/db/stores';
import { getWorkspaceSettings } from '@/db/workspace';
import { RETAIL_EVENTS } from '@/lib/retail-events';

/** What pickers offer; of journeys all but the one at hand, which is none outside the editor. */
export async function loadSuggestions(journeyId?: string): Promise<Omit<Suggestions, 'trigger'>> {
	const [seen, traits, stores, offers, destinations, journeys, segments, { purposes }] = await Promise.all([
		eventsSeen(db()),
		traitsSeen(db()),
		listStores(db()),
		offerNames(db()),
		listDestinations(db()),
		journeyId ? listJourneysToEnter(db(), journeyId) : [],
		segmentNames(db()),
		getWorkspaceSettings(db()),
	]);
	// What really arrived comes first; the vocabulary fills up what has not arrived yet.
	const names = new Set(seen.map((e) => e.name));
	const vocabulary = Object.entries(RETAIL_EVENTS)
		.filter(([name]) => !names.has(name))
		.map(([name, known]) => ({ name, properties: Object.keys(known.properties) }));
	return {
		events: [...seen.map(({ name, properties }) => ({ name, properties })), ...vocabulary],
		traits,
		stores: stores.map(({ id, name }) => ({ id, name })),
		offers,
		destinations: destinations.map(({ id, name }) => ({ id, name })),
		journeys,
		segments,
		purposes: purposes.map(({ id, label }) => ({ id, label })),
	};
}
