import { graph } from '@/lib/graph';
import { GROUP_PROPERTY, TREND_EVENTS } from '@/lib/trend';
import { presets } from '@/nodes/event-trigger/presets';
import type { Db } from './client';
import { createJourney } from './journeys';
import type { TrendDetail } from './trend-views';

/** The trigger of a journey on a product's trend; of another group nobody knows whom it should reach. */
const PRESET = presets.find(({ id }) => id === 'trend-crossed')?.config ?? {};
const NOBODY_YET = { mode: 'rule', who: { type: 'all', rules: [] } };

/** A new journey that starts when a trend crosses its threshold: the trend by its id, so that it may be renamed. Returns its id. */
export async function createJourneyOn(
	db: Db,
	{ id, name, definition: { by } }: Pick<TrendDetail, 'id' | 'name' | 'definition'>,
	actor: string,
): Promise<string> {
	const config = {
		...PRESET,
		event: TREND_EVENTS.crossed,
		where: { type: 'property', of: 'event', path: 'trend_id', op: 'equals', value: id },
		...(by === 'nothing' ? {} : { key: GROUP_PROPERTY[by] }),
		...(by === 'product' ? {} : { audience: NOBODY_YET }),
	};
	const drawn = graph.parse({ nodes: [{ id: 'trigger', type: 'event-trigger', config }], edges: [], settings: {} });
	return createJourney(db, { name, graph: drawn }, actor);
}
